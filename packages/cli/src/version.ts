import { readPackageFile } from "./package-file.ts";

/** The version in this package's package.json. */
export function version(): string {
  const manifest = JSON.parse(readPackageFile("package.json")) as { version: string };
  return manifest.version;
}
