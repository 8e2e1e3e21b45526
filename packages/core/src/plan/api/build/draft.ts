import type { Contract } from "../../../contract/contract.ts";
import type { TaskProblem } from "../../../task/problems.ts";
import type { Task } from "../../../task/schema.ts";
import { didYouMean, wordList } from "../../../task/suggest.ts";
import type { ValuePath } from "../../../task/yaml-source.ts";
import type { ApiEntity, ApiField, JoinTable, Relation } from "../entity.ts";
import type { ErrorShape } from "../error-shape.ts";
import type { ApiAuth } from "../schema.ts";
import type { View } from "../view.ts";

/** What is known of an API while it is planned, and what was found wrong with it. */
export interface ApiDraft {
  readonly task: Task;
  readonly contract: Contract | null;
  readonly basePath: string;
  readonly entities: Map<string, ApiEntity>;
  readonly joinTables: JoinTable[];
  readonly views: Map<string, View>;
  auth: ApiAuth | null;
  readonly errors: ErrorShape;
  readonly problems: TaskProblem[];
}

/** Notes a problem with what stands at a place of the task. `at` counts characters into that text. */
export function report(draft: ApiDraft, path: ValuePath, text: string, at?: number): void {
  draft.problems.push(at === undefined ? { path, text } : { path, text, at });
}

/** The entity of that name; reported and `null` where there is none. */
export function findEntity(draft: ApiDraft, name: string, path: ValuePath): ApiEntity | null {
  const entity = draft.entities.get(name);
  if (entity === undefined)
    report(draft, path, `There is no entity \`${name}\`${suggestion(name, [...draft.entities.keys()])}`);
  return entity ?? null;
}

/** The field of that name; reported and `null` where there is none. */
export function findField(
  draft: ApiDraft,
  { entity, name, path }: { readonly entity: ApiEntity; readonly name: string; readonly path: ValuePath },
): ApiField | null {
  const field = fieldOf(entity, name);
  if (field === null) {
    const names = entity.fields.map((each) => each.name);
    report(draft, path, `${entity.name} has no field \`${name}\`${suggestion(name, names)}`);
  }
  return field;
}

export function fieldOf(entity: ApiEntity, name: string): ApiField | null {
  return entity.fields.find((field) => field.name === name) ?? null;
}

export function relationOf(entity: ApiEntity, name: string): Relation | null {
  return entity.relations.find((relation) => relation.name === name) ?? null;
}

export type BelongsTo = Extract<Relation, { kind: "belongsTo" }>;

export function belongsToOf(entity: ApiEntity, name: string): BelongsTo | null {
  const relation = relationOf(entity, name);
  return relation?.kind === "belongsTo" ? relation : null;
}

/** `; did you mean …?`, or what there is instead. */
export function suggestion(word: string, words: readonly string[]): string {
  const near = didYouMean(word, words);
  if (near !== "") return near;
  return words.length === 0 ? "." : `. There is ${wordList(words)}.`;
}
