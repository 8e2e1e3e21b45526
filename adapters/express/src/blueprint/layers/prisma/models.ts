import { inCase } from "@backwright/language-node";
import type { PrismaPractice } from "@backwright/language-node";
import type { AppView, ResourceView } from "../../view.ts";
import { fieldSpec, isNative } from "./fields.ts";
import type { FieldSpec } from "./fields.ts";

export interface ModelSpec {
  readonly name: string;
  readonly table: string;
  readonly fields: readonly FieldSpec[];
  /** The key of the account that a row belongs to; `null` where rows belong to nobody. */
  readonly owner: { readonly field: string; readonly column: string; readonly relation: string } | null;
  readonly enums: readonly EnumSpec[];
}

export interface EnumSpec {
  readonly name: string;
  readonly values: readonly string[];
}

/** What a resource belongs to, as accounts see it: `notebooks Notebook[]`. */
export interface BackRelation {
  readonly name: string;
  readonly model: string;
}

export function backRelations({ resources }: AppView): BackRelation[] {
  return resources.filter(({ owned }) => owned).map(({ table, name }) => ({ name: table, model: name }));
}

export const usersNames = { name: "User", tableName: "users" };

/** The name of a model's table in the app's manner. */
export function tableOf(
  { mapsTables }: PrismaPractice,
  { name, tableName }: { readonly name: string; readonly tableName: string },
): string {
  return mapsTables ? tableName : name;
}

/** The models of a plan, accounts first. */
export function modelsOf(view: AppView, practice: PrismaPractice): ModelSpec[] {
  return [
    ...(view.auth === null ? [] : [usersModel(view.auth, practice)]),
    ...view.resources.map((resource) => resourceModel(resource, practice)),
  ];
}

function usersModel({ roles, defaultRole }: NonNullable<AppView["auth"]>, practice: PrismaPractice): ModelSpec {
  const text = practice.provider === "postgresql" ? "VARCHAR(254)" : "TEXT";
  const native = roles.length > 0 && isNative(roles);
  const role: FieldSpec = {
    name: "role",
    column: "role",
    type: native ? "UserRole" : "String",
    attributes: [`@default(${native ? defaultRole : JSON.stringify(defaultRole)})`],
    sql: `${native && practice.provider === "postgresql" ? '"UserRole"' : "TEXT"} NOT NULL DEFAULT '${defaultRole}'`,
    unique: false,
  };
  return {
    name: usersNames.name,
    table: tableOf(practice, usersNames),
    fields: [
      {
        name: "email",
        column: "email",
        type: "String",
        attributes: ["@unique", ...(text === "TEXT" ? [] : ["@db.VarChar(254)"])],
        sql: `${text} NOT NULL`,
        unique: true,
      },
      {
        name: "passwordHash",
        column: columnOf(practice, "passwordHash"),
        type: "String",
        attributes: [],
        sql: "TEXT NOT NULL",
        unique: false,
      },
      ...(roles.length === 0 ? [] : [role]),
      ...times(practice),
    ],
    owner: null,
    enums: native ? [{ name: "UserRole", values: roles }] : [],
  };
}

function resourceModel(resource: ResourceView, practice: PrismaPractice): ModelSpec {
  const { name, owned, fields } = resource;
  const postgres = practice.provider === "postgresql";
  const native = fields.flatMap((field) =>
    field.enum !== null && isNative(field.enum)
      ? [{ field: field.name, name: name + inCase(field.name, "pascal"), values: field.enum }]
      : [],
  );
  return {
    name,
    table: tableOf(practice, resource),
    fields: [
      ...fields.map((field) =>
        fieldSpec(field, {
          postgres,
          column: practice.mapsColumns ? field.column : field.name,
          enumName: native.find((one) => one.field === field.name)?.name ?? null,
        }),
      ),
      ...times(practice),
    ],
    owner: owned
      ? {
          field: "ownerId",
          column: columnOf(practice, "ownerId"),
          relation: fields.some((field) => field.name === "owner") ? "account" : "owner",
        }
      : null,
    enums: native.map(({ name: enumName, values }) => ({ name: enumName, values })),
  };
}

function times(practice: PrismaPractice): FieldSpec[] {
  const type = practice.provider === "postgresql" ? "TIMESTAMP(3)" : "DATETIME";
  const plain = { type: "DateTime", unique: false };
  return [
    {
      ...plain,
      name: "createdAt",
      column: columnOf(practice, "createdAt"),
      attributes: ["@default(now())"],
      sql: `${type} NOT NULL DEFAULT CURRENT_TIMESTAMP`,
    },
    {
      ...plain,
      name: "updatedAt",
      column: columnOf(practice, "updatedAt"),
      attributes: ["@updatedAt"],
      sql: `${type} NOT NULL`,
    },
  ];
}

function columnOf({ mapsColumns }: PrismaPractice, name: string): string {
  return mapsColumns ? inCase(name, "snake") : name;
}
