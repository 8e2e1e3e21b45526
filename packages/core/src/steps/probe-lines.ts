import type { ProbeStep } from "../probes/step.ts";
import { traces } from "../probes/step.ts";
import { quote } from "./shell.ts";

/** What no answer of the scenario may hold: most steps say so, and it is as wrong in the others. */
function commonSecrets(steps: readonly ProbeStep[]): string[] {
  const counts = new Map<string, number>();
  for (const part of steps.flatMap((step) => step.expect.lacks)) counts.set(part, (counts.get(part) ?? 0) + 1);
  const often = [...counts].filter(([part, count]) => count > steps.length / 2 && !traces.includes(part));
  return often.map(([part]) => part);
}

/** The scenario as calls of the functions in `probe.sh`, one line for each thing that is asked. */
export function probeLines(steps: readonly ProbeStep[]): string {
  const common = commonSecrets(steps);
  const lines = steps.flatMap((step) => stepLines(step, common));
  if (common.length > 0)
    lines.unshift("# None of these may be in any answer.", `secrets=(${common.map(quote).join(" ")})`);
  return lines.join("\n");
}

function stepLines(step: ProbeStep, common: readonly string[]): string[] {
  const { request, expect, keep } = step;
  const token = request.token?.replaceAll(/[{}]/g, "") ?? "-";
  const statuses = expect.statuses.length > 0 ? expect.statuses.join("|") : `<${expect.below ?? 600}`;
  const words = ["probe", step.id, statuses, request.method, request.path];
  if (request.body !== null) words.push(token, request.body);
  else if (token !== "-") words.push(token);

  const settings = [
    step.attempts > 1 ? `attempts=${step.attempts} ` : "",
    request.header === undefined || request.token === null ? "" : `header=${quote(request.header)} `,
    request.also === undefined ? "" : `also=${quote(request.also)} `,
    expect.unproven === undefined ? "" : `unproven=${quote(expect.unproven.join("|"))} `,
  ];
  const lines = [settings.join("") + words.map(quote).join(" ")];
  for (const part of expect.has) lines.push(`has ${quote(part)}`);
  for (const part of expect.lacks) {
    if (!common.includes(part) && !traces.includes(part)) lines.push(`lacks ${quote(part)}`);
  }
  if (expect.atMost) lines.push(`at_most ${expect.atMost.count} ${quote(expect.atMost.text)}`);
  for (const { name, from } of keep) {
    lines.push(from === "token" ? `keep_token ${name}` : `keep ${name}${from === "id" ? "" : ` ${from}`}`);
  }
  return lines;
}
