import { applicationSources, readManifest, readStack } from "../src/index.ts";
import { projectOf } from "./project.ts";

/** What is read of an application of these files at the root. */
export function stackOf(files: Readonly<Record<string, string>>): ReturnType<typeof readStack> {
  const project = projectOf(files);
  const manifest = readManifest(project, ".");
  return readStack({
    project,
    dirs: ["."],
    manifests: manifest === null ? [] : [manifest],
    files: applicationSources(project, "."),
  });
}
