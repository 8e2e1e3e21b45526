import type { ProjectReader } from "../project/reader.ts";
import type { Understanding } from "./schema.ts";

type Service = Understanding["services"][number];

const composeFile = /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/i;

/** The services with an image in the project's compose files; a name in several files is listed once for each image. */
export async function readServices(project: ProjectReader): Promise<Service[]> {
  const files = project.list().filter((path) => composeFile.test(path) && !path.includes("node_modules/"));
  if (files.length === 0) {
    return [];
  }
  // Many projects have none, and need no parser of YAML then.
  const { readCompose } = await import("./compose.ts");
  const services = files.flatMap((file) => readCompose(file, project.read(file) ?? ""));
  const seen = new Set<string>();
  return services.filter(({ name, image }) => {
    const key = `${name} ${image}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
