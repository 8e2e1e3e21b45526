// A command that holds a tree, says when it is ready, and stops it when it is told so. It is there to be killed.
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openSupervisor } from "@backwright/supervisor";

const [, , workspace, containment, mark, killFile, gunicorn] = process.argv;
const supervisor = await openSupervisor({ workspace, runId: "faults", containment, killFile });
const tracked = await supervisor.start({
  name: "tree",
  argv: ["sh", fileURLToPath(new URL("tree.sh", import.meta.url)), mark, process.execPath, gunicorn],
  cwd: "/tmp",
  env: { PATH: process.env.PATH },
});
const { port } = await tracked.ready({ timeoutMs: 20_000 });
process.stdout.write(`${JSON.stringify({ port })}\n`);
await once(process.stdin, "data");
await tracked.stop({ graceMs: 100 });
await supervisor.close();
process.exit(0);
