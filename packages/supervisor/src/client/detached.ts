import type { DetachedOptions, ProcessRecord } from "../types.ts";
import { openChannel } from "./channel.ts";
import { defaultMaxLogBytes } from "./open.ts";

/**
 * Starts a process that outlives this one, under a supervisor of its own, until `stopProcess`. When this process ends before
 * the returned promise has resolved, or when readiness is not reached, nothing is left.
 */
export async function startDetached(options: DetachedOptions): Promise<ProcessRecord> {
  const channel = openChannel(() => {});
  const key = 1;
  try {
    await channel.ask("open", {
      workspace: options.workspace,
      runId: options.runId,
      killFile: options.killFile ?? null,
      containment: options.containment ?? null,
      secrets: options.secrets ?? {},
      maxLogBytes: options.maxLogBytes ?? defaultMaxLogBytes,
    });
    await channel.ask("start", { key, command: options.command, stopCommand: options.stopCommand ?? null });
    const address = options.ready === undefined ? null : await channel.ask("ready", { key, options: options.ready });
    const record = await channel.ask("release", { key, port: address?.port ?? null });
    channel.forget();
    return record;
  } catch (error) {
    channel.hangUp();
    await channel.gone;
    throw error;
  }
}
