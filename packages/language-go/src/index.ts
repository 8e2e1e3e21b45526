export { declarationsOf } from "./declarations.ts";
export type { Declarations, Declared, DeclaredFunction, DeclaredValue, FileScope } from "./declarations.ts";
export { applicationFiles, ownFiles, testFiles } from "./files.ts";
export { parameters } from "./interpret/call.ts";
export { createInterpreter } from "./interpret/interpreter.ts";
export type { Interpreter, InterpreterOptions } from "./interpret/interpreter.ts";
export type { Host, Place } from "./interpret/machine.ts";
export { parametersOf, typeName } from "./interpret/types.ts";
export type { Parameter, TypeRef } from "./interpret/types.ts";
export { native, nativeFunction, text, textOf, envOf, unknown } from "./interpret/value.ts";
export type {
  Argument,
  CallSite,
  ForeignValue,
  FunctionValue,
  Native,
  NativeValue,
  ObjectValue,
  Value,
} from "./interpret/value.ts";
export { folderOfImport, goModules, moduleOf } from "./module.ts";
export type { GoModule, GoRequirement } from "./module.ts";
export { goPackages, importsOf, isGoCode, packageOfImport, plainImport } from "./packages.ts";
export type { GoImport, GoPackage } from "./packages.ts";
export { dirOf, isInside, joinPath } from "./paths.ts";
export { isReached } from "./reach.ts";
export { goFile, lineAt, lineOf, namedChildren, nodesOf, parseGo, stringValue } from "./syntax.ts";
export type { GoFile, SyntaxNode } from "./syntax.ts";
export { readCommands } from "./commands/read.ts";
export type { CommandsRequest } from "./commands/read.ts";
export { rankPorts } from "./stack/ports.ts";
export type { PortRequest } from "./stack/ports.ts";
export { readStack } from "./stack/read.ts";
export type { Stack, StackRequest } from "./stack/read.ts";
export { readModels } from "./models/read.ts";
export { readPractices } from "./practices.ts";
export { readTestedCalls } from "./tested-calls.ts";
export { readEnvironment } from "./environment.ts";
export type { EnvironmentRequest } from "./environment.ts";
export { goSecurityRules } from "./security/rules.ts";
