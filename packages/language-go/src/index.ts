export { goFile, lineAt, lineOf, namedChildren, nodesOf, parseGo, stringValue } from "./syntax.ts";
export type { GoFile, SyntaxNode } from "./syntax.ts";
