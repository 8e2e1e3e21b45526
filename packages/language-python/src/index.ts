export { applicationSources, dirOf, filesIn, foldersUp, isApplicationCode, joinPath, relativeTo } from "./app-files.ts";
export { createInterpreter } from "./interpret/interpreter.ts";
export type { Interpreter } from "./interpret/interpreter.ts";
export type { Host } from "./interpret/machine.ts";
export { ancestry, lookupClass } from "./interpret/classes.ts";
export { getMember } from "./interpret/member.ts";
export {
  argumentOf,
  foreign,
  itemsOf,
  list,
  native,
  nativeFunction,
  none,
  text,
  textOf,
  unknown,
} from "./interpret/value.ts";
export type {
  Argument,
  CallSite,
  ClassValue,
  FunctionValue,
  InstanceValue,
  Native,
  NativeValue,
  Value,
} from "./interpret/value.ts";
export { createGraphBuilder } from "./routes/builder.ts";
export type { GraphBuilder, LateEntry, ListenCall } from "./routes/builder.ts";
export { authenticatesByName } from "./routes/guards.ts";
export { joinParts, parametersOf, plainPath } from "./routes/paths.ts";
export { findDependency, manifestDirs, manifestsUp, readManifest } from "./manifest/read.ts";
export type { Manifest } from "./manifest/read.ts";
export type { Dependency } from "./manifest/requirements.ts";
export { detectPackageManager, installCommand, runArgv } from "./package-manager.ts";
export type { PackageManager, PackageManagerName } from "./package-manager.ts";
export { findImport, moduleImports } from "./stack/imports.ts";
export type { ModuleImport } from "./stack/imports.ts";
export {
  argumentsOf,
  decoratorsOf,
  dottedName,
  kids,
  lineAt,
  lineOf,
  nameFor,
  nodesOf,
  parseSource,
  sourcesOf,
  stringValue,
} from "./syntax.ts";
export type { SourceFile, SyntaxNode } from "./syntax.ts";
export { findText } from "./stack/find-text.ts";
export { readStack } from "./stack/read.ts";
export type { Stack, StackRequest } from "./stack/read.ts";
export type { TextRule } from "./stack/text-rules.ts";
export { rankPorts } from "./stack/ports.ts";
export type { PortRequest } from "./stack/ports.ts";
export { findSource, readCommands } from "./commands/read.ts";
export type { CommandsRequest } from "./commands/read.ts";
export { scriptArgv, wordsOf } from "./commands/words.ts";
export { locate, moduleOf, writtenStarts } from "./stack/entry.ts";
export type { WrittenStart } from "./stack/entry.ts";
export { documentedConsole, writtenConsole, writtenScripts } from "./stack/scripts.ts";
export type { WrittenConsole, WrittenScript } from "./stack/scripts.ts";
export { ownersOf, versionOf } from "./owners.ts";
export { filesNamed } from "./app-files.ts";
export { readModels } from "./models/read.ts";
export { readPractices } from "./practices.ts";
export { readEnvironment } from "./environment.ts";
export type { EnvironmentRequest } from "./environment.ts";
export { pythonSecurityRules } from "./security/rules.ts";
export { readTestedCalls } from "./tested-calls.ts";
export { installation, isolation } from "./installation.ts";
export { moduleFinderOf } from "./interpret/modules.ts";
export { createApplicationReader } from "./routes/application.ts";
export type { ApplicationReader, ApplicationSigns } from "./routes/application.ts";
export { routeAnswer } from "./routes/answer.ts";
export type { RouteAnswerRequest } from "./routes/answer.ts";
export { createReader } from "./routes/read.ts";
export type { ApplicationReading, ReadingContext } from "./routes/read.ts";
export { chooseEntry } from "./stack/choose-entry.ts";
export type { Entry, EntryRequest } from "./stack/choose-entry.ts";
export { describeApplication, findApplications } from "./stack/application.ts";
export type { FrameworkSigns } from "./stack/application.ts";
export { environmentFiles } from "./stack/read.ts";
export { decoratorNames, guardName, handlerOf, listedNames, makeView, methodNames } from "./routes/handlers.ts";
export type { Handler } from "./routes/handlers.ts";
export { argumentsIn, stringOf } from "./text/expression.ts";
export { closing } from "./text/scan.ts";
