import type { Detection, EnvironmentNeed, ErrorConvention, ProjectReader, Verification } from "@backwright/core";
import { applicationFiles, readEnvironment } from "@backwright/language-go";
import { readModuleRoutes } from "./routes/read.ts";

/** What probes have to know about Go services. What `go mod download` fetches stands outside of the project. */
export const verification: Verification = { errors, environment };

/** Go leaves the form of errors to the application: what its code speaks of. */
function errors(project: ProjectReader, detection: Detection | null): ErrorConvention {
  const texts = (detection === null ? [] : applicationFiles(project, detection.dir)).map(
    (file) => project.read(file) ?? "",
  );
  function speaksOf(pattern: RegExp): boolean {
    return texts.some((text) => pattern.test(text));
  }
  const problem = speaksOf(/application\/problem\+json/);
  const json =
    problem ||
    speaksOf(/\bjson\.NewEncoder\(|\bjson\.Marshal\(|\.(JSON|JSONPretty|AbortWithStatusJSON)\(|\brender\.JSON\(/);
  if (!json && speaksOf(/\bhttp\.Error\(/)) {
    return { invalidStatus: 400, mediaType: "text/plain", schema: { type: "string" } };
  }
  return {
    invalidStatus: speaksOf(/\bStatusUnprocessableEntity\b|(?<!\d)422(?!\d)/) ? 422 : 400,
    mediaType: problem ? "application/problem+json" : "application/json",
    schema: { type: "object" },
  };
}

/** What the code reads; where the program listens it says itself. */
function environment(project: ProjectReader, { dir, databases }: Detection): EnvironmentNeed[] {
  const { builder, programs } = readModuleRoutes(project, dir);
  const program = programs[0]?.file ?? null;
  const ports = builder.listens
    .filter((listen) => builder.belongs(listen, program) && !listen.aside)
    .flatMap(({ env }) => env ?? []);
  return readEnvironment({ project, dir, databases, ports });
}
