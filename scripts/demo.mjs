import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { build, install, main, need, root, run, toolEnvironment } from "./lib/tools.mjs";

// `npm run demo`: copies the example app to a temporary folder and takes a task through all phases there.
await main(async () => {
  await install();
  await build();
  const app = join(root, "examples", "express-notes");
  const copy = join(mkdtempSync(join(tmpdir(), "backwright-demo-")), "express-notes");
  const left = new Set(["node_modules", "dist", ".orchestrator"].map((name) => join(app, name)));
  cpSync(app, copy, { recursive: true, filter: (file) => !left.has(file) && !file.endsWith(`${sep}.env`) });
  await commit(copy);
  const task = join("examples", "tasks", "express-notes.yaml");
  console.log(lookHere(copy));
  console.log(`\n$ backwright run ${task} --dir ${copy}`);
  const command = ["node", join("packages", "cli", "dist", "main.js"), "run", task, "--dir", copy];
  const { code } = await run(command, { env: toolEnvironment() });
  return code;
});

async function commit(folder) {
  const identity = [
    "-c",
    "user.name=Backwright demo",
    "-c",
    "user.email=demo@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  try {
    await need(["git", "init", "--quiet"], { cwd: folder });
    await need(["git", "add", "--all"], { cwd: folder });
    await need(["git", ...identity, "commit", "--quiet", "--message", "The app as it was"], { cwd: folder });
  } catch (error) {
    console.error(`The demo goes on without git: ${error.message}`);
  }
}

// Told before the run, so that the run's own last line is the last of all.
function lookHere(copy) {
  return [
    "",
    `The app is in ${copy}; afterwards look there at`,
    "  git status --short                       what was added and changed",
    "  .orchestrator/reports/                   what was observed",
    "  .orchestrator/verification_steps.md      steps that anyone can run again",
    "  .orchestrator/backwright/plans/          the plan, each decision with its reason",
  ].join("\n");
}
