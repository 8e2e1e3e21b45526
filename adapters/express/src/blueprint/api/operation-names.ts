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
  const taken = new Set([
    ...entities.flatMap(({ one, table }) => [one, table]),
    ...joinTables.map(({ property }) => property),
  ]);
  const free = operations.filter(({ name }) => !taken.has(name) && !isTakenInApi(name)).map(({ name }) => name);
  const used = new Set(free);
  return operations.map((operation) => {
    if (free.includes(operation.name)) {
      return operation;
    }
    let name = `${words[operation.verb]}${operation.name.charAt(0).toUpperCase()}${operation.name.slice(1)}`;
    while (used.has(name) || taken.has(name) || isTakenInApi(name)) {
      name += "Operation";
    }
    used.add(name);
    return { ...operation, name };
  });
}
