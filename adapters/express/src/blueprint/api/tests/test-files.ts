import { renderTemplate } from "../../render.ts";
import { ascendingValues, sampleOf } from "../../samples.ts";
import { testNames } from "../available.ts";
import { commonView, imported } from "../common.ts";
import type { Draft } from "../common.ts";
import { schemasOfLogin } from "./login-test.ts";
import type { ApiModel, ModuleModel } from "../model.ts";
import { operationModel } from "../operations.ts";
import type { OperationModel } from "../operations.ts";
import { linkModel, slugModel } from "../writes.ts";
import type { SlugModel } from "../writes.ts";
import { countedIn } from "./counted.ts";
import type { Counted } from "./counted.ts";
import { effectsTest } from "./effects-test.ts";
import { expectationOf } from "./expectation.ts";
import type { ExpectedMember } from "./expectation.ts";
import { listTest } from "./list-test.ts";
import type { ListTest } from "./list-test.ts";
import type { BodyField } from "./body-test.ts";
import { operationTest } from "./operation-test.ts";
import type { OperationTest } from "./operation-test.ts";

const templates = {
  list: "list",
  get: "get",
  create: "create",
  register: "create",
  update: "update",
  delete: "delete",
  link: "link",
  unlink: "link",
  login: "login",
  transition: "transition",
  effects: "effects",
  custom: "custom",
} as const;

/** The tests of a module, a file for each operation. */
export function testFiles(model: ApiModel, module: ModuleModel): Draft[] {
  return module.operations.map((op) => {
    const o = operationModel(model, module, op);
    const t = operationTest(model, o);
    const text = renderTemplate("api/test/operation.test.ts", testView(model, o, t));
    return imported(t.file, text, testNames(model));
  });
}

function testView(model: ApiModel, o: OperationModel, t: OperationTest): object {
  const { op } = o;
  const wrap = "wrap" in op.answer && op.answer.wrap !== null ? `.${op.answer.wrap}` : "";
  const l = op.verb === "list" ? listTest(model, o, op) : null;
  return {
    ...commonView(model),
    ...schemasOfLogin(model, o),
    t,
    o,
    l,
    template: templates[op.verb],
    status: t.outcomes.success[0]?.status ?? 200,
    within: wrap,
    asyncBody: t.body?.fields.some(({ code, minimal }) => minimal && (code?.includes("await") ?? false)) ?? false,
    hasKeys: JSON.stringify(model.api.errors.template).includes('"key"'),
    conflicts: conflictsOf(o, t),
    tags: tagsOf(model, o),
    slug: op.verb === "create" || op.verb === "register" || op.verb === "update" ? slugModel(o.entity, op) : null,
    setBy: setBy(o),
    alsoSet: op.verb === "update" ? op.set.map(({ property }) => property) : [],
    touched: o.entity.entity.fields
      .filter(({ generated }) => generated === "updatedAt")
      .map(({ property }) => property),
    users: usersOf(model, o),
    link: op.verb === "link" || op.verb === "unlink" ? linkModel(model, op) : null,
    shownLinks: shownLinks(model, o),
    state: stateOf(o),
    effects: op.verb === "effects" ? effectsTest(model, t, op) : null,
    counted: countedBy(model, o, t.row ?? "row"),
    countedElsewhere: countedBy(model, o, "row"),
    listExpected: l === null ? [] : listExpected(model, o, l),
    twoValues: ({ field }: BodyField) =>
      field === null
        ? []
        : ascendingValues(field)
            .slice(0, 2)
            .map((value) => JSON.stringify(value)),
  };
}

function countedBy(model: ApiModel, { op, answer }: OperationModel, row: string): Counted | null {
  const isRead = op.verb === "list" || op.verb === "get";
  return isRead && answer.view !== null ? countedIn(model, answer.view, row) : null;
}

function conflictsOf(o: OperationModel, t: OperationTest): object[] {
  return t.outcomes.conflict.flatMap((outcome) => {
    const slug = refusedSlug(o, outcome.key);
    const field = t.body?.fields.find(({ name, unique }) =>
      slug === null ? unique && name === outcome.key : name === slug.from,
    );
    const together = o.entity.entity.uniques.find((one) => one.includes(field?.property ?? ""));
    return field?.field === undefined || field.field === null
      ? []
      : [
          {
            field,
            outcome,
            slug: slug?.property ?? null,
            shared: (together ?? []).filter((property) => property !== field.property),
            sent: t.body?.fields.filter(({ property }) => property === field.property || together?.includes(property)),
          },
        ];
  });
}

