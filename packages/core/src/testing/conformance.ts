import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Adapter } from "../adapter/contract.ts";
import { parseAdapter } from "../adapter/parse.ts";
import type { ProjectReader } from "../project/reader.ts";
import {
  commandsSchema,
  detectionSchema,
  modelSchema,
  practicesSchema,
  routeSchema,
  unresolvedSchema,
} from "../understanding/schema.ts";
import type { Detection } from "../understanding/schema.ts";
import { foreignProjects } from "./foreign-projects.ts";
import { memoryProject } from "./memory-project.ts";

/** A project that belongs to the adapter. */
export interface ConformanceFixture {
  readonly name: string;
  readonly project: ProjectReader;
  /** The programs that its commands may call: `npm`, `node`. */
  readonly tools: readonly [string, ...string[]];
}

/** What stands beside the adapter's code. */
export interface ConformanceSubject {
  readonly adapter: Adapter;
  readonly fixtures: readonly [ConformanceFixture, ...ConformanceFixture[]];
  /** Its package.json, parsed, and its README. */
  readonly packageJson: unknown;
  readonly readme: string;
}

export interface ConformanceCase {
  readonly title: string;
  /** Rejects when the adapter does not keep to the contract. */
  run(): Promise<void>;
}

/** The suite as data, so that any test runner can host it. */
export function conformanceCases(subject: ConformanceSubject): ConformanceCase[] {
  return [
    ...packageCases(subject),
    ...subject.fixtures.flatMap((fixture) => fixtureCases(subject.adapter, fixture)),
    ...Object.entries(foreignProjects).map(([what, files]) => ({
      title: `finds nothing in ${what}`,
      async run() {
        deepStrictEqual(await subject.adapter.detect(memoryProject(files)), []);
      },
    })),
    ...securityCases(subject.adapter),
  ];
}

function packageCases({ adapter, packageJson, readme }: ConformanceSubject): ConformanceCase[] {
  const manifest = packageJson as { name?: string; backwright?: Record<string, unknown> };
  return [
    {
      title: "keeps to the shape of an adapter",
      async run() {
        strictEqual(parseAdapter(adapter, adapter.name), adapter);
      },
    },
    {
      title: "has one name in code, package name and package.json",
      async run() {
        ok(manifest.name?.endsWith(`adapter-${adapter.name}`), `the package is called ${manifest.name}`);
        const { adapter: name, language, marks, supersedes } = manifest.backwright ?? {};
        deepStrictEqual({ name, language, marks, supersedes: supersedes ?? [] }, said(adapter));
      },
    },
    {
      title: "has a README with the four headings in their order",
      async run() {
        const headings = [...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
        deepStrictEqual(headings.slice(0, 4), ["Detection", "Commands", "Configuration", "Fixtures"]);
      },
    },
  ];
}

function said({ name, language, marks, supersedes }: Adapter): object {
  return { name, language, marks, supersedes: supersedes ?? [] };
}

function fixtureCases(adapter: Adapter, { name, project, tools }: ConformanceFixture): ConformanceCase[] {
  async function first(): Promise<Detection> {
    const [detection] = await adapter.detect(project);
    ok(detection, `nothing was detected in ${name}`);
    return detection;
  }
  return [
    {
      title: `detects ${name} with evidence that is really there`,
      async run() {
        const answer = await adapter.detect(project);
        const detections = detectionSchema.array().min(1).parse(answer);
        deepStrictEqual(detections, answer);
        for (const { evidence, entry } of detections) {
          ok(
            evidence.some(({ field }) => field === "framework"),
            "no evidence for the framework",
          );
          for (const { file, line } of evidence) {
            ok((project.read(file)?.split("\n").length ?? 0) >= line, `${file}:${line} does not exist`);
          }
          ok(entry === null || project.has(entry.split(":")[0] ?? ""), `the entry ${entry} does not exist`);
        }
      },
    },
    {
      title: `answers the same twice about ${name}`,
      async run() {
        const detection = await first();
        deepStrictEqual(await adapter.detect(project), await adapter.detect(project));
        deepStrictEqual(await adapter.commands(project, detection), await adapter.commands(project, detection));
        deepStrictEqual(await adapter.routes?.(project, detection), await adapter.routes?.(project, detection));
      },
    },
    {
      title: `gives commands of ${name} as argument lists of known tools`,
      async run() {
        const commands = commandsSchema.parse(await adapter.commands(project, await first()));
        ok(commands.install ?? commands.start, "neither an install nor a start command");
        for (const command of Object.values(commands)) {
          const program = command?.argv[0];
          ok(program === undefined || tools.includes(program), `${program} is not one of ${tools.join(", ")}`);
        }
      },
    },
    {
      title: `describes routes, models and practices of ${name} in the contract's form`,
      async run() {
        const detection = await first();
        const answer = await adapter.routes?.(project, detection);
        routeSchema.array().parse(answer?.routes ?? []);
        unresolvedSchema.array().parse(answer?.unresolved ?? []);
        modelSchema.array().parse((await adapter.models?.(project, detection)) ?? []);
        practicesSchema.optional().parse(await adapter.practices?.(project, detection));
        for (const { file, line } of answer?.routes ?? []) {
          ok((project.read(file)?.split("\n").length ?? 0) >= line, `${file}:${line} does not exist`);
        }
      },
    },
  ];
}

function securityCases(adapter: Adapter): ConformanceCase[] {
  const ending = { node: "ts", python: "py", go: "go" }[adapter.language];
  return (adapter.security ?? []).flatMap((rule) => [
    ...rule.examples.bad.map((text, index) => ({
      title: `finds the bad example ${index + 1} of ${rule.id}`,
      async run() {
        ok(rule.find({ path: `src/example.${ending}`, text }).length > 0, text);
      },
    })),
    ...rule.examples.good.map((text, index) => ({
      title: `accepts the good example ${index + 1} of ${rule.id}`,
      async run() {
        deepStrictEqual(rule.find({ path: `src/example.${ending}`, text }), []);
      },
    })),
  ]);
}
