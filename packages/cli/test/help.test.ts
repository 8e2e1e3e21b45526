import { expect, test } from "vitest";
import { commands } from "../src/commands/index.ts";
import { commandHelp, overviewHelp } from "../src/help.ts";

test("the overview names every command with its summary, and every exit code", () => {
  const page = overviewHelp(commands);

  for (const command of commands) {
    expect(page).toContain(`  ${command.words.join(" ")}`);
    expect(page).toContain(command.summary);
  }
  for (const code of ["0 done", "1 checks failed", "2 the input is wrong", "3 try again later", "5 killed"]) {
    expect(page).toContain(code);
  }
});

test.each(commands.map((command) => [command.words.join(" "), command] as const))(
  "the help of %s names its arguments and options",
  (_name, command) => {
    const page = commandHelp(command);

    for (const argument of command.arguments) expect(page).toContain(`  ${argument.name}`);
    for (const option of command.options) expect(page).toMatch(new RegExp(`--${option.name}\\b.*\\w`));
    expect(page.split("\n").every((line) => line.length <= 160)).toBe(true);
  },
);

test("the help of run tells all three last lines", () => {
  const run = commands.find((command) => command.words[0] === "run");

  const page = run === undefined ? "" : commandHelp(run);

  expect(page).toContain("TASK COMPLETE - TERMINATING");
  expect(page).toContain("TASK FAILED - TERMINATING");
  expect(page).toContain("TASK KILLED - TERMINATING");
});
