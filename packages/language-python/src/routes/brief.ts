import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import type { Host } from "../interpret/machine.ts";
import type { Value } from "../interpret/value.ts";
import { hasOne } from "../text/words.ts";
import { headsIn } from "../text/heads.ts";
import { plainVariables } from "./plain-variables.ts";
import type { PlainVariable, Text } from "./plain-variables.ts";
import { followFiles, openReading, readingOf } from "./read.ts";
import type { ApplicationReading, ReadingContext } from "./read.ts";

export interface BriefOptions {
  /** Gives the framework's own exports their meaning. */
  host(context: ReadingContext): Host;
  /** The call that makes an application. */
  readonly makes: RegExp;
  /** Of these words, every text with such a call has one. */
  readonly words: readonly string[];
  /** What is called to make a server listen, as far as its name tells. */
  readonly listens: RegExp;
  /** Whether a text means such a call. */
  readonly serves: (text: string) => boolean;
  /** What a call of this name means as far as servers go, whatever it is called on; `null` where that decides. */
  named?(callee: string, context: ReadingContext): Value | null;
}

/** Calls that change what they are called on: settings, and the options of a command. */
const fills = /\.(?:add_argument|append|extend|update|insert|setdefault|add|set)$/;

/** Follows only what tells which variables hold an application, or where a server listens; `null` where that was not enough. */
export interface BriefReader {
  /** The variables that hold an application, as far as the texts alone tell. */
  variables(project: ProjectReader, dir: string): PlainVariable[] | null;
  /** Follows the files that make an application, or keep what one of their functions makes. What the rest registers does not matter. */
  applications(project: ProjectReader, dir: string): ApplicationReading | null;
  /** Follows the files that make a server listen. */
  listening(project: ProjectReader, dir: string): ApplicationReading | null;
}

/** Of an application in a folder, which has these files. */
export function createBriefReader(
  { host, makes, words, listens, serves, named }: BriefOptions,
  files: (project: ProjectReader, dir: string) => readonly string[],
): BriefReader {
  const opened = rememberByKey((project, dir) => {
    const serving = textsOf(project, dir).filter(({ text }) => serves(text));
    const calling = new Set(serving.flatMap(({ text }) => [...leadingTo(definitionsIn(text), listens)]));
    const reading = openReading(project, (context) => ({
      ...host(context),
      registers: () => false,
      named: (callee) => named?.(callee, context) ?? null,
      matters: (callee) =>
        listens.test(callee) ||
        calling.has(callee.slice(callee.lastIndexOf(".") + 1)) ||
        (fills.test(callee) && "asked"),
    }));
    return { reading, serving: pathsOf(serving) };
  });

  /** The code that makes applications, without its documentation. */
  const makingOf = rememberByKey((project, dir) =>
    textsOf(project, dir).flatMap(({ file, text }): Text[] => {
      const mayMake = hasOne(text, words) && makes.test(text);
      const code = mayMake ? withoutDocumentation(text) : "";
      return makes.test(code) ? [{ file, text: code }] : [];
    }),
  );

  const listening = rememberByKey((project, dir) => {
    const { reading, serving } = opened(project, dir);
    followFiles(reading, serving, listens);
    return readingOf(reading);
  });

  const applications = rememberByKey((project, dir) => {
    const { reading, serving } = opened(project, dir);
    const texts = textsOf(project, dir);
    const making = makingOf(project, dir);
    const known = new Set([...pathsOf(making), ...serving]);
    const factories = new Set(making.flatMap(({ text }) => [...leadingTo(definitionsIn(text), makes)]));
    const asking = callOf(factories);
    const further = factories.size === 0 ? [] : texts.filter(({ text }) => asking.test(text));
    const leading = new Set(further.flatMap(({ text }) => [...leadingTo(definitionsIn(text), asking)]));
    // Methods of other things may be called like a function that only calls a factory: `Note.create()`.
    const calls = new RegExp(`(?:${asking.source}|(?<!\\.)${callOf(leading).source})`);
    const keeps = keeping(calls);
    const telling = pathsOf(
      texts.filter(({ file, text }) => known.has(file) || (calls.test(text) && keeps.test(text))),
    );
    followFiles(reading, telling, new RegExp(`${makes.source}|${asking.source}`, makes.flags));
    reading.interpreter.settle(telling);
    return readingOf(reading);
  });

  function textsOf(project: ProjectReader, dir: string): Text[] {
    return files(project, dir).map((file) => ({ file, text: project.read(file) ?? "" }));
  }

  return {
    variables: (project, dir) => plainVariables(makingOf(project, dir), makes),
    applications(project, dir) {
      const reading = applications(project, dir);
      return reading.complete && reading.builder.applications.size > 0 ? reading : null;
    },
    listening(project, dir) {
      const reading = listening(project, dir);
      return reading.complete && reading.builder.listens.length > 0 ? reading : null;
    },
  };
}

function pathsOf(texts: readonly Text[]): string[] {
  return texts.map(({ file }) => file);
}

/** Examples in the documentation of code make applications too. */
function withoutDocumentation(text: string): string {
  return text.replace(/("""|''')[\s\S]*?\1/g, "");
}

interface Definition {
  readonly name: string;
  /** From its first line to where the next one begins. */
  readonly text: string;
}

/** The functions and classes of a text. */
function definitionsIn(text: string): Definition[] {
  const heads = headsIn(text).flatMap(({ start }) => {
    definition.lastIndex = start;
    const name = definition.exec(text)?.[1];
    return name === undefined ? [] : [{ name, start }];
  });
  return heads.map(({ name, start }, index) => ({ name, text: text.slice(start, heads[index + 1]?.start) }));
}

const definition = /(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)/y;

function namesIn(definitions: readonly Definition[]): Set<string> {
  return new Set(definitions.map(({ name }) => name));
}

/** The names of those that do what the pattern says, or call one that does. */
function leadingTo(definitions: readonly Definition[], pattern: RegExp): Set<string> {
  let found = namesIn(definitions.filter(({ text }) => pattern.test(text)));
  for (let size = 0; size !== found.size;) {
    size = found.size;
    const calls = callOf(found);
    found = new Set([...found, ...namesIn(definitions.filter(({ text }) => calls.test(text)))]);
  }
  return found;
}

function callOf(names: ReadonlySet<string>): RegExp {
  return new RegExp(`\\b(?:${[...names, "(?!)"].join("|")})[ \\t]*\\(`);
}

/** A variable that gets what one of the functions gives. */
function keeping(calls: RegExp): RegExp {
  return new RegExp(`^[ \\t]*\\w+[ \\t]*(?::[^=\\n]+)?=[^=\\n]*${calls.source}`, "m");
}
