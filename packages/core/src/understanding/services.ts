import type { ProjectReader } from "../project/reader.ts";
import { composeServices } from "./compose.ts";
import type { Understanding } from "./schema.ts";

type Service = Understanding["services"][number];

const composeFile = /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/i;

/** The services with an image in the project's compose files; a name in several files is listed once for each image. */
export function readServices(project: ProjectReader): Service[] {
  const services = project
    .list()
    .filter((path) => composeFile.test(path) && !path.includes("node_modules/"))
    .flatMap((file) =>
      composeServices(project.read(file) ?? "").flatMap(({ name, image, line }) =>
        image === null ? [] : [{ name, image, file, line }],
      ),
    );
  const seen = new Set<string>();
  return services.filter(({ name, image }) => {
    const key = `${name} ${image}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
