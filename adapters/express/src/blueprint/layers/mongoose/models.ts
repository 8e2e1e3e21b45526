import { dirOf, inCase, joinPath } from "@backwright/language-node";
import type { Conventions, ModelPractice } from "@backwright/language-node";
import { place } from "../../existing-surroundings.ts";
import type { ResourceNames } from "../../names.ts";

/** How the app writes its models, or, where it has none, what goes with the rest of it. */
export function modelStyle({ layout, sourceDir }: Conventions, models: ModelPractice | null): ModelPractice {
  return (
    models ?? {
      dir: layout.kind === "by-feature" ? null : joinPath(sourceDir, "models"),
      file: likeRouters(layout.router.file),
      number: layout.router.number,
      case: null,
      exported: "named",
      namespace: true,
      schema: "camel",
      versionKey: true,
      owner: "object-id",
    }
  );
}

/** `{name}.model.ts` for `{name}.routes.ts`, `{name}Model.js` for `{name}Routes.js`, `{name}.js` for `{name}.js`. */
function likeRouters(file: string): string {
  const [, separator = "", word = "", ending = ""] = /^\{name\}([._-]?)(\w*)(\.\w+)$/.exec(file) ?? [];
  const model = word === "" ? "" : separator + (/^[A-Z]/.test(word) ? "Model" : "model");
  return `{name}${model}${ending === "" ? file.slice(file.lastIndexOf(".")) : ending}`;
}

/** The module of a model. */
export function modelPath(
  conventions: Conventions,
  { dir, file, number, case: wordCase }: ModelPractice,
  { name, file: plural }: Pick<ResourceNames, "name" | "file">,
): string {
  const written = inCase(number === "singular" ? name : plural, wordCase ?? conventions.layout.files);
  const folder = dir ?? dirOf(place(conventions, conventions.layout.router, plural));
  return joinPath(folder, file.replace("{name}", written));
}

/** Names that code around a model needs itself. */
const taken = new Set(
  "Array Boolean Buffer Date Document Error Map Model Number Object Omit Partial Promise Record Schema Set String Types".split(
    " ",
  ),
);

/** The constant that holds a model. */
export function modelName(name: string): string {
  return taken.has(name) ? `${name}Model` : name;
}

/** The constant that holds a model's schema. */
export function schemaName(name: string, { schema }: Pick<ModelPractice, "schema">): string {
  return `${schema === "pascal" ? name : name.charAt(0).toLowerCase() + name.slice(1)}Schema`;
}
