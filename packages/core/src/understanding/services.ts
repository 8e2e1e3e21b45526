import { isMap, isPair, isScalar, LineCounter, parseDocument } from "yaml";
import type { ProjectReader } from "../project/reader.ts";
import type { Understanding } from "./schema.ts";

type Service = Understanding["services"][number];

const composeFile = /(^|\/)(docker-)?compose[\w.-]*\.ya?ml$/i;

/** The services with an image in the project's compose files; a name in several files is listed once for each image. */
export function readServices(project: ProjectReader): Service[] {
  const services = project
    .list()
    .filter((path) => composeFile.test(path) && !path.includes("node_modules/"))
    .flatMap((file) => readCompose(file, project.read(file) ?? ""));
  const seen = new Set<string>();
  return services.filter(({ name, image }) => {
    const key = `${name} ${image}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function readCompose(file: string, text: string): Service[] {
  const lines = new LineCounter();
  // Template placeholders make many compose files invalid; what could be parsed still counts.
  const services = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" }).get(
    "services",
    true,
  );
  if (!isMap(services)) {
    return [];
  }
  return services.items.flatMap((item) => {
    if (!isPair(item) || !isScalar(item.key) || !isMap(item.value)) {
      return [];
    }
    const image: unknown = item.value.get("image");
    const offset = item.key.range?.[0] ?? 0;
    return typeof image === "string" && image !== ""
      ? [{ name: String(item.key.value), image, file, line: lines.linePos(offset).line }]
      : [];
  });
}
