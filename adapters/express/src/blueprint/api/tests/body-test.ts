import type { ApiOperation, Input } from "@backwright/core";
import { invalidValues, sampleOf } from "../../samples.ts";
import type { FieldView, InvalidText, Value } from "../../view.ts";
import { valueField } from "../inputs.ts";
import type { ApiModel } from "../model.ts";
import type { OperationModel } from "../operations.ts";
import type { Scene } from "./scene.ts";

/** What tests send, and what of it can be wrong. */
export interface BodyTest {
  readonly wrap: string | null;
  readonly atLeastOne: boolean;
  /** Something has to be sent each time. */
  readonly demands: boolean;
  readonly fields: readonly BodyField[];
  readonly invalid: readonly {
    readonly title: string;
    readonly field: string;
    readonly value: Value | null | InvalidText | { readonly kind: "missing" | "list" };
  }[];
}

export interface BodyField {
  readonly name: string;
  readonly field: FieldView | null;
  /** Source text that the scene gives; `null` for a sample. */
  readonly code: string | null;
  readonly sample: Value | null;
  readonly unique: boolean;
  readonly minimal: boolean;
  readonly kind: "value" | "tags" | "reference";
  readonly property: string;
  readonly emptyToNull: boolean;
  readonly hashed: boolean;
}

/** What the tests send for a number that effects reckon with. */
export const share = 10;

function takesShare({ type, minimum, maximum }: FieldView): boolean {
  return (type === "integer" || type === "number") && (minimum ?? share) <= share && (maximum ?? share) >= share;
}

/** The body that an operation takes, as its tests send it. */
export function bodyTest(
  o: OperationModel,
  { input, scene, model, row }: { input: Input; scene: Scene | null; model: ApiModel; row: string | null },
): BodyTest {
  const { op, entity } = o;
  const fields = input.fields.map((field): BodyField => {
    if (field.kind === "tags") {
      return {
        name: field.name,
        field: null,
        code: null,
        sample: null,
        unique: false,
        minimal: field.required,
        kind: "tags",
        property: field.name,
        emptyToNull: false,
        hashed: false,
      };
    }
    const view = valueField(field);
    const stored = field.kind === "field" ? entity.field(field.field) : null;
    const load =
      op.verb === "effects"
        ? op.loads.find(
            ({ by }) => by.value.kind === "parameter" && by.value.in === "input" && by.value.name === field.name,
          )
        : undefined;
    const reference = field.kind === "reference" ? model.relation(entity.entity.name, field.relation) : null;
    const property = stored?.property ?? (reference?.kind === "belongsTo" ? reference.property : field.name);
    const makesSlug = entity.entity.fields.some(
      ({ derive }) => derive?.kind === "slug" && derive.unique === "refuse" && derive.from === stored?.name,
    );
    const together = op.verb !== "effects" && entity.entity.uniques.some((one) => one.includes(property));
    // What names the row in the path stays, so that it is found again.
    const names = op.verb === "update" && op.row.kind === "by" && op.row.by.some((by) => by.property === property);
    const target = reference?.kind === "belongsTo" ? model.entity(reference.entity) : null;
    return {
      name: field.name,
      field: view,
      code:
        load !== undefined
          ? `${load.name}.${load.by.property}`
          : names
            ? `${row ?? "row"}.${property}`
            : target !== null
              ? `(await add${target.name}()).${target.key.name}`
              : (scene?.parameters.get(field.name) ??
                (op.verb === "effects" && takesShare(view) ? String(share) : null)),
      sample: sampleOf(view).value,
      unique: op.verb !== "login" && ((stored?.unique ?? false) || together || makesSlug),
      minimal: field.required || (together && op.verb === "create"),
      kind: field.kind === "reference" ? "reference" : "value",
      property,
      emptyToNull: field.emptyToNull,
      hashed: stored?.hashed ?? false,
    };
  });
  const first = fields.find(({ kind }) => kind === "value");
  const isEmpty = op.verb === "update" && !fields.some(({ minimal }) => minimal);
  return {
    wrap: input.wrap,
    atLeastOne: input.atLeastOne,
    demands: input.fields.some(({ required }) => required),
    fields: fields.map((field) => (isEmpty && field === first ? { ...field, minimal: true } : field)),
    invalid: [
      ...input.fields.flatMap((field) => (field.kind === "tags" ? tagFaults(field.name) : faultsOf(op, field))),
      ...(input.strict ? [{ title: "an unknown field", field: "unknown", value: true }] : []),
    ],
  };
}

function tagFaults(name: string): BodyTest["invalid"] {
  return [
    { title: `null for ${name}`, field: name, value: null },
    { title: `a text for ${name}`, field: name, value: "text" },
    { title: `a number within ${name}`, field: name, value: { kind: "list" as const } },
  ];
}

function faultsOf(
  op: ApiOperation,
  field: Exclude<Input["fields"][number], { kind: "tags" }>,
): BodyTest["invalid"][number][] {
  const view = valueField(field);
  const wrong = invalidValues(view).filter(
    ({ value }) =>
      !(
        field.emptyToNull &&
        typeof value === "object" &&
        value !== null &&
        value.repeat + value.prefix.length + value.suffix.length === 0
      ),
  );
  // A password that is too short for a registration is simply wrong at a login.
  const missing =
    field.required && op.verb !== "update"
      ? [{ title: `no ${view.human}`, field: field.name, value: { kind: "missing" as const } }]
      : [];
  return [...wrong, ...missing];
}
