import { run } from "../lib/tools.mjs";

/** oxlint with type information: floating promises, cycles, layers, length of files, and more (see .oxlintrc.json). The examples lint themselves. */
export async function lint() {
  const { code, output } = await run(["oxlint", "--disable-nested-config", "--format=json", "--deny-warnings"], {
    quiet: true,
  });
  const answer = parse(output);
  const lines = (answer?.diagnostics ?? []).map((item) => {
    const line = item.labels[0]?.span.line ?? 1;
    return `${item.filename}:${line} ${item.code ?? ""} ${item.message}`;
  });
  const problems = answer === null ? output : lines.join("\n") || `oxlint ended with exit code ${code}`;
  return [
    {
      name: "lint (oxlint)",
      problems: code === 0 ? null : problems,
      seen: answer?.number_of_files ?? 0,
      unit: "files",
    },
    await typeAware(),
  ];
}

/** Shows that the rules which need types really run: a floating promise, given on purpose, has to be found. */
async function typeAware() {
  const file = "scripts/checks/floating-promise.sample.ts";
  const config = "scripts/checks/typed.oxlintrc.json";
  const { output } = await run(["oxlint", "--format=json", "--config", config, file], { quiet: true });
  const found = (parse(output)?.diagnostics ?? []).some((item) => item.code?.includes("no-floating-promises"));
  const problems = found ? null : `The floating promise in ${file} was not found:\n${output}`;
  return { name: "lint sees types (tsgolint)", problems, seen: 1, unit: "files" };
}

function parse(output) {
  try {
    return JSON.parse(output);
  } catch {
    return null;
  }
}
