import type { ProjectReader } from "@backwright/core";
import { startedFiles } from "@backwright/language-node";
import type { EntryCandidate, ListenCall, Manifest } from "@backwright/language-node";

const defaultPort = 3000;

/** An application that fastify-cli starts: the file of its plugin, and where the program listens. */
export interface StartedPlugin {
  readonly entry: EntryCandidate;
  readonly listen: ListenCall;
}

/** What a script starts with `fastify start`; `null` where none does. */
export function findStartedPlugin(project: ProjectReader, manifest: Manifest | null): StartedPlugin | null {
  const scripts = Object.entries(manifest?.scripts ?? {});
  const [name, script] = scripts.find(([, text]) => /\bfastify start\b/.test(text)) ?? [];
  if (manifest === null || name === undefined || script === undefined) {
    return null;
  }
  const line = manifest.file.lineOf("scripts", name) ?? 1;
  const entry = startedFiles(project, manifest).find(({ source }) => isScript(manifest, source));
  const flag = /\s(?:-p|--port)[= ](\d{2,5})\b/.exec(script);
  return entry === undefined
    ? null
    : { entry, listen: { file: manifest.path, line, port: Number(flag?.[1] ?? defaultPort), env: "PORT" } };
}

function isScript(manifest: Manifest, source: string): boolean {
  const lines = Object.entries(manifest.scripts)
    .filter(([, text]) => /\bfastify start\b/.test(text))
    .map(([name]) => `${manifest.path}:${manifest.file.lineOf("scripts", name) ?? 1}`);
  return lines.includes(source);
}
