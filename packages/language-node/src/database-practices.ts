/** What a module exports to be asked for data. */
export interface ClientPractice {
  readonly name: string;
  readonly module: string;
  readonly exported: "named" | "default";
}

export interface TypeormPractice {
  readonly kind: "typeorm";
  /** Every `type` that the options of the data source name. */
  readonly drivers: readonly string[];
  readonly client: ClientPractice;
  /** The modules that say how the database is reached. */
  readonly configuration: readonly string[];
  readonly entities: {
    readonly folder: string;
    readonly style: "decorators" | "schema";
    /** `.entity` of `user.entity.ts`. */
    readonly suffix: string;
    /** Files are called like classes: `User.ts`. */
    readonly capital: boolean;
    /** Fields are written with `!`, since the compiler wants them to have a value. */
    readonly definite: boolean;
    readonly listed: ListedClasses;
  };
  /** The folder of its migrations; `null` where there is none. */
  readonly migrations: string | null;
  readonly migration: {
    readonly ending: string;
    readonly modules: "esm" | "cjs";
    /** `CreateUser` or `create-user` behind the time. */
    readonly case: "pascal" | "kebab" | "camel" | "snake";
    readonly listed: ListedClasses;
  };
  /** The classes of both, by the modules that export them. */
  readonly classes: { readonly entities: readonly ExportedClass[]; readonly migrations: readonly ExportedClass[] };
  /** The data source has subscribers that it finds by patterns. */
  readonly findsSubscribers: boolean;
  /** How columns of more than one word are named, and whether entities have to say so. */
  readonly columns: { readonly case: "camel" | "snake"; readonly by: "strategy" | "name" };
  /** Tables are made from the entities when the data source is initialized, at least in some environment. */
  readonly synchronizes: boolean;
  /** The modules that initialize the data source when they are loaded. */
  readonly initializedOnLoad: readonly string[];
  /** Tests that initialize it, whether it is or not. */
  readonly initializedInTests: readonly string[];
}

/** How a data source is told of classes: a list of them, patterns of paths, something else that nobody can add to, or nothing. */
export type ListedClasses = "list" | "glob" | "other" | "nothing";

/** A class that a module exports. */
export interface ExportedClass {
  readonly name: string;
  readonly module: string;
  readonly exported: "named" | "default";
}

/** How an app uses Prisma. */
export interface PrismaPractice {
  readonly kind: "prisma";
  readonly client: ClientPractice;
  /** Where modules import the generated client from: a module of the app, or what stands in an import of a package or an alias. */
  readonly generated: { readonly module: string } | { readonly specifier: string };
  /** The driver adapter, without `@prisma/adapter-`; `null` where the client gets none. */
  readonly adapter: string | null;
  /** As the datasource calls it: `sqlite`, `postgresql`. */
  readonly provider: string | null;
  /** The file with the datasource; `null` where there is no schema. */
  readonly schema: string | null;
  /** The folder with a file for each model; `null` where one file holds them with the datasource. */
  readonly models: string | null;
  /** All files of the schema. */
  readonly schemas: readonly string[];
  /** The folder of Prisma Migrate; `null` where it has no migration. */
  readonly migrations: string | null;
  /** Tables are named in the plural and in snake case, by `@@map`. */
  readonly mapsTables: boolean;
  /** Columns are named in snake case, by `@map`. */
  readonly mapsColumns: boolean;
  /** A script that runs with an installation, a build or a test makes the client. */
  readonly generates: boolean;
}
