import type { Json } from "../../../contract/contract.ts";
import { resolveRef } from "../../schema-walk.ts";
import type { ApiEntity } from "../entity.ts";
import type { Input, InputField } from "../input.ts";
import { fieldOf, relationOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { isInput, shapeOf, shapeOfField } from "./fields.ts";
import { contractPlace, shapeOfSchema } from "./requests.ts";
import type { OperationPlace } from "./selections.ts";

/** What a contract says of a request body. */
interface ContractBody {
  readonly wrap: string | null;
  readonly properties: Record<string, Json>;
  readonly required: readonly string[];
}

function bodyOf(draft: ApiDraft, { request }: OperationPlace): ContractBody | null {
  const schema = request.contract?.body ?? null;
  const document = draft.contract?.document ?? {};
  if (schema === null) return null;
  const properties = (schema.properties ?? {}) as Record<string, Json>;
  const [only, ...others] = Object.entries(properties);
  const inner = only === undefined || others.length > 0 ? null : resolveRef(only[1], document);
  if (only !== undefined && inner?.properties !== undefined) return { wrap: only[0], ...members(inner) };
  return { wrap: null, ...members(schema) };
}

function members(schema: Json): Pick<ContractBody, "properties" | "required"> {
  return {
    properties: (schema.properties ?? {}) as Record<string, Json>,
    required: (schema.required ?? []) as string[],
  };
}

function frame(
  draft: ApiDraft,
  { place, body }: { place: OperationPlace; body: ContractBody | null },
): Omit<Input, "fields"> {
  const { task, request } = place;
  return {
    schema: `${request.name.charAt(0).toUpperCase()}${request.name.slice(1)}Input`,
    wrap: task.body ?? body?.wrap ?? null,
    atLeastOne: task.do === "update",
    strict: draft.task.input?.unknown !== "ignore",
  };
}

/** What is sent to create or change a row: the fields that are named, else those of the contract, else all. */
export function planRowInput(draft: ApiDraft, { place, entity }: { place: OperationPlace; entity: ApiEntity }): Input {
  const body = bodyOf(draft, place);
  const possible = inputsOf(draft, { place, entity });
  const path = [...place.path, ...(place.task.input === undefined ? [] : ["input"])];
  if (place.task.input !== undefined && !Array.isArray(place.task.input)) {
    report(draft, path, "The fields are those of the entity, so only name them: `input: [title, body]`.");
  }
  const given = Array.isArray(place.task.input) ? place.task.input : null;
  const names = given ?? (body === null ? possible.map(({ name }) => name) : Object.keys(body.properties));
  const fields = names.flatMap((name) => {
    const found = possible.find((each) => each.name === name);
    if (found === undefined)
      report(
        draft,
        path,
        `${entity.name} has no \`${name}\` that may be sent${suggestion(
          name,
          possible.map((each) => each.name),
        )}`,
      );
    return found ?? [];
  });
  if (body !== null) compareWithContract(draft, { place, body, fields });
  if (place.task.do !== "update") checkComplete(draft, { place, possible, names });
  if (fields.length === 0) report(draft, path, "Nothing may be sent to it.");
  return { ...frame(draft, { place, body }), fields: fields.map((field) => requiredByContract(field, body)) };
}

/** A contract may ask for more than the entity does. */
function requiredByContract(field: InputField, body: ContractBody | null): InputField {
  return body?.required.includes(field.name) === true ? { ...field, required: true } : field;
}

function inputsOf(draft: ApiDraft, { place, entity }: { place: OperationPlace; entity: ApiEntity }): InputField[] {
  const { task } = place;
  const given = draft.task.entities?.[entity.name]?.fields ?? {};
  const optional = task.do === "update" && task.partial !== false;
  const fixed = new Set(Object.keys(task.set ?? {}));
  const parent = Object.keys(task.parent ?? {});
  const fields = entity.fields
    .filter((field) => isInput(field, given[field.name]) && !fixed.has(field.name))
    .map((field): InputField => ({
      kind: "field",
      name: field.name,
      ...shapeOfField(field),
      required: field.required && !optional,
      nullable: field.nullable,
      emptyToNull: draft.task.input?.emptyIsNull === true && field.nullable && field.type === "string",
      default: task.do === "update" ? null : field.default,
      field: field.name,
    }));
  const others = entity.relations.flatMap((relation): InputField[] => {
    if (relation.kind === "tags")
      return [tagsInput(draft, { entity, name: relation.name })].filter((each) => each !== null);
    if (relation.kind !== "belongsTo" || relation.set !== "input") return [];
    if (fixed.has(relation.name) || parent.includes(relation.name)) return [];
    const target = draft.entities.get(relation.entity);
    const key = target === undefined ? null : fieldOf(target, target.key);
    if (key === null) return [];
    const required = relation.required && !optional;
    return [
      {
        kind: "reference",
        name: relation.property,
        ...shapeOfField(key),
        required,
        nullable: !relation.required,
        emptyToNull: false,
        default: null,
        relation: relation.name,
      },
    ];
  });
  return [...fields, ...others];
}

function tagsInput(draft: ApiDraft, { entity, name }: { entity: ApiEntity; name: string }): InputField | null {
  const relation = relationOf(entity, name);
  const target = relation?.kind === "tags" ? draft.entities.get(relation.entity) : undefined;
  const field = relation?.kind === "tags" && target !== undefined ? fieldOf(target, relation.by) : null;
  if (relation?.kind !== "tags" || field === null) return null;
  return {
    kind: "tags",
    name,
    relation: name,
    required: false,
    maxItems: relation.maxItems,
    minLength: field.minLength ?? 1,
    maxLength: field.maxLength ?? 255,
  };
}

interface Compared {
  readonly place: OperationPlace;
  readonly body: ContractBody;
  readonly fields: readonly InputField[];
}

function compareWithContract(draft: ApiDraft, { place, body, fields }: Compared): void {
  const contract = place.request.contract;
  if (contract === null) return;
  const where = contractPlace(draft, contract);
  for (const name of Object.keys(body.properties).filter((each) => !fields.some((field) => field.name === each))) {
    if (Array.isArray(place.task.input)) report(draft, [...place.path, "input"], `${where} takes \`${name}\` too.`);
  }
  for (const field of fields) {
    const schema = body.properties[field.name];
    if (schema === undefined) {
      report(draft, place.path, `${where} does not take \`${field.name}\`.`);
      continue;
    }
    const resolved = resolveRef(schema, draft.contract?.document ?? {});
    if (field.required && !body.required.includes(field.name)) {
      report(draft, place.path, `${where} lets \`${field.name}\` be left out, and the entity requires it.`);
    }
    const isList = resolved.type === "array";
    if (isList !== (field.kind === "tags")) {
      report(draft, place.path, `${where} says that \`${field.name}\` is ${isList ? "a list" : "no list"}.`);
      continue;
    }
    if (field.kind === "tags") continue;
    const shape = shapeOfSchema(resolved, draft.contract?.document ?? {});
    const sameJson =
      shape.type === field.type || (shape.type === "string" && !["integer", "number", "boolean"].includes(field.type));
    if (!sameJson)
      report(
        draft,
        place.path,
        `${where} says that \`${field.name}\` is of type ${shape.type}, and the entity ${field.type}.`,
      );
    if (shape.nullable && !field.nullable)
      report(draft, place.path, `${where} lets \`${field.name}\` be null, and the entity does not.`);
  }
}

function checkComplete(
  draft: ApiDraft,
  { place, possible, names }: { place: OperationPlace; possible: readonly InputField[]; names: readonly string[] },
): void {
  const missing = possible.filter((field) => field.required && !names.includes(field.name));
  for (const { name } of missing) {
    report(
      draft,
      place.path,
      `\`${name}\` is required to create a row, and it is not among what is sent. Give it a default, or \`set\` it.`,
    );
  }
}

/** Name and password. Rules of a password are for those who choose one, so a login has none but that there is one. */
export function planLoginInput(
  draft: ApiDraft,
  { place, entity }: { place: OperationPlace; entity: ApiEntity },
): Input {
  const body = bodyOf(draft, place);
  const names = [draft.auth?.login.by ?? "", draft.auth?.password.field ?? ""];
  const fields = names.flatMap((name): InputField[] => {
    const field = fieldOf(entity, name);
    if (field === null) return [];
    const shape = { ...shapeOfField(field), format: null, minLength: 1 };
    return [{ kind: "value", name, ...shape, required: true, nullable: false, emptyToNull: false, default: null }];
  });
  if (body !== null) compareWithContract(draft, { place, body, fields });
  return { ...frame(draft, { place, body }), fields };
}

/** Values that are not stored themselves, for effects and what is written by hand; `null` where nothing is sent. */
export function planValueInput(draft: ApiDraft, place: OperationPlace): Input | null {
  const body = bodyOf(draft, place);
  const { input } = place.task;
  if (Array.isArray(input)) {
    report(
      draft,
      [...place.path, "input"],
      "Say what each value is: `input: { amount: { type: integer, minimum: 1 } }`.",
    );
    return null;
  }
  const given = Object.entries(input ?? {}).map(([name, field]): InputField => {
    const required = field.required ?? false;
    const nullable = field.nullable ?? (!required && field.default === undefined);
    return {
      kind: "value",
      name,
      ...shapeOf(field),
      required,
      nullable,
      emptyToNull: false,
      default: field.default ?? null,
    };
  });
  const fields = given.length > 0 || body === null ? given : contractFields(draft, body);
  if (body !== null) compareWithContract(draft, { place, body, fields });
  return fields.length === 0 ? null : { ...frame(draft, { place, body }), fields };
}

function contractFields(draft: ApiDraft, { properties, required }: ContractBody): InputField[] {
  return Object.entries(properties).map(([name, schema]) => ({
    kind: "value",
    name,
    ...shapeOfSchema(schema, draft.contract?.document ?? {}),
    required: required.includes(name),
    emptyToNull: false,
    default: null,
  }));
}
