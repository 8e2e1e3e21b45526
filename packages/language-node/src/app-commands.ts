import type { Commands, ProjectReader } from "@backwright/core";
import { dirOf, findManifests, readManifest } from "./manifest.ts";
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
  return { ...own, install, lint: own.lint ?? shared.lint, test: own.test ?? shared.test };
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
