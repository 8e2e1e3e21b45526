import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import adapter from "@backwright/adapter-go";
import { applicationOf, exampleDir } from "./fixtures.ts";

const ownList = `package main

import (
	"fmt"
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"

	"example.com/go-notes/internal/store"
	"example.com/go-notes/internal/web"
)

func main() {
	notes, err := store.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	defer notes.Close()
	chi.Walk(web.NewRouter(notes, "any"), func(method, path string, _ http.Handler, guards ...func(http.Handler) http.Handler) error {
		fmt.Println(method, path, len(guards))
		return nil
	})
}
`;

function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasGo())("the example, running", () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-go-"));
  const list = mkdtempSync(join(tmpdir(), "backwright-go-list-"));

  beforeAll(() => {
    cpSync(exampleDir, dir, { recursive: true });
    cpSync(exampleDir, list, { recursive: true });
    mkdirSync(join(list, "cmd/routes"));
    writeFileSync(join(list, "cmd/routes/main.go"), ownList);
    execFileSync("go", ["mod", "download"], { cwd: list, timeout: 240_000, stdio: "ignore" });
  }, 300_000);

  afterAll(() => [dir, list].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it("lists the routes that were read from its code", { timeout: 300_000 }, async () => {
    const output = execFileSync("go", ["run", "./cmd/routes", join(list, "routes.db")], {
      cwd: list,
      encoding: "utf8",
      timeout: 290_000,
    });
    const running = output.trim().split("\n").map(plain);

    const project = await openProject(dir);
    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(running.length).toBeGreaterThan(3);
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(running.toSorted());
    expect(unresolved).toEqual([]);
  });
});

/** `GET /v1/notes/{noteID:[0-9]+} 3` is `GET /v1/notes/:noteID`; chi answers with and without a slash at the end. */
function plain(line: string): string {
  const [method = "", path = ""] = line.split(" ");
  return `${method} ${path.replace(/\{(\w+)(?::[^}]*)?\}/g, ":$1").replace(/(?<=.)\/$/, "")}`;
}
