import * as z from "zod";

const iso = z.iso.datetime({ offset: true });
const verdict = z.union([z.boolean(), z.literal("not_run")]);
const lines = z.array(z.string());

export const spawnedProcessSchema = z.object({
  name: z.string(),
  pid: z.int(),
  command: z.string(),
  started_at: iso,
  ended_at: iso.nullable(),
  exit_code: z.int().nullable(),
  signal: z.string().nullable(),
});

export const checkSchema = z.object({
  id: z.string().describe("build, lint, tests, security:hardcoded-secret, probe:createBookmark:401, …"),
  title: z.string(),
  result: z.enum(["passed", "failed", "could_not_run"]),
  baseline: z.boolean().describe("It failed in the same way before the task began."),
  detail: z.string().describe("What was seen, redacted."),
  command: z.string().nullable(),
  exit_code: z.int().nullable(),
  duration_ms: z.number(),
});

/** The report of one loop of one task: only what was observed. */
export const reportSchema = z.object({
  $schema: z.string(),
  task_id: z.string(),
  loop_number: z.int(),
  run_id: z.string(),
  timestamp: iso,
  category: z.literal("backend"),
  agent: z.literal("backend"),
  model: z.string().nullable(),
  status: z.enum(["completed", "failed", "killed"]),
  objective: z.string(),
  complexity: z.object({ assigned: z.string().nullable(), actual: z.string().nullable() }),
  duration: z.object({ start_time: iso, end_time: iso, total_minutes: z.number(), total_seconds: z.number() }),
  files: z.object({ created: lines, modified: lines, deleted: lines, lines_added: z.int(), lines_removed: z.int() }),
  quality: z.object({ build_passed: verdict, lint_passed: verdict, tests_passed: verdict, security_passed: verdict }),
  acceptance_criteria: z.object({
    total: z.int(),
    met: z.int(),
    details: z.array(
      z.object({ criterion: z.string(), met: z.union([z.boolean(), z.literal("unverified")]), evidence: z.string() }),
    ),
  }),
  errors: lines,
  warnings: lines,
  workarounds: lines,
  assumptions: lines,
  technical_debt: lines,
  future_work: lines,
  spawned_processes: z.object({
    tracked: z.array(spawnedProcessSchema),
    still_running: z.array(spawnedProcessSchema),
    cleanup_attempted: z.boolean(),
  }),
  verification: z.object({
    steps_file: z.string().nullable(),
    section: z.string().nullable(),
    steps_run: z.int(),
    steps_passed: z.int(),
  }),
  implementer: z.string(),
  stack: z.object({ adapter: z.string(), framework: z.string(), version: z.string().nullable() }).nullable(),
  containment: z.object({ tier: z.string(), reasons: lines }).nullable(),
  conflicts: z.array(z.object({ path: z.string(), reason: z.string() })),
  checks: z.array(checkSchema),
  phases: z.array(
    z.object({ name: z.string(), result: z.enum(["passed", "failed", "skipped"]), duration_ms: z.number() }),
  ),
});

export type Check = z.infer<typeof checkSchema>;
export type Report = z.infer<typeof reportSchema>;
