import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { attempt, checkOnly, nothing, plainApp } from "./plain-app.ts";
import type { PlainApp } from "./plain-app.ts";
import { commit, readReportFile } from "./support.ts";

const args = ["run", "task.yaml", "--dir", "app", "--implementer", "none"];

function withServer(text: string): PlainApp {
  const app = plainApp();
  writeFileSync(join(app.dir, "server.js"), text);
  commit(app.dir);
  app.task(checkOnly);
  return app;
}

function startCheck(app: PlainApp): { result: string; detail: string } | undefined {
  return readReportFile(app.dir, "T-1-loop-1.json").checks.find(({ id }) => id === "start");
}

function failedMarker({ dir }: PlainApp): string {
  return readFileSync(join(dir, ".orchestrator", "complete", "T-1.failed"), "utf8");
}

it("a start command that exits fails the run with what it said", async () => {
  const app = withServer('console.error("no database"); process.exit(3);\n');

  const trial = await attempt(app, args);

  expect({ code: trial.code, left: trial.left }).toEqual({ code: 1, left: nothing });
  expect(startCheck(app)).toMatchObject({ result: "failed" });
  expect(startCheck(app)?.detail).toMatch(/ended with 3 before it was ready[\s\S]*no database/);
  expect(failedMarker(app)).toMatch(/^verify: .*failed: start,/);
});

it("a start command that does not exist fails the run with its name", async () => {
  const app = plainApp({ commands: { start: ["no-such-program", "serve"] } });
  app.task(checkOnly);

  const trial = await attempt(app, args);

  expect({ code: trial.code, left: trial.left }).toEqual({ code: 1, left: nothing });
  expect(trial.stderr).toContain("no-such-program");
  expect(failedMarker(app)).not.toBe("");
});

it("a server that ends while it is asked fails the run", async () => {
  const app = withServer(
    [
      'import { createServer } from "node:http";',
      'createServer().listen(Number(process.env.PORT), "127.0.0.1").on("connection", () => process.exit(7));',
      "",
    ].join("\n"),
  );

  const trial = await attempt(app, args);

  expect({ code: trial.code, left: trial.left }).toEqual({ code: 1, left: nothing });
  expect(failedMarker(app)).not.toBe("");
});

it("a start command that prints megabytes is served all the same, and its log is bounded", async () => {
  const app = withServer(
    [
      'import { createServer } from "node:http";',
      'const server = createServer((request, response) => response.end("hello"));',
      'for (let line = 0; line < 300; line += 1) process.stdout.write(`${"x".repeat(99_999)}\\n`);',
      'process.stdout.write("ready\\n", () => server.listen(Number(process.env.PORT), "127.0.0.1"));',
      "",
    ].join("\n"),
  );

  const trial = await attempt(app, args);

  expect({ code: trial.code, left: trial.left }).toEqual({ code: 0, left: nothing });
  const log = join(app.dir, ".orchestrator", "process-logs", "server.log");
  expect(statSync(log).size).toBeLessThanOrEqual(10 * 2 ** 20);
  expect(statSync(`${log}.1`).size).toBeLessThanOrEqual(10 * 2 ** 20);
  expect(statSync(join(app.dir, ".orchestrator", "reports", "T-1-loop-1.json")).size).toBeLessThan(100_000);
});

it("a port that a stranger holds fails the run by the stranger's name, and leaves the stranger alone", async () => {
  const stranger = createServer((_request, response) => response.end("stranger")).listen(0, "127.0.0.1");
  onTestFinished(() => void stranger.close());
  await once(stranger, "listening");
  const { port } = stranger.address() as AddressInfo;
  const app = withServer(`import { createServer } from "node:http";\ncreateServer().listen(${port}, "127.0.0.1");\n`);

  const trial = await attempt(app, args);

  expect({ code: trial.code, left: trial.left }).toEqual({ code: 1, left: nothing });
  expect(startCheck(app)?.detail).toContain(`Port ${port} is held by process ${process.pid} (`);
  expect(startCheck(app)?.detail).toContain("Let the server listen on PORT");
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("stranger");
});
