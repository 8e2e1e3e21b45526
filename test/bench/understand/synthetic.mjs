import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { understand } from "@backwright/core";
import { openCatalog } from "./catalog.mjs";
import { judge, quantile } from "./numbers.mjs";

const sizes = [
  { files: 10_000, most: 150 },
  { files: 100_000, most: 600 },
];
const rounds = 5;

/** Large repositories without routes: an application beside very many files, tracked by git. */
export async function measureSize() {
  let missed = 0;
  for (const { files, most } of sizes) {
    const dir = mkdtempSync(join(tmpdir(), "backwright-size-"));
    try {
      fill(dir, files);
      const times = [];
      for (let round = -1; round < rounds; round += 1) {
        const began = performance.now();
        const { backends } = await understand({ dir, catalog: await openCatalog(dir, { routes: false }) });
        if (backends[0]?.framework.name !== "express") throw new Error("The application was not found.");
        if (round >= 0) times.push(performance.now() - began);
      }
      missed += judge(`${files} files without routes`, quantile(times, 0.5), { most });
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  return missed;
}

function fill(dir, count) {
  const perFolder = 50;
  const kinds = ["md", "json", "svg", "txt", "css"];
  mkdirSync(join(dir, "src"));
  writeFileSync(join(dir, ".gitignore"), "node_modules\n*.log\n/build\n");
  writeFileSync(
    join(dir, "package.json"),
    JSON.stringify({ dependencies: { express: "5.1.0" }, scripts: { start: "node src/app.js" } }),
  );
  writeFileSync(
    join(dir, "src", "app.js"),
    'const express = require("express");\nconst app = express();\napp.listen(3000);\n',
  );
  for (let made = 0; made < count; made += perFolder) {
    const folder = join(dir, "content", String(made % 97), String(made));
    mkdirSync(folder, { recursive: true });
    for (let index = 0; index < perFolder; index += 1) {
      writeFileSync(join(folder, `file-${index}.${kinds[index % kinds.length]}`), "x\n");
    }
  }
  execFileSync("git", ["init", "--quiet"], { cwd: dir });
  execFileSync("git", ["add", "."], { cwd: dir });
}
