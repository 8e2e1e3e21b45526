import type { PlanAuth, PlanField } from "@backwright/core";

/** What the templates see of a plan. Every value is data or a name; code is only in the templates. */
export interface AppView {
  readonly name: string;
  readonly objective: string;
  readonly auth: AuthView | null;
  readonly resources: readonly ResourceView[];
  readonly rateLimits: { readonly general: RateView; readonly auth: RateView };
  readonly uses: Uses;
}

export interface RateView {
  readonly max: number;
  readonly windowSeconds: number;
}

export interface AuthView {
  readonly path: string;
  readonly expiresInSeconds: number;
  readonly roles: readonly string[];
  /** Given on registration; `null` when there are no roles. */
  readonly defaultRole: string | null;
  readonly password: PlanAuth["password"];
}

/** Which of the shared pieces some resource needs, so that no others are written. */
export interface Uses {
  readonly text: boolean;
  readonly indexedText: boolean;
  readonly integerText: boolean;
  readonly numberText: boolean;
  readonly booleanText: boolean;
  readonly date: boolean;
  readonly dateTime: boolean;
  readonly rowId: boolean;
  readonly page: boolean;
  readonly change: boolean;
  readonly requireRole: boolean;
  /** Some row is loaded and locked before it is written. */
  readonly lock: boolean;
  /** Some operation is refused to some accounts. */
  readonly forbidden: boolean;
  readonly rows: boolean;
  readonly unique: boolean;
}

export interface ResourceView {
  /** `BlogPost` */
  readonly name: string;
  /** `BlogPosts` */
  readonly plural: string;
  /** A name for a variable that holds one: `blogPost`. */
  readonly one: string;
  /** The name of the table's constant: `blogPosts`. */
  readonly table: string;
  /** The name of the table in the database: `blog_posts`. */
  readonly tableName: string;
  /** Folder and file name: `blog-posts`. */
  readonly file: string;
  /** `blogPostsRouter` */
  readonly router: string;
  /** For messages: `blog post`, `blog posts`, and `a` or `an`. */
  readonly human: string;
  readonly humanPlural: string;
  readonly article: "a" | "an";
  readonly path: string;
  readonly owned: boolean;
  readonly fields: readonly FieldView[];
  readonly list: ListView | null;
  readonly get: OperationView | null;
  readonly create: OperationView | null;
  readonly update: OperationView | null;
  readonly delete: OperationView | null;
  readonly test: ResourceTest;
}

export interface FieldView extends PlanField {
  /** For messages: `share token`. */
  readonly human: string;
  readonly optional: boolean;
  /** Whole numbers that need more than 32 bits. */
  readonly big: boolean;
  /** Text that stands in an index and may be longer than an index of PostgreSQL can hold. */
  readonly indexed: boolean;
}

/** Who may call an operation and what that means for its code. */
export interface OperationView {
  readonly authenticated: boolean;
  /** One of these roles is needed, whatever the row; `[]` when no role is asked for before a row is loaded. */
  readonly roles: readonly string[];
  /** What has to be true of a loaded row; `null` when nothing. */
  readonly check: RowCheck | null;
}

/** One has to hold: the row is one's own, or one has one of the roles. */
export interface RowCheck {
  readonly owner: boolean;
  readonly roles: readonly string[];
}

export interface ListView extends OperationView {
  readonly filters: readonly FieldView[];
  /** At least one; the fields are also those that a client can sort by. */
  readonly order: readonly { readonly field: string; readonly direction: "asc" | "desc" }[];
  readonly defaultLimit: number;
  readonly maxLimit: number;
}

export type Value = string | number | boolean;

/** What the generated tests send and expect. */
export interface ResourceTest {
  /** Accounts, by the name of their variable. */
  readonly actors: readonly { readonly name: string; readonly role: string | null }[];
  /** The account that rows are made with; `null` when no login is needed. */
  readonly maker: string | null;
  readonly list: Callers | null;
  readonly get: Callers | null;
  readonly create: Callers | null;
  readonly update: Callers | null;
  readonly delete: Callers | null;
  /** Fields of the smallest input that is valid. */
  readonly minimal: readonly Sample[];
  /** Further fields, which complete the input. */
  readonly further: readonly Sample[];
  readonly secrets: readonly Sample[];
  readonly invalid: readonly {
    readonly title: string;
    readonly field: string;
    readonly value: Value | null | InvalidText;
  }[];
  /** A field to change, and to what; a unique field gets a new value of its own. */
  readonly change: Sample | null;
  readonly sorts: readonly {
    readonly field: string;
    readonly values: readonly Value[];
    readonly type: PlanField["type"];
  }[];
  readonly filters: readonly {
    readonly field: string;
    readonly wanted: Value;
    readonly unwanted: Value;
    readonly type: PlanField["type"];
  }[];
  readonly badQueries: readonly string[];
}

/** A text that is valid but for its length. */
export interface InvalidText {
  readonly prefix: string;
  readonly repeat: number;
  readonly suffix: string;
}

export interface Sample {
  readonly field: FieldView;
  readonly value: Value;
}

export interface Callers {
  /** The account to call it with; `null` without one. */
  readonly by: string | null;
  /** Everyone who may, for rows of `maker`. */
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
}