/** The slug of that name, where one that is taken is refused. */
function refusedSlug({ op, entity }: OperationModel, name: string | null): SlugModel | null {
  const slug = op.verb === "create" || op.verb === "register" || op.verb === "update" ? slugModel(entity, op) : null;
  return slug !== null && !slug.suffix && slug.property === name ? slug : null;
}

function tagsOf(model: ApiModel, { op, entity, answer }: OperationModel): object[] {
  const fields = "input" in op && op.input !== null ? op.input.fields : [];
  return fields.flatMap((field) => {
    const relation = field.kind === "tags" ? model.relation(entity.entity.name, field.relation) : null;
    if (relation?.kind !== "tags") {
      return [];
    }
    const member = answer.view?.members.find((one) => one.kind === "tags" && one.relation === relation.name);
    return [
      {
        name: field.name,
        table: model.entity(relation.entity).table,
        entity: model.entity(relation.entity),
        by: model.entity(relation.entity).field(relation.by).property,
        given: relation.order === "given",
        shown: member?.name ?? null,
      },
    ];
  });
}

function setBy({ op, parent }: OperationModel): [string, string][] {
  const sets = "set" in op && (op.verb === "create" || op.verb === "register") ? op.set : [];
  return sets.flatMap(({ property, value }): [string, string][] => {
    if (value.kind === "literal" && value.type !== "date-time") {
      return [[property, JSON.stringify(value.value)]];
    }
    const known =
      value.kind === "path" && value.steps.length === 0 && (value.root.kind === "auth" || value.root.kind === "parent");
    return known
      ? [[property, `${value.root.kind === "auth" ? "viewer" : (parent?.variable ?? "parent")}.${value.property}`]]
      : [];
  });
}

/** Rows that keep this one from being deleted. */
function usersOf(model: ApiModel, { op, entity }: OperationModel): object[] {
  if (!op.outcomes.some(({ cause }) => cause === "inUse")) {
    return [];
  }
  return model.entities.flatMap((other) =>
    other.entity.relations.flatMap((relation) =>
      relation.kind === "belongsTo" && relation.entity === entity.entity.name && relation.onDelete === "restrict"
        ? [{ entity: other, property: relation.property }]
        : [],
    ),
  );
}

/** Members of the answer that a link changes, each with its value afterwards. */
function shownLinks(model: ApiModel, { op, answer }: OperationModel): [string, string][] {
  if (op.verb !== "link" && op.verb !== "unlink") {
    return [];
  }
  const linked = op.verb === "link";
  const join = joinOf(model, op.link.entity, op.link.relation);
  return (answer.view?.members ?? []).flatMap((member): [string, string][] => {
    const value = member.kind === "value" ? member.value : null;
    if ((value?.kind !== "exists" && value?.kind !== "count") || value.collection.steps.length > 0) {
      return [];
    }
    const { owner, relation } = value.collection;
    if (joinOf(model, owner, relation) !== join || model.relation(owner, relation).name === op.link.relation) {
      return [];
    }
    return [[member.name, value.kind === "exists" ? String(linked) : linked ? "1" : "0"]];
  });
}

function joinOf(model: ApiModel, owner: string, name: string): string | null {
  const relation = model.relation(owner, name);
  return "join" in relation ? relation.join : null;
}

function stateOf({ op, entity }: OperationModel): object | null {
  if (op.verb !== "transition") {
    return null;
  }
  const field = entity.field(op.field);
  return { property: field.property, others: (field.enum ?? []).filter((value) => !op.from.includes(value)) };
}

function listExpected(
  model: ApiModel,
  { answer, parent, op }: OperationModel,
  { scene }: ListTest,
): readonly ExpectedMember[] {
  const variables = [
    "viewer",
    ...(parent === null ? [] : [parent.variable]),
    ...(scene?.before ?? []).map(({ variable }) => variable),
  ];
  return answer.view === null
    ? []
    : expectationOf({
        model,
        view: answer.view,
        linked: scene !== null && scene.links.length + scene.ownLinks.length > 0,
        field: (property) => `row.${property}`,
        related: (property) => {
          const variable = scene?.values.find(([name]) => name === property)?.[1].split(".")[0] ?? "";
          return variables.includes(variable) && (variable !== "viewer" || op.auth !== "none") ? variable : null;
        },
      });
}

/** Samples of fields, for rows that tests need. */
export function sampleValue(field: Parameters<typeof sampleOf>[0]): ReturnType<typeof sampleOf>["value"] {
  return sampleOf(field).value;
}
