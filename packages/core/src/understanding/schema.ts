import * as z from "zod";

const name = z.string().min(1);
const file = z.string().describe("Path relative to the repository's root.");
const line = z.int().min(1).describe("1-based line.");

/** Where a statement about a project was read. */
export const evidenceSchema = z.object({
  field: name,
  value: z.string(),
  file,
  line,
  rule: name.describe("The kind of signal: dependency, import, construction, listen, script, …"),
});

/** A command as an argument list, never a shell string, and where it was read from. */
export const commandSchema = z.object({
  argv: z.tuple([z.string()], z.string()),
  cwd: z.string().describe("Relative to the repository's root."),
  env: z.record(z.string(), z.string()),
  source: z.string().describe("`file:line`, or the name of the convention."),
});

const commandOrNull = commandSchema.nullable();
export const commandsSchema = z.object({
  install: commandOrNull,
  build: commandOrNull,
  lint: commandOrNull,
  test: commandOrNull,
  migrate: commandOrNull,
  start: commandOrNull,
  stop: commandOrNull,
});

export const routeSchema = z.object({
  method: z.string(),
  path: z.string().describe("Full path; parameters as `:name` in every language."),
  handler: z.string(),
  guards: z.array(z.string()),
  authenticated: z.boolean(),
  file,
  line,
  confidence: z.number().min(0).max(1),
  view: z
    .string()
    .optional()
    .describe("What is registered for the path and chooses by the method, as class-based views do."),
});

/** As the report lists it: all methods that one registered view answers alike are one route. */
export const servedRouteSchema = routeSchema.omit({ view: true }).extend({
  methods: z.array(z.string()).min(1).describe("All that are answered in this way; `method` is the first."),
});

export const unresolvedSchema = z.object({ what: z.string(), file, line });

export const modelSchema = z.object({
  name,
  kind: z.enum(["model", "schema", "migration"]),
  file,
  line,
  fields: z.array(z.object({ name, type: z.string(), unique: z.boolean() })),
});

/** What an adapter's `detect` answers for one backend application. */
export const detectionSchema = z.object({
  dir: z.string().describe("Folder of the manifest that owns the application, `.` for the root."),
  language: z.enum(["javascript", "typescript", "python", "go"]),
  framework: z.object({ name, version: z.string().nullable() }),
  packageManager: z.string(),
  databases: z.array(z.string()),
  orms: z.array(z.string()),
  auth: z.array(z.string()),
  apiStyles: z.array(z.string()),
  validation: z.array(z.string()),
  entry: z.string().nullable(),
  ports: z.array(z.object({ port: z.int(), source: z.string() })),
  confidence: z.number().min(0).max(1),
  evidence: z.array(evidenceSchema),
});

export const practicesSchema = z.object({
  errorHandling: z.string(),
  async: z.string(),
  tests: z.string(),
});

export const backendSchema = detectionSchema.extend({
  adapter: name,
  commands: commandsSchema,
  routes: z.array(servedRouteSchema),
  unresolved: z.array(unresolvedSchema),
  models: z.array(modelSchema),
  practices: practicesSchema,
});

/** The document that `backwright understand --json` prints. */
export const understandingSchema = z.object({
  schemaVersion: z.literal(1),
  backends: z.array(backendSchema),
  unsupported: z.array(z.object({ dir: z.string(), language: z.string(), framework: z.string(), reason: z.string() })),
  services: z.array(z.object({ name, image: z.string(), file, line })),
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type Command = z.infer<typeof commandSchema>;
export type Commands = z.infer<typeof commandsSchema>;
export type CommandName = keyof Commands;
export type Route = z.infer<typeof routeSchema>;
export type ServedRoute = z.infer<typeof servedRouteSchema>;
export type Unresolved = z.infer<typeof unresolvedSchema>;
export type Model = z.infer<typeof modelSchema>;
export type Detection = z.infer<typeof detectionSchema>;
export type Practices = z.infer<typeof practicesSchema>;
export type Backend = z.infer<typeof backendSchema>;
export type Understanding = z.infer<typeof understandingSchema>;
