export { applicationSources, isApplicationCode } from "./app-files.ts";
export type {
  AppModule,
  AuthPractice,
  ClientPractice,
  ConnectionPractice,
  Conventions,
  DatabasePractice,
  DrizzlePractice,
  ErrorAnswer,
  ErrorEntry,
  ErrorParameter,
  ErrorPractice,
  ExportedClass,
  FilePattern,
  KnexPractice,
  LayerPractice,
  ListedClasses,
  PrismaPractice,
  SequelizePractice,
  TypeormPractice,
  Layout,
  ModelPractice,
  MongoosePractice,
  TestPractice,
  ValidationMiddleware,
  ValidationPractice,
} from "./conventions.ts";
export { readConventions } from "./conventions/read.ts";
export type { ConventionsRequest } from "./conventions/read.ts";
export { resolveImport } from "./conventions/reading.ts";
export { wrapComments } from "./edit/comments.ts";
export { addImport } from "./edit/import.ts";
export type { NewImport } from "./edit/import.ts";
export { mergeModule } from "./edit/merge.ts";
export type { MergeOptions } from "./edit/merge.ts";
export { appendEntries } from "./edit/object.ts";
export { defineBeforeUse } from "./edit/order.ts";
export { addToList, addToObject, addToPackage, setInJson } from "./edit/package-json.ts";
export type { PackageAdditions } from "./edit/package-json.ts";
export { addRegistration, parameterCount } from "./edit/registration.ts";
export type { Registration } from "./edit/registration.ts";
export { relocateModule, withEnding } from "./edit/relocate.ts";
export type { Relocation } from "./edit/relocate.ts";
export { applyEdits, indentAt } from "./edit/text.ts";
export type { TextEdit } from "./edit/text.ts";
export { addBraces, sortImports } from "./edit/tidy.ts";
export { addUnionMembers, unionMembers } from "./edit/union.ts";
export { formatSource, isFormatted } from "./format.ts";
export { importedFrom, importsOf } from "./imports.ts";
export type { ImportRecord } from "./imports.ts";
export { asObject, asString, lineAt, parseJson, readJson, stringEntries } from "./json.ts";
export type { JsonFile } from "./json.ts";
export { dirOf, findManifests, joinPath, readManifest, relativePath } from "./manifest.ts";
export type { Dependency, DependencyKind, Manifest } from "./manifest.ts";
export { caseOf, inCase, wordsOf } from "./naming.ts";
export type { WordCase } from "./naming.ts";
export { detectPackageManager, execArgv, installArgv, nodeInstallation, runArgv } from "./package-manager.ts";
export type { PackageManager, PackageManagerName } from "./package-manager.ts";
export { chooseScript, scriptCommands } from "./scripts.ts";
export { defaultStyle, inferStyle, readStyle } from "./style.ts";
export type { Style, StyleFinding } from "./style.ts";
export {
  callsIn,
  createSources,
  isSourcePath,
  lineOf,
  nodesOf,
  objectEntries,
  parseSource,
  readCall,
  sourcesOf,
  stringValue,
} from "./syntax.ts";
export type { Call, SourceFile, Sources, SyntaxNode } from "./syntax.ts";
export type { AssertionLibrary } from "./runners/assertions.ts";
export { toJest } from "./runners/to-jest.ts";
export { toMocha } from "./runners/to-mocha.ts";
export { stripTypes, toCommonJs } from "./to-javascript.ts";
export { readTsConfig } from "./tsconfig.ts";
export type { TsConfig } from "./tsconfig.ts";
export { expressionName, handlerName } from "./expression-name.ts";
export { createInterpreter } from "./interpret/interpreter.ts";
export type { Interpreter, InterpreterOptions } from "./interpret/interpreter.ts";
export type { Host } from "./interpret/machine.ts";
export { native, nativeFunction, text, unknown } from "./interpret/value.ts";
export type {
  Argument,
  CallSite,
  ClassValue,
  FunctionValue,
  Native,
  NativeValue,
  ObjectValue,
  Value,
} from "./interpret/value.ts";
export { createModuleResolver } from "./modules.ts";
export type { ModuleResolver } from "./modules.ts";
export { readTestedCalls } from "./tested-calls.ts";
export { startedFiles } from "./stack/entry.ts";
export type { EntryCandidate } from "./stack/entry.ts";
export { packageImports, packageOf } from "./stack/package-imports.ts";
export type { PackageImport } from "./stack/package-imports.ts";
export { rankPorts } from "./stack/ports.ts";
export type { PortRequest } from "./stack/ports.ts";
export { readPrismaModels } from "./stack/prisma.ts";
export { readStack } from "./stack/read.ts";
export type { Stack, StackRequest } from "./stack/read.ts";
export { readModels } from "./models/read.ts";
export { readEnvironment } from "./environment.ts";
export type { EnvironmentRequest } from "./environment.ts";
export { readPractices } from "./practices.ts";
export type { PracticesRequest } from "./practices.ts";
export { javascriptSecurityRules } from "./security/rules.ts";
export { applicationCommands } from "./app-commands.ts";
export {
  candidateAt,
  chooseEntry,
  detectInFolders,
  findDeclaration,
  manifestsUp,
  toDetection,
} from "./detect/application.ts";
export type { ApplicationFacts, Declaration } from "./detect/application.ts";
export { isFrontend, makesApplication } from "./detect/purpose.ts";
export { callsOfPackage, findSignals, placesOf, withShared } from "./detect/signals.ts";
export type { SignalRequest, Signals } from "./detect/signals.ts";
export { createGraphBuilder } from "./routes/builder.ts";
export type { GraphBuilder, ListenCall, Place } from "./routes/builder.ts";
export { authenticates, guardNames, isPlumbing, listed, nodeNames } from "./routes/guards.ts";
export { recordListen } from "./routes/listen.ts";
export { firstValue, isCatchAll, readPaths } from "./routes/paths.ts";
export type { RoutePath } from "./routes/paths.ts";
export { createReadings } from "./routes/readings.ts";
export type { Reading } from "./routes/readings.ts";
export { parameterNames } from "./interpret/nodes.ts";
export { startWithoutScript } from "./stack/start.ts";
