import { describe, expect, test } from "vitest";
import { commands } from "../src/commands/index.ts";
import { candidateLines, complete } from "../src/complete.ts";

function offers(...words: readonly string[]): readonly string[] {
  return candidateLines(complete(words, commands)).map((line) => line.split("\t")[0] ?? "");
}

describe("complete", () => {
  test("offers the first words of all commands, each once", () => {
    expect(offers("")).toEqual([...new Set(commands.map((command) => command.words[0]))]);
  });

  test("offers the second word of a group", () => {
    expect(offers("steps", "")).toEqual(["run"]);
    expect(offers("adapters", "")).toEqual(["list"]);
  });

  test("offers the options of the command, wherever its own values stand", () => {
    expect(offers("ps", "--")).toEqual(["--dir", "--all", "--json", "--help"]);
    expect(offers("--dir", "run", "ps", "--")).toEqual(["--dir", "--all", "--json", "--help"]);
    expect(offers("-")).toEqual(["--help", "--version"]);
  });

  test("offers what the value of an option can be, also in the three words that bash makes of one", () => {
    expect(offers("run", "--implementer", "")).toEqual(["blueprint", "none"]);
    expect(offers("run", "--implementer", "=", "bl")).toEqual(["blueprint", "none"]);
    expect(offers("run", "--dir", "")).toEqual([":folder"]);
    expect(offers("run", "--loop", "")).toEqual([]);
  });

  test("offers what an argument can be", () => {
    expect(offers("run", "--json", "")).toEqual([":file"]);
    expect(offers("run", "task.yaml", "")).toEqual([]);
    expect(offers("stop", "")).toEqual([":process"]);
    expect(offers("completion", "")).toEqual(["bash", "zsh", "fish"]);
    expect(offers("start", "api", "--", "node", "")).toEqual([":file"]);
  });
});
