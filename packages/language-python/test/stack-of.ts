import { memoryProject } from "@backwright/core/testing";
import { readStack } from "@backwright/language-python";
import type { Stack } from "@backwright/language-python";

/** What is read of an application of these files at the root. */
export function stackOf(files: Readonly<Record<string, string>>): Stack {
  const project = memoryProject(files);
  return readStack({ project, dir: ".", files: project.list().filter((path) => path.endsWith(".py")) });
}
