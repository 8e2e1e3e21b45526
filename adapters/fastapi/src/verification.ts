import type { Detection, EnvironmentNeed, ErrorConvention, ProjectReader, Verification } from "@backwright/core";
import { applicationSources, findText, installation, isolation, readEnvironment } from "@backwright/language-python";

/** What probes have to know about FastAPI applications. */
export const verification: Verification = { errors, environment, installation, isolation };

/** FastAPI answers 422 and `{"detail": …}`, unless the application has a handler of its own for invalid input. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const files = detection === null ? [] : applicationSources(project, detection.dir);
  const own = findText(
    { project, files },
    /exception_handler\(\s*(?:\w+\.)*(?:RequestValidationError|ValidationError)\b/,
  );
  if (own === null) {
    return { invalidStatus: 422, mediaType: "application/json", schema: detailSchema };
  }
  return { invalidStatus: statusNear(project, own), mediaType: "application/json", schema: { type: "object" } };
}

/** The status that a handler of validation errors answers with: the first that is named after it. */
function statusNear(project: ProjectReader, { file, line }: { file: string; line: number }): 400 | 422 {
  const after = (project.read(file) ?? "")
    .split("\n")
    .slice(line - 1, line + 25)
    .join("\n");
  const match = /status_code\s*=\s*(?:\w+\.)*(?:HTTP_)?(4\d\d)|HTTP_(4\d\d)/.exec(after);
  return (match?.[1] ?? match?.[2]) === "400" ? 400 : 422;
}

/** Beside what the code reads: uvicorn takes its port from a variable of its own. */
function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  const needs = readEnvironment({ project, dir, databases });
  return [...needs, { name: "UVICORN_PORT", kind: "port" }, { name: "GRANIAN_PORT", kind: "port" }];
}

const detailSchema: Record<string, unknown> = {
  type: "object",
  required: ["detail"],
  properties: { detail: {} },
};
