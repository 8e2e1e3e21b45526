import type { EntityTask } from "../../../task/api/entities.ts";
import type { OperationTask } from "../../../task/api/operations.ts";
import type { TaskProblem } from "../../../task/problems.ts";
import type { ResourceTask, Task } from "../../../task/schema.ts";
import { entityNames } from "../../names.ts";
import { actionOf, policyOf, verbsOf } from "../../policies.ts";
import type { ResourceVerb } from "../../policies.ts";

/** A task whose short parts are said in full, and where each part of it came from. */
export interface FullTask {
  readonly task: Task;
  /** Puts a problem to what is written in the file. */
  origin(problem: TaskProblem): TaskProblem;
}

const accountEntity = "User";

/** Says `resources`, and accounts without a `subject`, as the entities and operations that they stand for. */
export function inFull(task: Task): FullTask {
  const accounts = task.auth === undefined || task.auth.subject !== undefined ? null : accountsOf(task.auth);
  const subject = task.auth?.subject ?? accountEntity;
  const resources = Object.entries(task.resources ?? {});
  const owners = new Map<string, string>();
  const operations = resources.flatMap(([name, resource]) =>
    verbsOf(resource, task).map((verb) => {
      const id = `${verb}${verb === "list" ? entityNames(name).pluralPascal : name}`;
      owners.set(id, name);
      return [id, operationOf(verb, { name, resource })] as const;
    }),
  );
  const { resources: _, ...rest } = task;
  const full: Task = {
    ...rest,
    ...(task.auth === undefined ? {} : { auth: fullAuth(task.auth, subject) }),
    entities: {
      ...(accounts === null ? {} : { [accountEntity]: accounts.entity }),
      ...task.entities,
      ...Object.fromEntries(resources.map(([name, resource]) => [name, entityOf(resource, { task, subject })])),
    },
    operations: { ...accounts?.operations, ...task.operations, ...Object.fromEntries(operations) },
  };
  return { task: full, origin: (problem) => originOf(problem, { task, owners }) };
}

function originOf(
  problem: TaskProblem,
  { task, owners }: { task: Task; owners: ReadonlyMap<string, string> },
): TaskProblem {
  const [part, name, ...rest] = problem.path;
  const resource = part === "operations" ? owners.get(String(name)) : String(name);
  const below = part === "operations" ? [] : rest;
  if (
    resource !== undefined &&
    task.resources?.[resource] !== undefined &&
    (part === "operations" || part === "entities")
  ) {
    return { ...problem, path: ["resources", resource, ...below] };
  }
  const isAccount = part === "operations" && task.operations?.[String(name)] === undefined;
  return isAccount ? { ...problem, path: ["auth"] } : problem;
}

type AuthTask = NonNullable<Task["auth"]>;

function fullAuth(given: AuthTask, subject: string): AuthTask {
  const { path: _path, roles: _roles, ...auth } = given;
  return { ...auth, subject };
}

function accountsOf({ path = "/auth", roles, password }: AuthTask): {
  entity: EntityTask;
  operations: Record<string, OperationTask>;
} {
  const [standard] = roles ?? [];
  const role =
    roles === undefined || standard === undefined ? {} : { role: { enum: roles, default: standard, readOnly: true } };
  const entity: EntityTask = {
    fields: {
      email: { required: true, unique: true, format: "email", maxLength: 254, private: true },
      password: { required: true, secret: true, minLength: password?.minLength ?? 8, maxLength: 128 },
      ...role,
    },
    views: {
      account: { fields: ["id", "email", ...Object.keys(role), "createdAt"] },
      session: { fields: [], add: { token: { token: true }, user: { view: "account", of: "self" } } },
    },
    policies: { create: ["anyone"] },
  };
  const operations: Record<string, OperationTask> = {
    register: { do: "register", request: `POST ${path}/register`, view: "session" },
    login: { do: "login", request: `POST ${path}/login`, view: "session" },
    me: { do: "get", request: `GET ${path}/me`, entity: accountEntity, row: "auth", view: "account" },
  };
  return { entity, operations };
}

function entityOf(resource: ResourceTask, { task, subject }: { task: Task; subject: string }): EntityTask {
  const owned = resource.owner === true;
  const shown = Object.entries(resource.fields).filter(([, { secret }]) => secret !== true);
  const policies = Object.fromEntries(
    verbsOf(resource, task).map((verb) => {
      const action = actionOf(verb);
      return [action, policyOf(resource, { action, task })];
    }),
  );
  return {
    fields: resource.fields,
    ...(owned ? { owner: "owner", relations: { owner: { belongsTo: subject } } } : {}),
    views: {
      full: {
        fields: ["id", ...shown.map(([name]) => name), "createdAt", "updatedAt"],
        ...(owned ? { add: { ownerId: "owner.id" } } : {}),
      },
    },
    policies,
  };
}

const methods = { list: "GET", get: "GET", create: "POST", update: "PATCH", delete: "DELETE" } as const;

function operationOf(verb: ResourceVerb, { name, resource }: { name: string; resource: ResourceTask }): OperationTask {
  const path = resource.path ?? entityNames(name).path;
  const onRow = verb !== "list" && verb !== "create";
  const common: OperationTask = { do: verb, entity: name, request: `${methods[verb]} ${path}${onRow ? "/:id" : ""}` };
  if (verb !== "list") return common;
  const { filter, order, limit } = resource.list ?? {};
  return {
    ...common,
    page: { style: "offset", ...(limit === undefined ? {} : { limit }) },
    sort: "sort",
    ...(filter === undefined ? {} : { filter }),
    ...(order === undefined ? {} : { order }),
  };
}
