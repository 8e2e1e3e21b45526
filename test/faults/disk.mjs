import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { reportJsonSchema } from "@backwright/core";
import { sweepStale } from "@backwright/supervisor";
import { leftIn } from "./processes.mjs";
import { copyApp, makeApp, readMarker, readOutcome, startRun } from "./app.mjs";

// Every change of a file in the last three phases, in the command and in its supervisor, is met once by each of these.
const inject = pathToFileURL(fileURLToPath(new URL("inject.mjs", import.meta.url))).href;
const manners = ["SIGKILL", "torn", "ENOSPC", "EIO once", "EIO", "EROFS"];
const required = reportJsonSchema().required;

/** Meets every `stride`-th change; returns what was met and every broken promise. */
export async function failDisks({ stride = 1, from = "steps", chosen = manners } = {}) {
  const app = makeApp({ start: ["sh", "-c", "setsid sleep 60 & exec node server.js"] });
  const result = { changes: 0, trials: 0, met: 0, outcomes: {}, resumed: 0, broken: [] };
  try {
    const listed = await listChanges(app, from);
    result.changes = listed.length;
    for (const manner of chosen) {
      const points = listed.filter(({ part }) => manner !== "torn" || part);
      for (let index = 0; index < points.length; index += stride) {
        await tryOne(app, { manner, from, point: points[index] }, result);
      }
    }
    return result;
  } finally {
    app.remove();
  }
}

async function tryOne(original, { manner, from, point }, result) {
  const app = copyApp(original);
  const { who, at } = point;
  try {
    const ended = await runWith(app, { manner, at, who, from });
    const left = await judge(app, ended);
    result.trials += 1;
    if (existsSync(join(app.folder, "met"))) result.met += 1;
    const outcome = readOutcome(app);
    const name = `${outcome.markers.join("+") || "none"}, exit ${ended.code ?? ended.signal}`;
    result.outcomes[name] = (result.outcomes[name] ?? 0) + 1;
    if (left === null && (manner === "SIGKILL" || manner === "torn")) {
      const problem = await resume(app, outcome);
      if (problem === null) result.resumed += 1;
      else result.broken.push({ manner, who, at, point: point.name, problem: `resumed: ${problem}` });
    }
    if (left !== null)
      result.broken.push({ manner, who, at, point: point.name, problem: left, said: ended.stderr.slice(-2_000) });
  } finally {
    app.remove();
  }
}

/** What the last three phases change, in order, each with its number in its own process. */
async function listChanges(original, from) {
  const app = copyApp(original);
  try {
    const ended = await runWith(app, { manner: "list", at: 0, who: "", from });
    if (ended.code !== 0) throw new Error(`The run that meets nothing ended with ${ended.code}: ${ended.stderr}`);
    const numbers = {};
    return readFileSync(join(app.folder, "changes"), "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const change = JSON.parse(line);
        numbers[change.who] = (numbers[change.who] ?? 0) + 1;
        return { ...change, at: numbers[change.who] };
      });
  } finally {
    app.remove();
  }
}

function runWith(app, fault) {
  const set = {
    ...fault,
    armed: join(app.folder, "armed"),
    met: join(app.folder, "met"),
    list: join(app.folder, "changes"),
  };
  return startRun(app, { nodeArgs: ["--import", inject], env: { BACKWRIGHT_FAULT: JSON.stringify(set) } }).ended;
}

/** The promise that was broken; `null` where none was. */
async function judge(app, { code, stdout }) {
  const { markers, report } = readOutcome(app);
  if (markers.length > 1) return `several markers: ${markers.join(", ")}`;
  const [marker] = markers;
  const whole = report !== null && required.every((name) => name in report);
  const wanted = { done: "completed", failed: "failed" }[marker];
  if (marker !== undefined && !whole) return `.${marker} without a whole report`;
  if (marker !== undefined && report.status !== wanted) return `.${marker} beside a report that says ${report.status}`;
  if (marker === "done" && readMarker(app, "done") !== "done") return "a torn marker";
  if (marker === "failed" && !/^.+\n$/.test(readMarker(app, "failed"))) return "a torn marker";
  if (marker !== "done" && code === 0) return "exit code 0 without .done";
  if (code === 0 && !stdout.trimEnd().endsWith("TASK COMPLETE - TERMINATING")) return "no last line";
  await sweepStale(join(app.dir, ".orchestrator"));
  const left = await leftIn(app.folder);
  return left.length > 0 ? `left behind: ${left.join("; ")}` : null;
}

/** A crashed run goes on to what it would have come to. */
async function resume(app, crashed) {
  const { code, stderr } = await startRun(app, { args: ["--resume"] }).ended;
  const { markers, report } = readOutcome(app);
  if (code !== 0) return `exit code ${code}: ${stderr.slice(-1_500)}`;
  if (markers.join() !== "done") return `markers ${markers.join(", ") || "none"}`;
  if (report?.status !== "completed") return `a report that says ${report?.status}`;
  // Once the marker stood, or was about to, the task begins anew and finds everything done.
  const anew = crashed.markers.length > 0 || report.files.created.length === 0;
  if (!anew && report.files.created.join() !== "src/notes/notes.js") return `files ${report.files.created.join()}`;
  if (!existsSync(join(app.dir, "src/notes/notes.js"))) return "the change is gone";
  const sections = readFileSync(join(app.dir, ".orchestrator/verification_steps.md"), "utf8");
  return /<!-- begin T-1 .*-->\n## T-1\n[^]*<!-- end -->\n$/.test(sections) ? null : "no section at the end";
}
