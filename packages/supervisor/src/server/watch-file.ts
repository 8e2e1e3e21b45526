import { existsSync, watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path";

const pollMs = 50;

/** Calls back once, when the file exists: by the folder's events, and by looking, where those fail. Returns how to stop. */
export function watchFile(path: string, appeared: () => void): () => void {
  let watcher: FSWatcher | undefined;
  let done = false;

  function look(): void {
    if (!done && existsSync(path)) {
      stop();
      appeared();
    } else if (!done) {
      listen();
    }
  }

  /** The folder may be made later. */
  function listen(): void {
    if (watcher !== undefined || !existsSync(dirname(path))) {
      return;
    }
    try {
      watcher = watch(dirname(path), look);
      watcher.on("error", () => watcher?.close());
    } catch {
      watcher = undefined;
    }
  }

  function stop(): void {
    done = true;
    watcher?.close();
    clearInterval(timer);
  }

  const timer = setInterval(look, pollMs);
  look();
  return stop;
}
