import type {
  Command,
  Detection,
  EnvironmentNeed,
  ErrorConvention,
  ProjectReader,
  Verification,
} from "@backwright/core";
import { dataFiles } from "./data-files.ts";
import { applicationSources, findText, installation, isolation, readEnvironment } from "@backwright/language-python";

/** What probes have to know about Django projects. */
export const verification: Verification = {
  errors,
  environment,
  installation,
  isolation,
  migrates: true,
  startArguments,
};

/** Django REST framework and Ninja have forms of their own; an exception handler of the project's may answer anything. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const files = detection === null ? [] : applicationSources(project, detection.dir);
  const own = findText({ project, files }, /["']EXCEPTION_HANDLER["']\s*:|@\w+\.exception_handler\(/);
  const ninja = findText({ project, files }, /\bNinjaAPI\s*\(/);
  const invalidStatus = ninja === null ? 400 : 422;
  return {
    invalidStatus,
    mediaType: "application/json",
    schema: own === null ? { type: ["object", "array"] } : { type: "object" },
  };
}

function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  const files = dataFiles(project, dir).map((name) => ({ name, kind: "data-file" as const }));
  return [...readEnvironment({ project, dir, databases }), ...files];
}

/** `manage.py runserver` takes its address as an argument only. */
function startArguments({ argv }: Command): readonly string[] {
  return argv.at(-1) === "runserver" ? ["127.0.0.1:$PORT"] : [];
}
