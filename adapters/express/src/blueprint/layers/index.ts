import type { Refusal } from "@backwright/core";
import { broughtClient, broughtDrizzle } from "./drizzle/brought.ts";
import { drizzle } from "./drizzle/open.ts";
import { knex } from "./knex/open.ts";
import { mongoose } from "./mongoose/open.ts";
import { prisma } from "./prisma/open.ts";
import { sequelize } from "./sequelize/open.ts";
import { typeorm } from "./typeorm/open.ts";
import type { DataLayer, LayerInput, OpenLayer } from "./layer.ts";

const layers: readonly DataLayer[] = [drizzle, knex, mongoose, prisma, sequelize, typeorm];

/** The database that resources are kept in: the app's own, or the one that it gets; refusals where its own cannot be used. */
export function openLayer(input: LayerInput): OpenLayer | readonly Refusal[] {
  const { database } = input.conventions;
  if (database === null || bringsDatabase(input)) {
    return broughtDrizzle(input);
  }
  const layer = layers.find(({ orm }) => orm === database.orm);
  return (
    layer?.open(input) ?? [
      {
        reason: `The app keeps its data with ${database.orm}, which the blueprint does not write yet.`,
        hint: `Move the app to ${layers.map(({ orm }) => orm).join(" or ")}, or use another implementer.`,
      },
    ]
  );
}

/** Whether the app had no database before this task. */
export function bringsDatabase({ generated, conventions }: Omit<LayerInput, "project">): boolean {
  return conventions.database === null || generated.has(broughtClient(conventions));
}
