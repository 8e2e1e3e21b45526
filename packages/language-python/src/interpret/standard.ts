import { folderOf, join } from "./modules.ts";
import type { Machine } from "./machine.ts";
import { getMember } from "./member.ts";
import { argumentOf, foreign, itemsOf, list, native, text, textOf, unknown } from "./value.ts";
import type { CallSite, Value } from "./value.ts";

type Call = (site: CallSite, machine: Machine) => Value;

/** Parts of the standard library with which code finds and loads its own modules; `null` for any other path. */
export function callStandard(path: string, site: CallSite, machine: Machine): Value | null {
  const call = calls[path] ?? null;
  return call === null ? null : call(site, machine);
}

const calls: Readonly<Record<string, Call>> = {
  "os.path.dirname": (site) => withPath(site, folderOf),
  "os.path.basename": (site) => withPath(site, baseName),
  "os.path.abspath": same,
  "os.path.realpath": same,
  "os.path.normpath": same,
  "os.path.join": (site) => {
    const parts = site.args.map(({ value }) => textOf(value));
    return parts.every((part) => part !== null) ? text(parts.reduce((path, part) => join(path, part), "")) : unknown;
  },
  "os.path.splitext": (site) =>
    withPath(site, (path) => path) === unknown
      ? unknown
      : list([
          text(withoutEnding(pathOf(site) ?? "")),
          text((pathOf(site) ?? "").slice(withoutEnding(pathOf(site) ?? "").length)),
        ]),
  "os.listdir": (site, machine) => {
    const folder = pathOf(site);
    return folder === null ? unknown : list(machine.listFolder(folder).map((name) => text(name)));
  },
  "glob.glob": (site, machine) => {
    const pattern = pathOf(site) ?? "";
    const names = machine
      .listFolder(folderOf(pattern))
      .filter((name) => name.endsWith(baseName(pattern).replace(/^\*/, "")));
    return list(names.map((name) => text(join(folderOf(pattern), name))));
  },
  "pkgutil.iter_modules": iterate,
  "pkgutil.walk_packages": iterate,
  "importlib.import_module": load,
  "werkzeug.utils.import_string": load,
  "django.utils.module_loading.import_string": load,
  __import__: load,
  getattr: (site, machine) => {
    const [object, name, fallback] = site.args;
    const member = textOf(name?.value);
    const found = object === undefined || member === null ? unknown : getMember(object.value, member, machine);
    return found.kind === "unknown" ? (fallback?.value ?? unknown) : found;
  },
};

function same(site: CallSite): Value {
  return site.args[0]?.value ?? unknown;
}

function pathOf(site: CallSite): string | null {
  const [first] = itemsOf(site.args[0]?.value ?? null) ?? [];
  return textOf(site.args[0]?.value ?? null) ?? textOf(first);
}

function withPath(site: CallSite, change: (path: string) => string): Value {
  const path = pathOf(site);
  return path === null ? unknown : text(change(path));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function withoutEnding(name: string): string {
  return name.replace(/\.\w+$/, "");
}

/** The modules of a package's folder, as `(finder, name, is_package)` with the same as members. */
function iterate(site: CallSite, machine: Machine): Value {
  const folder = pathOf(site);
  const prefix = textOf(argumentOf(site, "prefix", 1)) ?? "";
  if (folder === null) {
    return unknown;
  }
  const names = machine
    .listFolder(folder)
    .flatMap((entry) => (/^__|\.(?!py$)\w+$/.test(entry) ? [] : withoutEnding(entry)));
  return list(
    [...new Set(names)].map((name) => {
      const parts: Readonly<Record<string, Value>> = {
        name: text(prefix + name),
        "0": unknown,
        "1": text(prefix + name),
        "2": unknown,
      };
      return native({
        get: (member) => parts[member] ?? null,
        items: () => [unknown, text(prefix + name), unknown],
      });
    }),
  );
}

/** A module by its name, or something in it by `module:name` or `module.name`. */
function load(site: CallSite, machine: Machine): Value {
  const name = textOf(argumentOf(site, "name", 0));
  if (name === null) {
    return unknown;
  }
  const base = textOf(argumentOf(site, "package", 1));
  const [full = "", member] = (name.startsWith(".") && base !== null ? base + name : name).split(":");
  const found = machine.importModule(site.file, full, true);
  if (found.kind === "module") {
    return member === undefined ? found : getMember(found, member, machine);
  }
  const owner = machine.importModule(site.file, full.slice(0, full.lastIndexOf(".")), true);
  return owner.kind === "module" ? getMember(owner, full.slice(full.lastIndexOf(".") + 1), machine) : foreign(full);
}
