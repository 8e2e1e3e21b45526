import type { Backend, ServedRoute } from "../../src/understanding/schema.ts";

export function backendWith({ routes = [], models = [] }: Partial<Pick<Backend, "routes" | "models">>): Backend {
  return {
    dir: ".",
    language: "typescript",
    framework: { name: "express", version: "5.0.0" },
    packageManager: "npm",
    databases: [],
    orms: [],
    auth: [],
    apiStyles: ["rest"],
    validation: [],
    entry: "src/app.ts",
    ports: [],
    confidence: 1,
    evidence: [],
    adapter: "some",
    commands: { install: null, build: null, lint: null, test: null, migrate: null, start: null, stop: null },
    routes,
    unresolved: [],
    models,
    practices: { errorHandling: "", async: "", tests: "" },
  };
}

export function route(method: string, path: string, file = "src/routes.ts"): ServedRoute {
  return {
    method,
    methods: [method],
    path,
    handler: "handler",
    guards: [],
    authenticated: false,
    file,
    line: 7,
    confidence: 1,
  };
}
