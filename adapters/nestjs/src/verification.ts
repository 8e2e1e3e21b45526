import type { Detection, EnvironmentNeed, ErrorConvention, ProjectReader, Verification } from "@backwright/core";
import { applicationSources, nodeInstallation, readEnvironment } from "@backwright/language-node";

/** What probes have to know about NestJS applications. */
export const verification: Verification = { errors, environment, installation: nodeInstallation };

/** Nest's own answer, unless the application filters exceptions itself; its validation pipe says the status. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const sources = detection === null ? [] : applicationSources(project, detection.dir);
  const texts = sources.map((path) => project.read(path) ?? "");
  const refuses422 = texts.some((text) =>
    /errorHttpStatusCode\s*:\s*(?:422|HttpStatus\.UNPROCESSABLE_ENTITY)\b/.test(text),
  );
  const filtered = texts.some((text) => /\buseGlobalFilters\s*\(|\bAPP_FILTER\b/.test(text));
  return {
    invalidStatus: refuses422 ? 422 : 400,
    mediaType: "application/json",
    schema: filtered ? { type: "object" } : ownSchema,
  };
}

function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  return readEnvironment({ project, dir, files: applicationSources(project, dir), databases });
}

const ownSchema: Record<string, unknown> = {
  type: "object",
  required: ["statusCode", "message"],
  properties: {
    statusCode: { type: "integer" },
    message: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
    error: { type: "string" },
  },
};
