import { fileURLToPath } from "node:url";
import { discoverAdapters, type AdapterCatalog, type BundledAdapter, type KnownFramework } from "@backwright/core";
import express from "@backwright/adapter-express/package.json" with { type: "json" };
import fastapi from "@backwright/adapter-fastapi/package.json" with { type: "json" };
import fastify from "@backwright/adapter-fastify/package.json" with { type: "json" };
import flask from "@backwright/adapter-flask/package.json" with { type: "json" };
import django from "@backwright/adapter-django/package.json" with { type: "json" };
import go from "@backwright/adapter-go/package.json" with { type: "json" };
import nestjs from "@backwright/adapter-nestjs/package.json" with { type: "json" };
import known from "./known-adapters.json" with { type: "json" };

/** The adapters that are installed with the command itself. None is loaded before it is chosen. */
const bundled: readonly BundledAdapter[] = [
  {
    packageJson: express,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-express/package.json")),
    load: async () => (await import("@backwright/adapter-express")).default,
  },
  {
    packageJson: fastify,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-fastify/package.json")),
    load: async () => (await import("@backwright/adapter-fastify")).default,
  },
  {
    packageJson: nestjs,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-nestjs/package.json")),
    load: async () => (await import("@backwright/adapter-nestjs")).default,
  },
  {
    packageJson: fastapi,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-fastapi/package.json")),
    load: async () => (await import("@backwright/adapter-fastapi")).default,
  },
  {
    packageJson: flask,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-flask/package.json")),
    load: async () => (await import("@backwright/adapter-flask")).default,
  },
  {
    packageJson: django,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-django/package.json")),
    load: async () => (await import("@backwright/adapter-django")).default,
  },
  {
    packageJson: go,
    file: fileURLToPath(import.meta.resolve("@backwright/adapter-go/package.json")),
    load: async () => (await import("@backwright/adapter-go")).default,
  },
];

/** Every adapter that a project in `dir` can be read with. */
export function openCatalog(dir: string): Promise<AdapterCatalog> {
  return discoverAdapters({ dir, bundled });
}

/** Frameworks that are recognised although no adapter for them is installed. */
export const knownFrameworks: readonly KnownFramework[] = known;
