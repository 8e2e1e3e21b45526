import type { TaskProblem } from "../../task/problems.ts";
import type { Task } from "../../task/schema.ts";
import type { Backend, Model } from "../../understanding/schema.ts";
import { entityNames } from "../names.ts";
import type { Entity } from "../schema.ts";

export interface NameSubject {
  readonly task: Task;
  readonly entities: readonly Entity[];
  readonly backend: Backend | null;
  /** Whether an earlier run of this task made the file. */
  isOwn(file: string): boolean;
  /** Whether a run of any task made the file: accounts that are there from an earlier task serve this one as well. */
  isGenerated?(file: string): boolean;
}

/** Resources that cannot stand beside each other, beside the accounts, or beside what the application has. */
export function nameContradictions(subject: NameSubject): TaskProblem[] {
  return subject.entities.flatMap((entity, index) => {
    const text =
      clashWithAccounts(entity, subject) ??
      clashWithEarlier(entity, subject.entities.slice(0, index)) ??
      clashWithSchema(entity, subject.entities) ??
      clashWithModel(entity, subject);
    return text === null ? [] : [{ path: ["resources", entity.name], text }];
  });
}

/** Accounts beside a model of users that the application has. */
export function accountContradictions({ task, backend, isOwn, isGenerated = isOwn }: NameSubject): TaskProblem[] {
  const model = task.auth === undefined ? null : findModel("users", { backend, isOwn: isGenerated });
  // A run that made the routes of accounts may have put their model into a file of another's.
  const served = backend?.routes.some(({ file, path }) => isGenerated(file) && path.endsWith("/register"));
  if (model === null || served === true) return [];
  const text = `The application has a model \`${model.name}\` already, in ${model.file}:${model.line}, and accounts would be kept in \`users\`. Leave \`auth\` out.`;
  return [{ path: ["auth"], text }];
}

function clashWithAccounts({ name, table }: Entity, { task }: NameSubject): string | null {
  if (task.auth === undefined || (name !== "User" && table !== "users")) return null;
  return "Accounts are kept in `users` already, with email, password and role. Give the resource another name, like `Profile`.";
}

function clashWithEarlier({ table }: Entity, earlier: readonly Entity[]): string | null {
  const other = earlier.find((entity) => entity.table === table);
  return other === undefined ? null : `It and ${other.name} would be one table, \`${table}\`. Rename one of them.`;
}

/** `BookmarkList` beside `Bookmark`: both would be a schema of that name in the contract. */
function clashWithSchema({ name }: Entity, entities: readonly Entity[]): string | null {
  const other = entities.find((entity) =>
    ["Create", "Update", "List"].some((part) => `${entity.name}${part}` === name),
  );
  return other === undefined
    ? null
    : `The contract describes ${other.name} with a schema of this name. Rename one of them.`;
}

function clashWithModel(entity: Entity, subject: NameSubject): string | null {
  const model = findModel(entity.table, subject);
  return model === null || isServed(entity, subject)
    ? null
    : `The application has a model \`${model.name}\` already, in ${model.file}:${model.line}. Give the resource another name.`;
}

/** Whether an earlier run of this task made the routes, for which it may have put the model into a file of another's. */
function isServed({ path }: Entity, { backend, isOwn }: NameSubject): boolean {
  const routes = backend?.routes.filter(({ file }) => isOwn(file)) ?? [];
  return routes.some((route) => route.path === path || route.path.startsWith(`${path}/`));
}

/** The application's own model that is kept, or would be kept, in this table. */
export function findModel(table: string, { backend, isOwn }: Pick<NameSubject, "backend" | "isOwn">): Model | null {
  const models = backend?.models.filter(({ kind, file }) => kind === "model" && !isOwn(file)) ?? [];
  return models.find(({ name }) => name === table || entityNames(name).table === table) ?? null;
}
