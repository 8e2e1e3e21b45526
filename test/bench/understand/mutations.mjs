import { fork } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { mutations } from "./mutate.mjs";
import { createRandom, judge } from "./numbers.mjs";

const limit = 30_000;
const root = fileURLToPath(new URL("../../..", import.meta.url));
/** A run of the command reads one folder; starting one for each would take an hour. */
const eachReader = 8;
const telling =
  /(\.(json|toml|txt|cfg|mod|work|ya?ml|py|go|[cm]?[jt]s|prisma|sql|proto)|Dockerfile|Makefile|Pipfile|Procfile|\.env\.example)$/;

/** Spoiled manifests and source files of examples and fixtures; gives how many crashed, hung or used too much memory. */
export async function readMutated({ count, seed }) {
  const random = createRandom(seed);
  const targets = projects().flatMap((dir) => filesIn(dir).map((file) => ({ dir, file })));
  const names = Object.keys(mutations);
  const folder = mkdtempSync(join(tmpdir(), "backwright-mutated-"));
  const broken = [];
  let most = 0;
  let where = "";
  let reader = null;
  try {
    for (let index = 0; index < count; index += 1) {
      const { dir, file } = targets[Math.floor(random() * targets.length)];
      const name = names[index % names.length];
      const copy = join(folder, "app");
      cpSync(dir, copy, { recursive: true, filter: (path) => !/(node_modules|\.git|\.venv)$/.test(path) });
      mutations[name](join(copy, file), random);
      if (index % eachReader === 0) {
        reader?.end();
        reader = startReader();
      }
      const { crash, megabytes } = await reader.read(copy);
      if (megabytes > most) [most, where] = [megabytes, `${name}: ${relative(root, join(dir, file))}`];
      if (crash !== null) {
        broken.push(`${name}: ${relative(root, join(dir, file))}: ${crash}`);
        reader.end();
        reader = startReader();
      }
      rmSync(copy, { recursive: true, force: true });
    }
  } finally {
    reader?.end();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const line of broken) console.log(`  broken  ${line}`);
  console.log(`mutations: ${count} read, ${names.length} kinds, ${broken.length} crashed or hung`);
  return broken.length + judge(`memory (${where})`, most, { most: 300, unit: "MB" });
}

function projects() {
  const examples = join(root, "examples");
  const fixtures = readdirSync(join(root, "adapters")).map((name) => join(root, "adapters", name, "test", "fixtures"));
  return [examples, ...fixtures.filter((dir) => existsSync(dir))].flatMap((dir) =>
    readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(dir, entry.name)),
  );
}

function filesIn(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && telling.test(entry.name))
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("node_modules"));
}

function startReader() {
  const child = fork(fileURLToPath(new URL("./reader.mjs", import.meta.url)), {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let last = "";
  child.stderr.on("data", (data) => (last = String(data).slice(-2000)));
  return {
    end: () => child.kill("SIGKILL"),
    read: (dir) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => settle({ crash: `hung for ${limit} ms`, megabytes: 0 }), limit);
        function settle(answer) {
          clearTimeout(timer);
          child.removeAllListeners();
          resolve(answer);
        }
        child.once("message", settle);
        child.once("exit", (code, signal) => settle({ crash: `ended with ${code ?? signal}: ${last}`, megabytes: 0 }));
        child.send(dir);
      }),
  };
}
