import type { FieldTask, ResourceTask } from "../../task/schema.ts";
import type { TaskProblem } from "../../task/problems.ts";
import { columnName } from "../names.ts";
import { problemsOfDefault } from "./defaults.ts";

const reserved = ["id", "owner_id", "created_at", "updated_at"];
/** Names that every JavaScript object has already, so a field of that name could not be told from it. */
const builtIn = ["constructor", "hasOwnProperty", "isPrototypeOf", "toJSON", "toString", "valueOf"];

/** What the fields of one resource say against themselves or each other. */
export function fieldContradictions(name: string, { fields }: ResourceTask): TaskProblem[] {
  const path = ["resources", name, "fields"] as const;
  const entries = Object.entries(fields);
  if (entries.length === 0) {
    return [{ path, text: `${name} has no fields, so there is nothing to create or change. Name at least one.` }];
  }
  return entries.flatMap(([field, given], index) => {
    const earlier = entries.slice(0, index).find(([other]) => columnName(other) === columnName(field));
    const problems = [...problemsOfName(field, earlier?.[0] ?? null), ...problemsOfField(given)];
    return problems.map(({ at = [], text }) => ({ path: [...path, field, ...at], text }));
  });
}

/** A problem somewhere in a field. */
export interface FieldProblem {
  readonly at?: readonly (string | number)[];
  readonly text: string;
}

function problemsOfName(field: string, sameColumn: string | null): FieldProblem[] {
  if (reserved.includes(columnName(field))) {
    return [{ text: "Every row has this field already, filled by the application. Leave it out." }];
  }
  if (builtIn.includes(field)) return [{ text: "Every object has a member of this name. Choose another name." }];
  if (sameColumn !== null) {
    return [{ text: `It and \`${sameColumn}\` would be one column, \`${columnName(field)}\`. Rename one of them.` }];
  }
  return [];
}

function problemsOfField(field: FieldTask): FieldProblem[] {
  return [...misplaced(field), ...ranges(field), ...presence(field), ...problemsOfDefault(field)];
}

const textOnly = ["enum", "format", "minLength", "maxLength"] as const;
const numberOnly = ["minimum", "maximum"] as const;

function misplaced(field: FieldTask): FieldProblem[] {
  const type = field.type ?? "string";
  const isNumber = type === "integer" || type === "number";
  const wrong = [
    ...(type === "string" ? [] : textOnly.map((key) => ({ key, belongs: "a string" }))),
    ...(isNumber ? [] : numberOnly.map((key) => ({ key, belongs: "an integer or a number" }))),
  ];
  const problems: FieldProblem[] = wrong
    .filter(({ key }) => field[key] !== undefined)
    .map(({ key, belongs }) => ({ at: [key], text: `It is for ${belongs}, and this field is of type \`${type}\`.` }));
  if (type === "string" && field.enum !== undefined) {
    for (const key of ["format", "minLength", "maxLength"] as const) {
      if (field[key] !== undefined)
        problems.push({ at: [key], text: "`enum` names every value already. Leave it out." });
    }
  }
  if (type === "boolean" && field.unique === true) {
    problems.push({ at: ["unique"], text: "A unique boolean allows two rows in all. Leave `unique` out." });
  }
  return problems;
}

const shortest = { email: 6, uri: 10, slug: 1 };

function ranges(field: FieldTask): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const { enum: values, format, minLength, maxLength, minimum, maximum } = field;
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    problems.push({ at: ["minLength"], text: `It is more than \`maxLength\`, ${maxLength}. Swap or correct them.` });
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    problems.push({ at: ["minimum"], text: `It is more than \`maximum\`, ${maximum}. Swap or correct them.` });
  }
  if (format !== undefined && maxLength !== undefined && maxLength < shortest[format]) {
    problems.push({ at: ["maxLength"], text: `No ${format} is that short; give at least ${shortest[format]}.` });
  }
  if (values !== undefined && new Set(values).size < values.length) {
    problems.push({ at: ["enum"], text: "A value stands in it twice. Leave one of them out." });
  }
  return [...problems, ...integerRanges(field)];
}

function integerRanges({ type, minimum, maximum }: FieldTask): FieldProblem[] {
  if (type !== "integer") return [];
  const broken = Object.entries({ minimum, maximum }).filter(
    ([, bound]) => bound !== undefined && !Number.isSafeInteger(bound),
  );
  const problems: FieldProblem[] = broken.map(([key, bound]) => ({
    at: [key],
    text: `${bound} is not a whole number that can be kept exactly. Round it, or use the type \`number\`.`,
  }));
  if (broken.length === 0 && (minimum ?? 0) > 2_147_483_647 && maximum === undefined) {
    problems.push({ at: ["minimum"], text: "It is more than the default maximum, 2147483647. Give `maximum` too." });
  }
  if (broken.length === 0 && (maximum ?? 0) < -2_147_483_648 && minimum === undefined) {
    problems.push({ at: ["maximum"], text: "It is less than the default minimum, -2147483648. Give `minimum` too." });
  }
  return problems;
}

function presence(field: FieldTask): FieldProblem[] {
  const { required = false, nullable } = field;
  if (required && field.default !== undefined) {
    return [
      { at: ["default"], text: "The field is required, so its default would never be used. Leave out one of them." },
    ];
  }
  if (!required && nullable === false && field.default === undefined) {
    return [
      {
        at: ["nullable"],
        text: "A row that is created without this field would have no value for it. Make it required, give a default, or let it be null.",
      },
    ];
  }
  return [];
}
