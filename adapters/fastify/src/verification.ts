import type { Detection, EnvironmentNeed, ErrorConvention, ProjectReader, Verification } from "@backwright/core";
import { applicationSources, nodeInstallation, readEnvironment } from "@backwright/language-node";

/** What probes have to know about Fastify applications. */
export const verification: Verification = { errors, environment, installation: nodeInstallation };

/** Fastify's own answer, unless the application handles errors itself. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const mediaType = "application/json";
  const texts =
    detection === null ? [] : applicationSources(project, detection.dir).map((path) => project.read(path) ?? "");
  const handlers = texts.filter((text) => /\bsetErrorHandler\s*\(/.test(text));
  if (handlers.length === 0) {
    return { invalidStatus: 400, mediaType, schema: ownSchema };
  }
  const refuses422 = texts.some(
    (text) => /\bvalidation\b/.test(text) && /\b(?:code|status)\s*\(\s*422\s*\)|statusCode\s*[:=]\s*422\b/.test(text),
  );
  return { invalidStatus: refuses422 ? 422 : 400, mediaType, schema: { type: "object" } };
}

function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  return readEnvironment({ project, dir, files: applicationSources(project, dir), databases });
}

const ownSchema: Record<string, unknown> = {
  type: "object",
  required: ["statusCode", "error", "message"],
  properties: {
    statusCode: { type: "integer" },
    code: { type: "string" },
    error: { type: "string" },
    message: { type: "string" },
  },
};
