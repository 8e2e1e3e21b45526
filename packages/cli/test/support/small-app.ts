/** A backend that needs no registry: an `express` of its own, a few lines long, beside it. */
export const smallApp: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({
    name: "small",
    version: "1.0.0",
    private: true,
    type: "module",
    scripts: {
      build: "node --check src/main.js",
      lint: "node --check src/main.js",
      start: "node src/main.js",
      test: "node --test",
    },
    dependencies: { express: "file:./vendor/express" },
  }),
  "package-lock.json": JSON.stringify({
    name: "small",
    version: "1.0.0",
    lockfileVersion: 3,
    packages: {
      "": { name: "small", version: "1.0.0", dependencies: { express: "file:./vendor/express" } },
      "node_modules/express": { resolved: "vendor/express", link: true },
      "vendor/express": { name: "express", version: "5.1.0" },
    },
  }),
  ".npmrc": "offline=true\naudit=false\nfund=false\nupdate-notifier=false\n",
  ".gitignore": "node_modules/\n.orchestrator/\n",
  "vendor/express/package.json": JSON.stringify({
    name: "express",
    version: "5.1.0",
    type: "module",
    exports: "./index.js",
  }),
  "vendor/express/index.js": `
import { createServer } from "node:http";
export default function express() {
  const routes = new Map();
  const server = createServer((request, response) => {
    const handler = routes.get(request.url);
    response.statusCode = handler === undefined ? 404 : 200;
    response.end(handler === undefined ? "{}" : handler());
  });
  return { get: (path, handler) => routes.set(path, handler), listen: (port) => server.listen(port, "127.0.0.1") };
}
`,
  "src/main.js": `
import express from "express";
const app = express();
app.get("/health", () => '{"status":"ok"}');
app.listen(Number(process.env.PORT ?? 3000));
`,
  "test/main.test.js": 'import test from "node:test";\ntest("works", () => {});\n',
  "task.yaml":
    "id: TASK-10\nobjective: Check what somebody else wrote\nacceptanceCriteria:\n  - GET /health answers 200\n",
};

/** The same with a build that never ends, and says its own process id first. */
export const hangingApp: Readonly<Record<string, string>> = {
  ...smallApp,
  "package.json": (smallApp["package.json"] ?? "").replace("node --check src/main.js", "node hang.js"),
  "hang.js":
    'import { writeFileSync } from "node:fs"; writeFileSync("hang.pid", `${process.pid}`); setInterval(() => {}, 1000);',
};
