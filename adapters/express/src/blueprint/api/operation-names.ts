import type { ApiOperation, ApiPlan } from "@backwright/core";
import { isTakenInApi } from "../names.ts";
import type { ResourceNames } from "../names.ts";

const words: Readonly<Record<ApiOperation["verb"], string>> = {
  list: "list",
  get: "get",
  create: "create",
  register: "register",
  login: "logIn",
  update: "update",
  delete: "delete",
  link: "add",
  unlink: "remove",
  transition: "change",
  effects: "do",
  custom: "do",
};

/** The operations with names that nothing else in the code has: `reviews` that lists them becomes `listReviews`. */
export function operationsNamed(
  { operations, joinTables }: ApiPlan,
  entities: readonly Pick<ResourceNames, "one" | "table">[],
): ApiOperation[] {
  const tables = [...entities.map(({ table }) => table), ...joinTables.map(({ property }) => property)];
  const rows = entities.map(({ one }) => one);
  // The rows of effects are called otherwise where their function has the name.
  function isTaken(name: string, verb: ApiOperation["verb"]): boolean {
    return tables.includes(name) || isTakenInApi(name) || (verb !== "effects" && rows.includes(name));
  }
  const used = new Set(operations.filter(({ name, verb }) => !isTaken(name, verb)).map(({ name }) => name));
  return operations.map((operation) => {
    const { verb, name: given } = operation;
    if (!isTaken(given, verb)) {
      return operation;
    }
    let name = `${words[verb]}${given.charAt(0).toUpperCase()}${given.slice(1)}`;
    while (used.has(name) || isTaken(name, verb)) {
      name += "Operation";
    }
    used.add(name);
    return { ...operation, name };
  });
}
