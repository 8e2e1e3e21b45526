import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { replaceDurably } from "../workspace/durable.ts";

const manifestSchema = z.object({
  schemaVersion: z.literal(1),
  /** Tasks that made their application in an empty folder. */
  applications: z.array(z.string()),
  files: z.record(
    z.string(),
    z.object({
      /** Of what stands there. */
      sha256: z.string(),
      task: z.string(),
      /** Of what the task wrote, where a command of the run or a later task changed it. */
      written: z.string().optional(),
      /** Later tasks that added to it. */
      extendedBy: z.array(z.string()).optional(),
    }),
  ),
});

/** What was generated, by hash, so that a hand edit is seen and kept. */
export type GeneratedManifest = z.infer<typeof manifestSchema>;
export type Entry = GeneratedManifest["files"][string];

/** The manifest; an empty one where there is none that can be read, in which case every file counts as edited by hand. */
export function readManifest(file: string): GeneratedManifest {
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { schemaVersion: 1, applications: [], files: {} };
  }
}

export function writeManifest(file: string, manifest: GeneratedManifest): void {
  const files = Object.fromEntries(Object.entries(manifest.files).sort(([a], [b]) => (a < b ? -1 : 1)));
  replaceDurably(file, `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}

/** What the manifest said of a change's files before they were written: enough to forget the change again. */
export interface ManifestBefore {
  /** `null` where a file was not recorded. */
  readonly files: Readonly<Record<string, GeneratedManifest["files"][string] | null>>;
  /** The task that had not made its application before; `null` where nothing was added. */
  readonly application: string | null;
}

/** Takes a change that was undone out of the manifest; what else was recorded since stays. */
export function forgetChange(file: string, before: ManifestBefore): void {
  const manifest = readManifest(file);
  const files = { ...manifest.files };
  for (const [path, entry] of Object.entries(before.files)) {
    if (entry === null) {
      delete files[path];
    } else {
      files[path] = entry;
    }
  }
  writeManifest(file, {
    ...manifest,
    files,
    applications: manifest.applications.filter((id) => id !== before.application),
  });
}

/** The files of a run that its commands have rewritten, a formatter for one: they stay the run's own. */
export function keepRewritten(
  manifest: GeneratedManifest,
  rewritten: Readonly<Record<string, string>>,
): GeneratedManifest {
  const entries = Object.entries(rewritten).flatMap(([path, hash]) => {
    const entry = manifest.files[path];
    return entry === undefined
      ? []
      : [[path, { ...entry, sha256: hash, written: entry.written ?? entry.sha256 }] as const];
  });
  return { ...manifest, files: { ...manifest.files, ...Object.fromEntries(entries) } };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
