import type { Refusal } from "@backwright/core";
import { dirOf, inCase, joinPath } from "@backwright/language-node";
import type { Conventions, ModelPractice } from "@backwright/language-node";
import { place } from "../../existing-surroundings.ts";
import type { ResourceNames } from "../../names.ts";
import type { AppView } from "../../view.ts";

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

/** What documents of Mongoose have of their own, so that no field can be called so. */
const reserved = new Set(
  "collection emit errors get init isModified isNew listeners on populated prototype remove removeListener save schema toObject validate".split(
    " ",
  ),
);

/** Fields that a document of Mongoose cannot have. */
export function fieldRefusals({ resources }: AppView): Refusal[] {
  return resources.flatMap(({ name, fields }) =>
    fields
      .filter((field) => reserved.has(field.name))
      .map((field) => ({
        reason: `${name} has a field ${field.name}, and documents of Mongoose have something of that name.`,
        hint: "Give the field another name in the task.",
      })),
  );
}

/** The constant that holds a model. */
export function modelName(name: string): string {
  return taken.has(name) ? `${name}Model` : name;
}

/** The constant that holds a model's schema. */
export function schemaName(name: string, { schema }: Pick<ModelPractice, "schema">): string {
  return `${schema === "pascal" ? name : name.charAt(0).toLowerCase() + name.slice(1)}Schema`;
}
