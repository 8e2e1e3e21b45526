import type { ValuePath } from "../../../task/yaml-source.ts";
import type { ApiEntity } from "../entity.ts";
import type { Expression } from "../expression.ts";
import type { ApiPolicy } from "../input.ts";
import { belongsToOf, fieldOf, report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { resolveExpression } from "./resolve.ts";
import type { Scope } from "./scope.ts";
import { mentions, usesAuth } from "./types.ts";

export interface PolicyText {
  readonly words: readonly string[];
  readonly path: ValuePath;
  readonly entity: ApiEntity | null;
  readonly scope: Scope;
  readonly verb: string;
}

export interface PlannedPolicy {
  readonly policy: ApiPolicy;
  /** Whether it lets in those who are not signed in. */
  readonly open: boolean;
}

/** Who may call an operation; reported and `null` where it cannot be said. */
export function planPolicy(draft: ApiDraft, given: PolicyText): PlannedPolicy | null {
  const text = given.words.join(" or ");
  if (given.words.includes("anyone")) return { policy: { text, check: null, when: null }, open: true };
  if (given.words.every((word) => word === "nobody")) {
    report(draft, given.path, "Nobody may call it, so leave the operation out, or say who may.");
    return null;
  }
  if (draft.auth === null && given.words.some((word) => isWord(word, draft))) {
    report(draft, given.path, "The task has no accounts, so there is nobody but `anyone`. Add `auth`.");
    return null;
  }
  if (given.words.includes("authenticated")) return { policy: { text, check: null, when: null }, open: false };

  const checks = given.words.filter((word) => word !== "nobody").map((word) => checkOf(draft, { ...given, word }));
  const known = checks.filter((check) => check !== null);
  const [first, second] = known;
  if (first === undefined || known.length < checks.length) return null;
  const check: Expression = second === undefined ? first : { kind: "or", operands: known };
  return { policy: { text, check, when: whenOf(check, given) }, open: !usesAuth(check) };
}

function isWord(word: string, { auth }: ApiDraft): boolean {
  return word === "authenticated" || word === "owner" || auth?.role?.values.includes(word) === true;
}

function checkOf(
  draft: ApiDraft,
  { word, entity, scope, path, verb }: PolicyText & { readonly word: string },
): Expression | null {
  if (word === "owner") return ownerCheck(draft, { entity, scope, path, verb });
  if (draft.auth?.role?.values.includes(word) === true) return roleCheck(draft, word);
  const known = ["anyone", "authenticated", "owner", "nobody", ...(draft.auth?.role?.values ?? [])];
  if (/^[a-z][a-z0-9-]*$/.test(word) && (entity === null || fieldOf(entity, word)?.type !== "boolean")) {
    report(draft, path, `\`${word}\` lets nobody in. A policy is ${known.join(", ")} or an expression.`);
    return null;
  }
  return resolveExpression(draft, { text: word, path, scope, expects: "boolean" });
}

function ownerCheck(
  draft: ApiDraft,
  { entity, scope, path, verb }: Pick<PolicyText, "entity" | "scope" | "path" | "verb">,
): Expression | null {
  const relation = entity === null || entity.owner === null ? null : belongsToOf(entity, entity.owner);
  if (entity === null || relation === null) {
    report(
      draft,
      path,
      `${entity?.name ?? "The operation"} has no owner. Say \`owner: author\`, the belongsTo to the account.`,
    );
    return null;
  }
  if (verb === "create" || scope.self === null) {
    report(
      draft,
      path,
      "There is no row yet that somebody could own. Say `authenticated`, or an expression about the parent.",
    );
    return null;
  }
  const subject = draft.entities.get(draft.auth?.subject ?? "");
  const key = subject === undefined ? null : fieldOf(subject, subject.key);
  if (subject === undefined || key === null) return null;
  return {
    kind: "compare",
    operator: "==",
    left: {
      kind: "path",
      root: { kind: "this" },
      entity: entity.name,
      steps: [],
      property: relation.property,
      column: relation.column,
      type: key.type,
      nullable: !relation.required,
    },
    right: {
      kind: "path",
      root: { kind: "auth" },
      entity: subject.name,
      steps: [],
      property: key.property,
      column: key.column,
      type: key.type,
      nullable: false,
    },
  };
}

function roleCheck(draft: ApiDraft, word: string): Expression | null {
  const subject = draft.entities.get(draft.auth?.subject ?? "");
  const field = subject === undefined ? null : fieldOf(subject, draft.auth?.role?.field ?? "");
  if (subject === undefined || field === null) return null;
  return {
    kind: "compare",
    operator: "==",
    left: {
      kind: "path",
      root: { kind: "auth" },
      entity: subject.name,
      steps: [],
      property: field.property,
      column: field.column,
      type: field.type,
      nullable: field.nullable,
    },
    right: { kind: "literal", value: word, type: "string" },
  };
}

function whenOf(check: Expression, { verb }: Pick<PolicyText, "verb">): ApiPolicy["when"] {
  const onRow = mentions(check, "this");
  if (verb === "list" && onRow) return "query";
  return onRow || mentions(check, "parent") || mentions(check, "load") ? "row" : "before";
}
