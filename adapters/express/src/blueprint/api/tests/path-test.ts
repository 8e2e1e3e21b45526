import type { ApiOperation, ApiOutcome } from "@backwright/core";
import { loadedAs } from "./loads.ts";
import type { OperationModel } from "../operations.ts";

export interface PathSegment {
  readonly text: string;
  readonly parameter: PathTest | null;
}

export interface PathTest {
  readonly name: string;
  /** Source text of its usual value. */
  readonly code: string;
  readonly isText: boolean;
  /** A value that names nothing. */
  readonly nothing: string;
  readonly malformed: string | null;
  /** The error that follows when it names nothing. */
  readonly problem: ApiOutcome | null;
}

export type OutcomesByCause = Readonly<Record<ApiOutcome["cause"], readonly ApiOutcome[]>>;

/** The segments of the path, each parameter with the value that the scene has for it. */
export function segmentsOf(
  o: OperationModel,
  { row, outcomes }: { row: string | null; outcomes: OutcomesByCause },
): PathSegment[] {
  const { op, parent } = o;
  return op.path
    .split("/")
    .slice(1)
    .map((text) => {
      const given = text.startsWith(":") ? op.pathParameters.find(({ name }) => name === text.slice(1)) : undefined;
      if (given === undefined) {
        return { text, parameter: null };
      }
      const parentSelection =
        "parent" in op && op.parent !== null && op.parent.selection.kind === "by" ? op.parent.selection.by : [];
      const rowSelection = "row" in op && op.row.kind === "by" ? op.row.by : [];
      const ofParent = parentSelection.find(({ parameter }) => parameter === given.name);
      const ofRow = rowSelection.find(({ parameter }) => parameter === given.name);
      const load =
        op.verb === "effects"
          ? op.loads.find(
              ({ by }) => by.value.kind === "parameter" && by.value.in === "path" && by.value.name === given.name,
            )
          : undefined;
      const isNumber = given.type === "integer" || given.type === "number";
      const code =
        ofParent !== undefined
          ? `${parent?.variable ?? "parent"}.${ofParent.property}`
          : ofRow !== undefined
            ? `${row ?? "row"}.${ofRow.property}`
            : load !== undefined
              ? `${op.verb === "effects" ? loadedAs(op, load.name) : load.name}.${load.by.property}`
              : isNumber
                ? "1"
                : "'something'";
      return {
        text,
        parameter: {
          name: given.name,
          code,
          isText: given.type === "string" && given.enum === null,
          nothing: isNumber ? "2147483647" : given.type === "uuid" ? "00000000-0000-4000-8000-000000000000" : "nothing",
          malformed: given.type === "string" && given.enum === null ? null : "x",
          problem:
            (ofParent !== undefined
              ? outcomes.parentNotFound[0]
              : outcomes.notFound.find(({ key }) => load === undefined || key === load.errorKey)) ?? null,
        },
      };
    });
}

/** Why the operation answers what. */
export function byCause(op: ApiOperation): OutcomesByCause {
  const causes = [
    "success",
    "invalid",
    "missingToken",
    "invalidToken",
    "credentials",
    "forbidden",
    "parentNotFound",
    "notFound",
    "conflict",
    "inUse",
    "state",
    "requirement",
    "idempotency",
    "tooMany",
  ] as const;
  const entries = causes.map((cause) => [cause, op.outcomes.filter((outcome) => outcome.cause === cause)] as const);
  return Object.fromEntries(entries) as unknown as OutcomesByCause;
}
