import { createRequire } from "node:module";
import {
  discoverAdapters,
  type Adapter,
  type AdapterCatalog,
  type BundledAdapter,
  type KnownFramework,
} from "@backwright/core";
import express from "@backwright/adapter-express/package.json" with { type: "json" };
import fastapi from "@backwright/adapter-fastapi/package.json" with { type: "json" };
import fastify from "@backwright/adapter-fastify/package.json" with { type: "json" };
import flask from "@backwright/adapter-flask/package.json" with { type: "json" };
import django from "@backwright/adapter-django/package.json" with { type: "json" };
import go from "@backwright/adapter-go/package.json" with { type: "json" };
import nestjs from "@backwright/adapter-nestjs/package.json" with { type: "json" };
import known from "./known-adapters.json" with { type: "json" };

const require = createRequire(import.meta.url);

/** The adapters that are installed with the command itself. None is loaded before it is chosen. */
const bundled: readonly BundledAdapter[] = [
  own(express, () => import("@backwright/adapter-express")),
  own(fastify, () => import("@backwright/adapter-fastify")),
  own(nestjs, () => import("@backwright/adapter-nestjs")),
  own(fastapi, () => import("@backwright/adapter-fastapi")),
  own(flask, () => import("@backwright/adapter-flask")),
  own(django, () => import("@backwright/adapter-django")),
  own(go, () => import("@backwright/adapter-go")),
];

function own(
  packageJson: BundledAdapter["packageJson"],
  load: () => Promise<{ readonly default: Adapter }>,
): BundledAdapter {
  return {
    packageJson,
    get file() {
      return require.resolve(`${packageJson.name}/package.json`);
    },
    load: async () => (await load()).default,
  };
}

/** Every adapter that a project in `dir` can be read with. */
export function openCatalog(dir: string): Promise<AdapterCatalog> {
  return discoverAdapters({ dir, bundled });
}

/** Frameworks that are recognised although no adapter for them is installed. */
export const knownFrameworks: readonly KnownFramework[] = known;
