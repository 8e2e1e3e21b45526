import { declarationsOf, goPackages } from "@backwright/language-go";
import type { DeclaredFunction } from "@backwright/language-go";
import type { ProjectReader } from "@backwright/core";

/**
 * The procedures of a service that is defined elsewhere, as the type that stands in for it has them: methods whose messages
 * or streams come from the package of the service; `null` where no type does.
 */
export function implementedProcedures(project: ProjectReader, service: string): readonly DeclaredFunction[] | null {
  const embedding = new RegExp(
    `^type (\\w+) struct \\{[^}]*?\\b(\\w+)\\.(?:Unimplemented|Unsafe)?${service}Server\\b`,
    "m",
  );
  for (const entry of goPackages(project).values()) {
    for (const file of entry.files) {
      const text = project.read(file) ?? "";
      const found = text.includes(`${service}Server`) ? embedding.exec(text) : null;
      if (found !== null) {
        const [, type = "", alias = ""] = found;
        const methods = [...(declarationsOf(project, entry).methods.get(type)?.values() ?? [])];
        const procedure = new RegExp(
          `^func \\([^)]*\\) [A-Z]\\w*\\(\\s*(?:\\w+ context\\.Context,\\s*\\w+ \\*${alias}\\.\\w+|(?:\\w+ \\*${alias}\\.\\w+,\\s*)?\\w+ ${alias}\\.\\w+_\\w+Server),?\\s*\\)`,
        );
        return methods.filter((method) => procedure.test(method.text));
      }
    }
  }
  return null;
}
