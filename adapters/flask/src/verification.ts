import type { Detection, EnvironmentNeed, ErrorConvention, ProjectReader, Verification } from "@backwright/core";
import { applicationSources, findText, installation, isolation, readEnvironment } from "@backwright/language-python";

/** What probes have to know about Flask applications. */
export const verification: Verification = { errors, environment, installation, isolation };

/** Flask leaves the form of errors to the application; 422 where its code speaks of it, as packages for schemas do. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const files = detection === null ? [] : applicationSources(project, detection.dir);
  const unprocessable = findText(
    { project, files },
    /(?<!\d)422(?!\d)|flask_smorest|webargs|flask_jwt_extended\.exceptions/,
  );
  return {
    invalidStatus: unprocessable === null ? 400 : 422,
    mediaType: "application/json",
    schema: { type: "object" },
  };
}

/** Beside what the code reads: `flask run` takes its port from a variable of its own. */
function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  return [...readEnvironment({ project, dir, databases }), { name: "FLASK_RUN_PORT", kind: "port" }];
}
