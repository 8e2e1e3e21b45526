// Says by the wall clock when it listened.
import { createServer } from "node:http";

setTimeout(() => {
  createServer((_request, response) => response.end("ours")).listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
    process.stdout.write(`listened at ${performance.timeOrigin + performance.now()}\n`);
  });
}, Number(process.env.DELAY));
