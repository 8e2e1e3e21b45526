import { dirOf, joinPath } from "@backwright/language-node";
import type { Conventions, DrizzlePractice } from "@backwright/language-node";
import { endingOf, sharedModule, tablesFile } from "../../existing-practice.ts";
import { importSpecifier } from "../../surroundings.ts";
import type { AppView } from "../../view.ts";
import type { LayerEdit, LayerEdits, LayerModule } from "../layer.ts";

/** Tables of one task stand in one module beside those of the app. */
export function tablesModule(conventions: Conventions, { schema, client }: DrizzlePractice, view: AppView): string {
  const [first = client.module] = schema;
  const folder = /\.[cm]?[jt]s$/.test(first) ? dirOf(first) : first.replace(/\/\*.*$/, "");
  return joinPath(folder, tablesFile(view.resources[0]?.file ?? "accounts", conventions) + endingOf(conventions));
}

/** The module of the tables; with a database that is brought, its client and the configuration of drizzle-kit. */
export function tableModules(
  conventions: Conventions,
  practice: DrizzlePractice,
  { view, brought }: { readonly view: AppView; readonly brought: boolean },
): LayerModule[] {
  const { appDir, language } = conventions;
  const config = joinPath(appDir, `drizzle.config${language === "ts" ? ".ts" : endingOf(conventions)}`);
  return [
    { path: tablesModule(conventions, practice, view), template: "layers/drizzle/tables.ts" },
    ...(brought
      ? [
          { path: practice.client.module, template: "layers/drizzle/client.ts" },
          { path: config, template: "layers/drizzle/drizzle.config.ts" },
        ]
      : []),
    ...(!practice.sync && view.uses.rows
      ? [{ path: sharedModule(conventions, "rows"), template: "app/src/db/rows.ts" }]
      : []),
  ];
}

/** Where drizzle-kit reads one file, that file passes the new tables on. */
export function passTablesOn({ schema }: DrizzlePractice, { project, tables, conventions }: LayerEdits): LayerEdit[] {
  const path = schema.find((one) => project.has(one));
  if (path === undefined) {
    return [];
  }
  const text = project.read(path) ?? "";
  const specifier = importSpecifier(path, tables, conventions.importEnding);
  if (new RegExp(`["']${specifier.replaceAll(".", "\\.")}["']`).test(text)) {
    return [];
  }
  const quote = conventions.style.singleQuote ? "'" : '"';
  const line = `export * from ${quote}${specifier}${quote}${conventions.style.semi ? ";" : ""}`;
  return [{ path, text: `${text.trimEnd()}\n\n${line}\n` }];
}
