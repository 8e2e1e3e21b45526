import type { Conventions, MongoosePractice } from "@backwright/language-node";
import type { DataLayer, LayerFiles, LayerInput, OpenLayer } from "../layer.ts";
import { closersOf, connectsBy } from "./connects.ts";
import type { Connects } from "./connects.ts";
import { fieldRefusals, modelName, modelPath, modelStyle, schemaName } from "./models.ts";
import { refusalsOf } from "./refusals.ts";

/** Mongoose, with a model in a module of its own for each resource. */
export const mongoose: DataLayer = {
  orm: "mongoose",
  open(input) {
    const { database } = input.conventions;
    const practice = database?.layer?.kind === "mongoose" ? database.layer : null;
    const connects = practice === null ? null : connectsBy(input, practice);
    const closers = practice === null ? [] : closersOf(input, practice);
    const refusals = refusalsOf(input.conventions, { practice, connects, closers });
    return refusals.length > 0 || practice === null || connects === null
      ? refusals
      : mongooseLayer(input, { practice, connects, reopens: closers.length > 0 });
  },
};

/** The server that tests take where the environment names none. */
const localServer = "mongodb://127.0.0.1:27017";

interface Opened {
  readonly practice: MongoosePractice;
  readonly connects: Connects;
  /** Test files of the app close the connection. */
  readonly reopens: boolean;
}

function mongooseLayer({ conventions }: LayerInput, { practice, connects, reopens }: Opened): OpenLayer {
  const { connection } = practice;
  const style = modelStyle(conventions, practice.models);
  const [address = "MONGODB_URI"] = connection.variables.filter((name) => !isForTests(name));
  const variable = connection.variables.find(isForTests) ?? address;
  return {
    name: "mongoose",
    ids: "object-id",
    sync: false,
    client: { name: "mongoose", module: connection.module, exported: "default" },
    migrations: null,
    shared: false,
    address: null,
    closes: connects !== "by-tests",
    opens: false,
    outlives: true,
    repositories: null,
    duplicates: "mongo",
    repository: "layers/mongoose/repository.ts",
    usersRepository: "layers/mongoose/users.repository.ts",
    accounts: /passwordHash: \{ type: String, required: true, select: false \}[^]*\bmodel(?:<\w+>)?\(["']User["']/,
    reserved: ["Schema", "Types"],
    view: {
      ...style,
      migrates: false,
      runner: conventions.tests?.runner ?? null,
      connects,
      reopens,
      address,
      variable,
      fallback: localServer,
      memoryServer: connects === "by-call" && practice.memoryServer,
      indexes: connection.indexes,
      model: modelName,
      schema: (name: string) => schemaName(name, style),
    },
    assumptions: assumptionsOf(practice, { conventions, connects, variable }),
    table: (_view, of) => modelPath(conventions, style, of === "users" ? users : of),
    modules: ({ view }) => [
      ...view.resources.map((resource) => ({
        path: modelPath(conventions, style, resource),
        template: "layers/mongoose/model.ts",
        view: { r: resource },
      })),
      ...(view.auth === null
        ? []
        : [{ path: modelPath(conventions, style, users), template: "layers/mongoose/user-model.ts" }]),
    ],
    changes: () => [],
    takenTables: (input) => takenModels(practice, input),
    refusals: fieldRefusals,
    edits: () => [],
    packages: () => ({}),
    testEnvironment: () => ({}),
  };
}

/** A variable for tests alone. */
function isForTests(name: string): boolean {
  return /(?:^|_)TESTS?(?:_|$)/.test(name);
}

const users = { name: "User", file: "users" };

/** Models of the app that the plan would define anew. */
function takenModels({ defined }: MongoosePractice, { view, generated }: LayerFiles): string[] {
  const wanted = [...view.resources.map(({ name }) => name), ...(view.auth === null ? [] : [users.name])];
  return defined.filter(({ name, module }) => wanted.includes(name) && !generated.has(module)).map(({ name }) => name);
}

interface Assumed {
  readonly conventions: Conventions;
  readonly connects: Connects;
  readonly variable: string;
}

function assumptionsOf({ connection, memoryServer }: MongoosePractice, { connects, variable }: Assumed): string[] {
  const indexes = {
    automatic:
      "Mongoose builds the new indexes when the app connects; one that the documents of a collection contradict is not built.",
    "by-app": "The app builds the new indexes where it builds its others, since it turns `autoIndex` off.",
    "by-hand":
      "The app turns `autoIndex` off and builds no indexes itself: run `syncIndexes()` of the new models before the first start, or equal values are not refused.",
  }[connection.indexes];
  const server =
    connects === "by-tests"
      ? "The new tests use the connection that the app's own tests open."
      : connects === "by-call" && memoryServer
        ? "The new tests start a server of their own with mongodb-memory-server."
        : `The new tests need a MongoDB: ${variable}, by default ${localServer}. Each file has a database of its own there and drops it.`;
  return [
    "MongoDB writes one document whole or not at all, so nothing that is added takes a transaction, and the deployment need not be a replica set.",
    indexes,
    server,
  ];
}
