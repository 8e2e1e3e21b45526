// Listens on a port that nobody chose. Forks once more when it is asked to stop.
import { spawn } from "node:child_process";
import { createServer } from "node:http";

const [, , mark] = process.argv;
createServer((_request, response) => response.end("ours")).listen(0, "127.0.0.1", function listening() {
  process.stdout.write(`listening on ${this.address().port}\n`);
});
process.once("SIGTERM", () => {
  spawn("sleep", [mark], { detached: true, stdio: "ignore" });
  setTimeout(() => process.exit(0), 20);
});
