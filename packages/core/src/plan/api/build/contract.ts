import type { Json } from "../../../contract/contract.ts";
import { nearest } from "../../../task/suggest.ts";
import { resolveRef } from "../../schema-walk.ts";
import type { ApiOperation } from "../operation.ts";
import type { View, ViewMember } from "../view.ts";
import { fieldOf, report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { contractPlace } from "./requests.ts";

/** Holds the operations against the contract: each of it is bound, and answers what it says. */
export function compareContract(draft: ApiDraft, operations: readonly ApiOperation[]): void {
  const { contract, task } = draft;
  if (contract === null) return;
  const bound = Object.keys(task.operations ?? {});
  for (const operation of contract.operations.filter(({ id }) => !bound.includes(id))) {
    const near = nearest(
      operation.id,
      bound.filter((id) => !contract.operations.some((each) => each.id === id)),
    );
    const hint = near === null ? "" : ` \`${near}\` may be meant.`;
    report(
      draft,
      ["operations"],
      `Nothing says what \`${operation.id}\` does, which is in ${contractPlace(draft, operation)}.${hint}`,
    );
  }
  for (const operation of operations) {
    const found = contract.operations.find(({ id }) => id === operation.id);
    const schema = found?.responses.get(operation.outcomes[0]?.status ?? 0) ?? null;
    const path = ["operations", operation.id];
    if (found === undefined) continue;
    const where = contractPlace(draft, found);
    if (schema === null && operation.answer.kind !== "empty") report(draft, path, `${where} answers without a body.`);
    else if (schema !== null && operation.answer.kind === "empty")
      report(draft, path, `${where} answers with a body, and nothing says which.`);
    else if (schema !== null) {
      for (const text of differences(draft, { operation, schema })) report(draft, path, `${where}: ${text}`);
    }
  }
}

function differences(draft: ApiDraft, { operation, schema }: { operation: ApiOperation; schema: Json }): string[] {
  const { answer } = operation;
  if (answer.kind === "empty") return [];
  const extra = answer.kind === "many" ? [answer.total, answer.next, ...(answer.echo ? ["limit", "offset"] : [])] : [];
  const outer = [answer.wrap, ...extra].filter((name) => name !== null);
  if (answer.wrap === null) return body(draft, { operation, schema });
  const problems = memberNames({ draft, schema, names: outer, where: "the answer" });
  const inner = propertiesOf(schema)[answer.wrap];
  return inner === undefined ? problems : [...problems, ...body(draft, { operation, schema: resolved(draft, inner) })];
}

function body(draft: ApiDraft, { operation, schema }: { operation: ApiOperation; schema: Json }): string[] {
  const { answer } = operation;
  if (answer.kind === "empty") return [];
  const isList = answer.kind !== "one";
  if (isList && schema.type !== "array") return ["it answers one, and the operation a list."];
  if (!isList && schema.type === "array") return ["it answers a list, and the operation one."];
  const one = isList ? resolved(draft, (schema.items ?? {}) as Json) : schema;
  if (answer.kind === "values") return [];
  const view = draft.views.get(answer.view);
  return view === undefined ? [] : viewDifferences(draft, { view, schema: one, depth: 0 });
}

function viewDifferences(
  draft: ApiDraft,
  { view, schema, depth }: { view: View; schema: Json; depth: number },
): string[] {
  if (depth > 8) return [];
  const names = view.members.map(({ name }) => name);
  const problems = memberNames({ draft, schema, names, where: `the view \`${view.name}\`` });
  const properties = propertiesOf(schema);
  const inner = view.members.flatMap((member) => {
    const property = properties[member.name];
    return property === undefined
      ? []
      : memberDifferences(draft, { member, view, schema: resolved(draft, property), depth });
  });
  return [...problems, ...inner];
}

interface MemberPlace {
  readonly member: ViewMember;
  readonly view: View;
  readonly schema: Json;
  readonly depth: number;
}

function memberDifferences(draft: ApiDraft, { member, view, schema, depth }: MemberPlace): string[] {
  if (member.kind === "view" || member.kind === "self") {
    const nested = draft.views.get(member.view);
    const many = member.kind === "view" && member.many;
    const one = many ? resolved(draft, (schema.items ?? {}) as Json) : schema;
    return nested === undefined || one.properties === undefined
      ? []
      : viewDifferences(draft, { view: nested, schema: one, depth: depth + 1 });
  }
  const wanted = [schema.type ?? []].flat().map(String);
  const type = jsonTypeOf(draft, { member, view });
  if (wanted.length === 0 || type === null) return [];
  const isNumber = type === "integer" && wanted.includes("number");
  if (!wanted.includes(type) && !isNumber)
    return [`\`${member.name}\` is ${wanted.join(" or ")}, and the view \`${view.name}\` shows ${type}.`];
  return nullableOf(draft, { member, view }) && !wanted.includes("null")
    ? [`\`${member.name}\` is never null there, and can be in the view \`${view.name}\`.`]
    : [];
}

function jsonTypeOf(draft: ApiDraft, { member, view }: { member: ViewMember; view: View }): string | null {
  if (member.kind === "tags") return "array";
  if (member.kind === "token") return "string";
  const entity = draft.entities.get(view.entity);
  const field = member.kind === "field" && entity !== undefined ? fieldOf(entity, member.field) : null;
  const type = member.kind === "value" ? member.type : field?.type;
  if (type === undefined) return null;
  return type === "integer" || type === "number" || type === "boolean" ? type : "string";
}

function nullableOf(draft: ApiDraft, { member, view }: { member: ViewMember; view: View }): boolean {
  if (member.kind === "value") return member.nullable;
  const entity = draft.entities.get(view.entity);
  return member.kind === "field" && entity !== undefined && fieldOf(entity, member.field)?.nullable === true;
}

interface Names {
  readonly draft: ApiDraft;
  readonly schema: Json;
  readonly names: readonly string[];
  readonly where: string;
}

function memberNames({ schema, names, where }: Names): string[] {
  const known = Object.keys(propertiesOf(schema));
  const missing = ((schema.required ?? []) as string[]).filter((name) => !names.includes(name));
  const strange = names.filter((name) => !known.includes(name));
  return [
    ...missing.map((name) => `\`${name}\` is required there, and ${where} has none.`),
    ...strange.map((name) => `there is no \`${name}\`, which ${where} has.`),
  ];
}

function propertiesOf(schema: Json): Record<string, Json> {
  return (schema.properties ?? {}) as Record<string, Json>;
}

function resolved(draft: ApiDraft, schema: Json): Json {
  return resolveRef(schema, draft.contract?.document ?? {});
}
