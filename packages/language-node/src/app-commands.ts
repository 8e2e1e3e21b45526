import type { Command, Commands, ProjectReader } from "@backwright/core";
import { dirOf, findManifests, joinPath, readManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { detectPackageManager, installArgv } from "./package-manager.ts";
import { scriptCommands } from "./scripts.ts";

const none: Commands = { install: null, build: null, lint: null, test: null, migrate: null, start: null, stop: null };

/**
 * The commands of the application in a folder. A member of a workspace is installed from where the lock file stands, and is
 * linted and tested from the workspace's root where it has no scripts for that itself.
 */
export function applicationCommands(project: ProjectReader, dir: string): Commands {
  const manifest = readManifest(project, dir);
  if (manifest === null) {
    return none;
  }
  const manager = detectPackageManager(project, dir);
  const own = scriptCommands(project, manifest, manager);
  const root = workspaceRoot(project, dir);
  if (root === null) {
    return own;
  }
  const shared = scriptCommands(project, root, manager);
  const cwd = manager.lockFile === null ? root.dir : dirOf(manager.lockFile);
  const install = { argv: installArgv(project, manager, root), cwd, env: {}, source: manager.source };
  return {
    ...own,
    install,
    lint: own.lint ?? shared.lint,
    test: own.test ?? shared.test,
    start: own.start?.argv.at(-1) === "start" ? (startFromRoot(root, manifest) ?? own.start) : own.start,
  };
}

const startsMember =
  /\b(?:npm\s+(?:run\s+)?start\s+(?:-w|--workspace)[\s=]+([\w@./-]+)|(?:yarn\s+workspace|pnpm\s+(?:-F|--filter)[\s=])\s*([\w@./-]+)\s+(?:run\s+)?start\b)(?!:)/g;

/** `npm run start -w api`, as a script of the workspace's root starts this one of its members. */
function startFromRoot(root: Manifest, { dir, name }: Manifest): Command | null {
  for (const [script, text] of Object.entries(root.scripts)) {
    for (const [words, byNpm, byOther] of text.matchAll(startsMember)) {
      const member = (byNpm ?? byOther ?? "").replace(/^\.\//, "");
      if (member === name || joinPath(root.dir, member) === dir) {
        const [program = "", ...rest] = words.split(/\s+/);
        const source = `${root.path}:${root.file.lineOf("scripts", script) ?? 1}`;
        return { argv: [program, ...rest], cwd: root.dir, env: {}, source };
      }
    }
  }
  return null;
}

/** The manifest above a folder that declares workspaces; `null` for a package that stands alone. */
function workspaceRoot(project: ProjectReader, dir: string): Manifest | null {
  const above = findManifests(project).filter(
    (manifest) => manifest.dir !== dir && (manifest.dir === "." || dir.startsWith(`${manifest.dir}/`)),
  );
  return above.find((manifest) => manifest.workspaces.length > 0 || hasWorkspaceFile(project, manifest.dir)) ?? null;
}

function hasWorkspaceFile(project: ProjectReader, dir: string): boolean {
  return project.has(dir === "." ? "pnpm-workspace.yaml" : `${dir}/pnpm-workspace.yaml`);
}
