import type { DeclaredDependency } from "../project/declared.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Understanding } from "../understanding/schema.ts";
import type { AdapterCatalog } from "./discover.ts";
import { defaultConfigDir } from "./discover.ts";
import { findMark } from "./marks.ts";
import type { Marks } from "./contract.ts";

/** A framework that is recognised even where no adapter for it is installed. Which there are is data of the command. */
export interface KnownFramework {
  readonly framework: string;
  readonly language: string;
  readonly marks: Marks;
  /** Name of the adapter and the package that holds it; `null` where none exists. */
  readonly adapter: { readonly name: string; readonly package: string } | null;
}

/** Where each language declares what it uses: packages of several languages share names. */
const manifests: Readonly<Record<string, RegExp>> = {
  javascript: /(^|\/)package\.json$/,
  typescript: /(^|\/)package\.json$/,
  rust: /(^|\/)Cargo\.toml$/,
  ruby: /(^|\/)Gemfile$/,
  php: /(^|\/)composer\.json$/,
  java: /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/,
  kotlin: /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/,
  elixir: /(^|\/)mix\.exs$/,
  csharp: /\.csproj$/,
};

export type Unsupported = Understanding["unsupported"][number];

/** Frameworks in the project for which the catalog has no adapter, each with what the user can do. */
export function findUnsupported(
  project: ProjectReader,
  known: readonly KnownFramework[],
  catalog: AdapterCatalog,
  declared: readonly DeclaredDependency[],
): Unsupported[] {
  return known
    .filter(({ adapter }) => adapter === null || !catalog.entries.some((entry) => entry.name === adapter.name))
    .flatMap(({ framework, language, marks, adapter }) => {
      const manifest = manifests[language];
      const own = manifest === undefined ? declared : declared.filter(({ file }) => manifest.test(file));
      const mark = findMark(marks, project, own);
      if (mark === null) {
        return [];
      }
      const reason =
        adapter === null
          ? `There is no adapter for ${framework} (seen at ${mark.where}).`
          : `Its adapter is not installed (seen at ${mark.where}): ${installLine(adapter.package)}`;
      return [{ dir: mark.dir, language, framework, reason }];
    });
}

/** What puts an adapter into the user's own folder, to be pasted. */
export function installLine(packageName: string): string {
  return `npm install --prefix ${defaultConfigDir()}/adapters ${packageName}`;
}
