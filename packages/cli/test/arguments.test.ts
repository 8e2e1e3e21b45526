import { describe, expect, test } from "vitest";
import { parseCommandLine, type Request } from "../src/arguments.ts";
import { commands } from "../src/commands/index.ts";
import { UsageError } from "../src/usage-error.ts";

function parse(...argv: readonly string[]): Request {
  return parseCommandLine(argv, commands);
}

function failure(...argv: readonly string[]): { message: string; hint: string } {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error(`\`${argv.join(" ")}\` was accepted.`);
}

function invocationOf(...argv: readonly string[]): Extract<Request, { kind: "run" }> {
  const request = parse(...argv);
  if (request.kind !== "run") throw new Error(`\`${argv.join(" ")}\` is ${request.kind}.`);
  return request;
}

describe("parseCommandLine", () => {
  test("reads arguments and options in any order, before and behind the command", () => {
    const { command, invocation } = invocationOf("--dir", "app", "run", "--loop=001", "task.yaml", "--json");

    expect(command.words).toEqual(["run"]);
    expect(invocation.arguments).toEqual(["task.yaml"]);
    expect(invocation.value("dir")).toBe("app");
    expect(invocation.value("loop")).toBe("001");
    expect(invocation.flag("json")).toBe(true);
    expect(invocation.flag("quiet")).toBe(false);
  });

  test("reads commands of two words", () => {
    expect(invocationOf("steps", "run", "TASK-1").invocation.arguments).toEqual(["TASK-1"]);
    expect(invocationOf("adapters", "list").command.words).toEqual(["adapters", "list"]);
  });

  test("keeps everything behind -- as it is", () => {
    const { invocation } = invocationOf("start", "api", "--wait", "5", "--", "npm", "start", "--json", "--", "-x");

    expect(invocation.arguments).toEqual(["api"]);
    expect(invocation.rest).toEqual(["npm", "start", "--json", "--", "-x"]);
    expect(invocation.flag("json")).toBe(false);
  });

  test("collects a repeated option, and takes the last of one that is not repeatable", () => {
    const { invocation } = invocationOf("start", "api", "--env", "A=1", "--env", "B=2", "--dir", "x", "--dir", "y");

    expect(invocation.values("env")).toEqual(["A=1", "B=2"]);
    expect(invocation.value("dir")).toBe("y");
  });

  test.each([
    [["--help"], "overview"],
    [["-h"], "overview"],
    [["help"], "overview"],
    [["--version"], "version"],
    [["-V"], "version"],
    [["run", "--help"], "help"],
    [["run", "task.yaml", "-h"], "help"],
    [["adapters", "list", "--help"], "help"],
  ])("understands %j as %s", (argv, kind) => {
    expect(parse(...argv).kind).toBe(kind);
  });

  test.each<[readonly string[], string, string]>([
    [[], "No command was given.", "backwright --help"],
    [["rnu", "x"], "There is no command `rnu`.", "Did you mean `backwright run`?"],
    [["xyzzy"], "There is no command `xyzzy`.", "Run `backwright --help`"],
    [["steps"], "`steps` is not a whole command.", "`backwright steps run`"],
    [["run"], "`backwright run` needs TASK", "backwright run --help"],
    [["run", "a", "b"], "does not know what to do with `b`", "backwright run --help"],
    [["run", "a", "--lop", "1"], "has no option --lop", "Did you mean --loop?"],
    [["ps", "--loop", "1"], "has no option --loop", "backwright ps --help"],
    [["run", "a", "--loop"], "--loop needs a value", "Write --loop N"],
    [["run", "a", "--loop", "--json"], "--loop needs a value, and `--json` looks like an option", "--loop=--json"],
    [["run", "a", "--loop="], "--loop needs a value", "Write --loop N"],
    [["run", "a", "--json=yes"], "--json takes no value", "Write --json alone"],
    [["run", "a", "--implementer", "blueprnt"], "--implementer cannot be `blueprnt`", "Did you mean blueprint?"],
    [["completion", "powershell"], "SHELL cannot be `powershell`", "bash, zsh, fish"],
    [["run", "a", "--", "b"], "takes nothing behind `--`", "backwright run --help"],
  ])("refuses %j and says what to do", (argv, message, hint) => {
    const refused = failure(...argv);

    expect(refused.message).toContain(message);
    expect(refused.hint).toContain(hint);
  });
});

describe("the table of commands", () => {
  test("gives an option of one name the same form in every command", () => {
    const forms = new Map<string, string>();
    for (const option of commands.flatMap((command) => [...command.options])) {
      const form = `${option.short ?? ""}|${option.value === undefined ? "flag" : "value"}`;
      expect([option.name, forms.get(option.name) ?? form]).toEqual([option.name, form]);
      forms.set(option.name, form);
    }
    expect(forms.size).toBeGreaterThan(8);
  });

  test("has no word that is a command and a group at once", () => {
    for (const command of commands) {
      const longer = commands.filter(
        (other) => other !== command && command.words.every((word, index) => other.words[index] === word),
      );
      expect(longer).toEqual([]);
    }
  });
});
