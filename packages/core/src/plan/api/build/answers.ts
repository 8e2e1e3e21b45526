import type { ValuePath } from "../../../task/yaml-source.ts";
import type { ApiEntity } from "../entity.ts";
import type { Answer, View } from "../view.ts";
import { fieldOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { contractPlace } from "./requests.ts";
import type { OperationPlace } from "./selections.ts";
import { privateFields, qualified, viewTasks } from "./views.ts";

export interface AnswerSubject {
  readonly place: OperationPlace;
  /** Entity of what is answered; `null` for an answer without a body. */
  readonly entity: ApiEntity | null;
  /** Whether only those see it whom the row concerns. */
  readonly guarded: boolean;
}

export interface PlannedAnswer {
  readonly answer: Answer;
  readonly view: View | null;
}

/** The body of the success, and the view in it. */
export function planAnswer(draft: ApiDraft, { place, entity, guarded }: AnswerSubject): PlannedAnswer {
  const { task } = place;
  const silent = task.do === "delete" || (entity === null && task.view === undefined);
  if (silent || entity === null) return { answer: { kind: "empty" }, view: null };
  if (task.values !== undefined) return valuesAnswer(draft, { place, entity });

  const view = viewOf(draft, { place, entity });
  if (view === null) return { answer: { kind: "empty" }, view: null };
  checkPrivate(draft, { place, view, guarded });
  const { wrap, total } = wrapsOf(draft, view);
  if (task.do !== "list") {
    return { answer: { kind: "one", view: view.name, wrap: textOr(task.wrap ?? wrap, null) }, view };
  }
  const page = task.page !== undefined && "style" in task.page ? task.page.style : "none";
  const ownWrap = task.wrap ?? wrap;
  const paged = page !== "none";
  const answer: Answer = {
    kind: "many",
    view: view.name,
    wrap: textOr(ownWrap, ownWrap === false ? null : "items"),
    total: textOr(total, total === false || ownWrap !== undefined || page === "cursor" ? null : "total"),
    next: page === "cursor" ? nextMember(place) : null,
    echo: ownWrap === undefined && page === "offset" && paged,
  };
  if (answer.wrap === null && (answer.total !== null || answer.next !== null)) {
    report(draft, place.path, "An array has no place for a total or a cursor. Say `wrap`.");
  }
  return { answer, view };
}

function textOr(value: string | false | undefined, other: string | null): string | null {
  return typeof value === "string" ? value : other;
}

function nextMember({ task }: OperationPlace): string {
  return (task.page !== undefined && "next" in task.page ? task.page.next : undefined) ?? "nextCursor";
}

function valuesAnswer(draft: ApiDraft, { place, entity }: { place: OperationPlace; entity: ApiEntity }): PlannedAnswer {
  const name = place.task.values ?? "";
  const field = fieldOf(entity, name);
  const path = [...place.path, "values"];
  if (field === null || field.secret || field.private) {
    const names = entity.fields.filter((each) => !each.secret && !each.private).map((each) => each.name);
    report(
      draft,
      path,
      field === null
        ? `${entity.name} has no field \`${name}\`${suggestion(name, names)}`
        : `\`${name}\` is not for everyone.`,
    );
  }
  if (place.task.page !== undefined && "style" in place.task.page && place.task.page.style !== "none") {
    report(draft, path, "A list of values has no pages. Say `page: none`, or a view.");
  }
  return { answer: { kind: "values", field: name, wrap: textOr(place.task.wrap, null) }, view: null };
}

function viewOf(draft: ApiDraft, { place, entity }: { place: OperationPlace; entity: ApiEntity }): View | null {
  const names = Object.keys(viewTasks(draft, entity.name));
  const usual =
    place.task.do === "list" && names.includes("list")
      ? "list"
      : names.includes("full")
        ? "full"
        : names.length === 1
          ? names[0]
          : undefined;
  const given = place.task.view ?? usual;
  if (given === undefined) {
    report(draft, place.path, `Say which \`view\` of ${entity.name} it answers: ${names.join(" or ")}.`);
    return null;
  }
  const view = draft.views.get(qualified(given, entity.name));
  if (view === undefined || view.entity !== entity.name) {
    report(draft, [...place.path, "view"], `${entity.name} has no view \`${given}\`${suggestion(given, names)}`);
    return null;
  }
  return view;
}

function wrapsOf(
  draft: ApiDraft,
  { name, entity }: View,
): { wrap: string | false | undefined; total: string | false | undefined } {
  const given = viewTasks(draft, entity)[name.slice(entity.length + 1)];
  return { wrap: given?.wrap, total: given?.total };
}

function checkPrivate(
  draft: ApiDraft,
  { place, view, guarded }: { place: OperationPlace; view: View; guarded: boolean },
): void {
  const shown = guarded ? nestedPrivate(draft, view) : privateFields(draft, view);
  if (shown.length === 0) return;
  const path: ValuePath = place.task.view === undefined ? place.path : [...place.path, "view"];
  report(
    draft,
    path,
    `\`${view.name}\` shows ${shown.join(", ")}, which is private, to others than those whom it belongs to. Choose another view.`,
  );
}

/** What is private in views of other rows stays private, whoever may see this one. */
function nestedPrivate(draft: ApiDraft, view: View): string[] {
  return view.members.flatMap((member) => {
    const nested = member.kind === "view" ? draft.views.get(member.view) : undefined;
    return nested === undefined ? [] : privateFields(draft, nested);
  });
}

/** The success status of an operation: what the contract says, else what is usual. */
export function successStatus(
  draft: ApiDraft,
  { place, answer, creates }: { place: OperationPlace; answer: Answer; creates: boolean },
): number {
  const usual = answer.kind === "empty" ? 204 : creates ? 201 : 200;
  const { contract } = place.request;
  if (contract === null) return usual;
  const successes = [...contract.responses.keys()].filter((status) => status >= 200 && status < 300);
  const status = successes.includes(usual) ? usual : successes[0];
  if (status === undefined) {
    report(draft, place.path, `${contractPlace(draft, contract)} names no success.`);
    return usual;
  }
  return status;
}
