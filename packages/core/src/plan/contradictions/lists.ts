import type { TaskProblem } from "../../task/problems.ts";
import type { ResourceTask, Task } from "../../task/schema.ts";
import { didYouMean, wordList } from "../../task/suggest.ts";
import { verbsOf } from "../policies.ts";

const ownParameters = ["limit", "offset", "sort"];

/** Filters, orders and limits of one resource that cannot be. */
export function listContradictions(
  name: string,
  { resource, task }: { resource: ResourceTask; task: Task },
): TaskProblem[] {
  const { list } = resource;
  if (list === undefined) return [];

  const path = ["resources", name, "list"] as const;
  if (!verbsOf(resource, task).includes("list")) {
    return [{ path, text: `${name} is not listed. Add \`list\` to its operations, or leave this out.` }];
  }
  const timestamps = ["createdAt", "updatedAt"];
  const filters = (list.filter ?? []).flatMap((field, index, all) =>
    problemsOfKey({ field, resource, others: [], verb: "filter", earlier: all.slice(0, index) }).map((text) => ({
      path: [...path, "filter", index],
      text,
    })),
  );
  const orders = (list.order ?? []).flatMap((key, index, all) => {
    const earlier = all.slice(0, index).map(withoutSign);
    return problemsOfKey({
      field: withoutSign(key),
      resource,
      others: ["id", ...timestamps],
      verb: "order",
      earlier,
    }).map((text) => ({ path: [...path, "order", index], text }));
  });
  return [...filters, ...orders, ...limits(name, resource)];
}

interface KeyOptions {
  readonly field: string;
  readonly resource: ResourceTask;
  /** Fields that it may name beside those of the task. */
  readonly others: readonly string[];
  readonly verb: "filter" | "order";
  readonly earlier: readonly string[];
}

function problemsOfKey({ field, resource, others, verb, earlier }: KeyOptions): string[] {
  if (earlier.includes(field)) return [`\`${field}\` stands there twice. Leave one of them out.`];
  if (others.includes(field)) return [];

  const found = Object.hasOwn(resource.fields, field) ? resource.fields[field] : undefined;
  if (found === undefined) {
    const names = [...Object.keys(resource.fields), ...others];
    const guess = didYouMean(field, names);
    return [`There is no field \`${field}\`${guess === "" ? "." : guess} It can be ${wordList(names)}.`];
  }
  if (found.secret === true) {
    return [`\`${field}\` is secret, and to ${verb} by it would tell what it holds. Take it out.`];
  }
  if (verb === "filter" && ownParameters.includes(field)) {
    return [`Every list has a parameter \`${field}\` of its own. Rename the field, or take it out of the filter.`];
  }
  return [];
}

function limits(name: string, { list }: ResourceTask): TaskProblem[] {
  const { default: byDefault, max } = list?.limit ?? {};
  if (byDefault === undefined || byDefault <= (max ?? 1000)) return [];
  return [
    {
      path: ["resources", name, "list", "limit", "default"],
      text: `It is more than ${max === undefined ? "1000, the most that a page may hold" : `\`max\`, ${max}`}. Correct one of them.`,
    },
  ];
}

function withoutSign(key: string): string {
  return key.replace(/^-/, "");
}
