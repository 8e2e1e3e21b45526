import { inCase, joinPath } from "@backwright/language-node";
import type { Conventions, TypeormPractice } from "@backwright/language-node";
import { endingOf } from "../../existing-practice.ts";
import type { LayerFiles, LayerModule } from "../layer.ts";

/** The modules with the entities of a plan. */
export function entityModules(
  conventions: Conventions,
  practice: TypeormPractice,
  { view }: Pick<LayerFiles, "view">,
): LayerModule[] {
  const users = { path: entityModule(conventions, practice, "User"), template: "layers/typeorm/user.entity.ts" };
  return [
    ...(view.auth === null ? [] : [users]),
    ...view.resources.map((r) => ({
      path: entityModule(conventions, practice, r.name),
      template: "layers/typeorm/entity.ts",
      view: { r },
    })),
  ];
}

/** The path of the module with an entity. */
export function entityModule(conventions: Conventions, { entities }: TypeormPractice, name: string): string {
  const { layout, sourceDir } = conventions;
  const base = entities.capital ? inCase(name, "pascal") : inCase(name, layout.files);
  const folder = entities.folder === "" ? joinPath(sourceDir, "entities") : entities.folder;
  return joinPath(folder, base + entities.suffix + endingOf(conventions));
}

/** `1700000000001-AddNotebooks.ts` holds the class `AddNotebooks1700000000001`. */
export function migrationClass(path: string): string {
  const [, number = "", words = ""] = /(\d+)[-_]([^/]*?)\.[cm]?[jt]s$/.exec(path) ?? [];
  return inCase(words, "pascal") + number;
}
