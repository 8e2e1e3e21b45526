import { commandLine, listProcessTable } from "../../src/system/process-table.ts";

/** The living processes that carry the mark, counted from outside. */
export function living(mark: string): { pid: number; command: string }[] {
  return listProcessTable()
    .filter(({ zombie, pid }) => !zombie && pid !== process.pid)
    .map(({ pid }) => ({ pid, command: commandLine(pid) ?? "" }))
    .filter(({ command }) => command.includes(mark));
}
