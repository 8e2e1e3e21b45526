import { appendEntries, applyEdits, nodesOf, objectEntries, parseSource, stringValue } from "@backwright/language-node";
import type { Style, SyntaxNode, TextEdit } from "@backwright/language-node";

export interface TestEnvironment {
  /** Set for all tests, where the configuration does not set them already. */
  readonly env: Readonly<Record<string, string>>;
  /** A module that runs in front of each test file, as the configuration names it; `null` for none. */
  readonly setup: string | null;
  /** Test files share a database, so they run one after another. */
  readonly serial?: boolean;
  readonly style: Style;
}

/** Adds an environment and a setup file to a configuration of vitest; `null` where it is not written as object literals. */
export function extendVitest(path: string, text: string, wanted: TestEnvironment): string | null {
  const root = parseSource(path, text)?.root;
  const config = root && configObject(root);
  const test = config ? objectEntries(config).get("test") : undefined;
  if (!config || (test !== undefined && test.kind() !== "object")) {
    return null;
  }
  const quote = wanted.style.singleQuote ? "'" : '"';
  function literal(value: string): string {
    return quote + value + quote;
  }
  const entries = test === undefined ? new Map<string, SyntaxNode>() : objectEntries(test);
  const env = entries.get("env");
  const setup = entries.get("setupFiles");
  if (
    (env !== undefined && env.kind() !== "object") ||
    (setup !== undefined && !["string", "array"].includes(setup.kind()))
  ) {
    return null;
  }
  const present = env === undefined ? new Map<string, SyntaxNode>() : objectEntries(env);
  const variables = Object.entries(wanted.env)
    .filter(([name]) => !present.has(name))
    .map(([name, value]) => `${name}: ${literal(value)}`);
  const edits: TextEdit[] = [];
  const added: string[] = [];
  const files =
    setup === undefined ? [] : setup.kind() === "array" ? setup.children().map(stringValue) : [stringValue(setup)];
  if (wanted.setup !== null && !files.map(plain).includes(plain(wanted.setup))) {
    const file = literal(wanted.setup);
    if (setup === undefined) {
      added.push(`setupFiles: [${file}]`);
    } else {
      edits.push(setup.kind() === "array" ? appendEntries(setup, [file]) : listed(setup, file));
    }
  }
  if (env === undefined) {
    added.push(`env: { ${variables.join(", ")} }`);
  } else if (variables.length > 0) {
    edits.push(appendEntries(env, variables));
  }
  if (wanted.serial === true && !entries.has("fileParallelism")) {
    added.push("fileParallelism: false");
  }
  if (test === undefined) {
    edits.push(appendEntries(config, [`test: { ${added.join(", ")} }`]));
  } else if (added.length > 0) {
    edits.push(appendEntries(test, added));
  }
  return applyEdits(text, edits);
}

/** The object in `export default { … }` or `export default defineConfig({ … })`. */
function configObject(root: SyntaxNode): SyntaxNode | null {
  const exported = nodesOf(root, "export_statement").find((node) =>
    node.children().some((child) => child.kind() === "default"),
  );
  const value = exported?.field("value");
  if (value?.kind() === "call_expression") {
    return (
      value
        .field("arguments")
        ?.children()
        .find((child) => child.kind() === "object") ?? null
    );
  }
  return value?.kind() === "object" ? value : null;
}

function listed(setup: SyntaxNode, addition: string): TextEdit {
  const range = setup.range();
  return { start: range.start.index, end: range.end.index, text: `[${setup.text()}, ${addition}]` };
}

function plain(path: string | null): string | null {
  return path === null ? null : path.replace(/^\.\//, "");
}
