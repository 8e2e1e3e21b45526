import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import adapter from "@backwright/adapter-django";
import { applicationOf, exampleDir } from "./fixtures.ts";

const ownList = `
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.urls import get_resolver

def methods(callback):
    actions = getattr(callback, "actions", None)
    if actions:
        return [verb.upper() for verb in actions]
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    if view:
        return [verb.upper() for verb in ("get", "post", "put", "patch", "delete") if hasattr(view, verb)]
    return ["GET"]

def walk(patterns, prefix):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, path)
        else:
            yield from ([method, path] for method in methods(pattern.callback))

print(json.dumps(list(walk(get_resolver().url_patterns, ""))))
`;

function hasPython(): boolean {
  try {
    execFileSync("python3", ["-m", "venv", "--help"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

/** `^notes/(?P<pk>[^/.]+)/$` is `notes/:pk/`. */
function plain(path: string): string {
  return path.replace(/\(\?P<(\w+)>[^)]*\)/g, ":$1").replace(/[\^$]/g, "");
}

describe.skipIf(!hasPython())("the example, running", () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-django-"));

  beforeAll(() => {
    cpSync(exampleDir, dir, { recursive: true, filter: (path) => !path.includes(".venv") });
    execFileSync("python3", ["-m", "venv", ".venv"], { cwd: dir, timeout: 60_000 });
    execFileSync(".venv/bin/pip", ["install", "--quiet", "-r", "requirements/base.txt"], {
      cwd: dir,
      timeout: 240_000,
    });
  }, 300_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("lists the routes that were read from its code", async () => {
    const output = execFileSync(".venv/bin/python", ["-c", ownList], {
      cwd: dir,
      encoding: "utf8",
      timeout: 60_000,
    });
    const running = (JSON.parse(output) as [string, string][]).map(([method, path]) => `${method} /${plain(path)}`);

    const project = await openProject(dir);
    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(running.toSorted());
    expect(unresolved).toEqual([]);
  });
});
