import type { SecurityRule } from "../adapter/contract.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Check } from "../report/schema.ts";

export interface StaticSecurity {
  readonly project: ProjectReader;
  readonly rules: readonly SecurityRule[];
  /** Files that this task wrote or changed; findings elsewhere were there before. */
  readonly changed: ReadonlySet<string>;
}

const listed = 5;

/** One check a rule, over all source files of the project. */
export function checkStaticSecurity({ project, rules, changed }: StaticSecurity): Check[] {
  return rules.map((rule) => {
    const start = performance.now();
    const findings = project.list().flatMap((path) => {
      const text = project.read(path);
      return text === null ? [] : rule.find({ path, text }).map((finding) => ({ ...finding, path }));
    });
    const ours = findings.filter(({ path }) => changed.has(path));
    const shown = (ours.length > 0 ? ours : findings)
      .slice(0, listed)
      .map(({ path, line, message }) => `${path}:${line}: ${message}`);
    const more = findings.length > shown.length ? [`and ${findings.length - shown.length} more`] : [];
    return {
      id: `security:${rule.id}`,
      title: rule.title,
      result: findings.length === 0 ? "passed" : "failed",
      baseline: findings.length > 0 && ours.length === 0,
      detail: findings.length === 0 ? `no finding in ${project.list().length} files` : [...shown, ...more].join("\n"),
      command: null,
      exit_code: null,
      duration_ms: Math.round(performance.now() - start),
    };
  });
}
