import { readConventions } from "@backwright/language-node";
import { projectOf } from "./project.ts";

type Files = Readonly<Record<string, string>>;

/** What is read of the data layer of an Express app with these packages and files. */
export function layerOf(dependencies: Files, files: Files): unknown {
  const manifest = JSON.stringify({ dependencies: { express: "5.3.0", ...dependencies } });
  return readConventions({
    project: projectOf({ "package.json": manifest, ...files }),
    appDir: ".",
    framework: "express",
  })?.database?.layer;
}
