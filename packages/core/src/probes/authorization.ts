import type { Operation } from "../plan/schema.ts";
import { rowIdsOf } from "../plan/store.ts";
import { allows, rolesOf } from "./access.ts";
import { changeableField, createBody, objectText } from "./body.ts";
import { type EntityProbe, idMember, rowPath, updateBody } from "./happy.ts";
import { defineStep, type ProbeStep } from "./step.ts";

const verbs = ["list", "get", "create", "update", "delete"] as const;

/** Who must not get through, for each operation of the entity. */
export function authorizationSteps(probe: EntityProbe): ProbeStep[] {
  return verbs.flatMap((verb) => {
    const operation = probe.operation(verb);
    return operation?.authenticated ? [...unauthenticated(probe, operation), ...forbidden(probe, operation)] : [];
  });
}

/** A request that would succeed if only the right account sent it. */
function validRequest(
  { plan, entity, hasRows }: EntityProbe,
  operation: Operation,
): { path: string; body: string | null } {
  const field = changeableField(entity);
  const path = operation.path.includes(":")
    ? hasRows
      ? rowPath(operation, { entity, row: 1 })
      : operation.path.replace(/:[A-Za-z]+$/, rowIdsOf(plan).missing)
    : operation.path;
  if (operation.verb === "create") return { path, body: createBody(entity, { row: 6, brief: true }) };
  if (operation.verb === "update") return { path, body: field ? updateBody(field, 6) : "{}" };
  return { path, body: null };
}

function unauthenticated(probe: EntityProbe, operation: Operation): ProbeStep[] {
  return tokenSteps(operation, validRequest(probe, operation));
}

/** Without credentials, and with tokens that nobody has signed. */
export function tokenSteps(operation: Operation, request: { path: string; body: string | null }): ProbeStep[] {
  const base = { operation, ...request, statuses: [401] };
  return [
    defineStep({ ...base, name: "401", title: "refuses without credentials" }),
    defineStep({
      ...base,
      name: "401:forged",
      title: "refuses a token with another signature",
      token: "{{alice_forged}}",
      weight: 2,
    }),
    defineStep({
      ...base,
      name: "401:unsigned",
      title: "refuses a token without a signature",
      token: "{{alice_unsigned}}",
      weight: 2,
    }),
    defineStep({
      ...base,
      name: "401:expired",
      title: "refuses a token whose claims were changed and have expired",
      token: "{{alice_expired}}",
      weight: 2,
    }),
  ];
}

function forbidden(probe: EntityProbe, operation: Operation): ProbeStep[] {
  const { plan, entity, hasRows } = probe;
  const request = validRequest(probe, operation);
  const roles = rolesOf(operation);
  if (!allows(operation, { caller: "owner", plan })) {
    const hasPathId = operation.path.includes(":");
    const steps = [
      defineStep({
        operation,
        name: "403",
        title: `refuses an account without the role ${roles}`,
        ...request,
        token: "{{alice}}",
        // Without a row, an API may look for it before it looks at the role.
        statuses: hasPathId && !hasRows ? [403, 404] : [403],
      }),
    ];
    if (operation.verb === "create") {
      steps.push(
        defineStep({
          operation,
          name: "403:before-validation",
          title: "refuses the role before it looks at the body",
          path: request.path,
          token: "{{alice}}",
          body: objectText([["no_such_field", "1"]]),
          statuses: [403],
          weight: 2,
        }),
      );
    }
    return steps;
  }
  if (allows(operation, { caller: "other", plan })) return [];
  if (operation.verb === "list") return [othersList(probe, operation)];
  if (!hasRows || operation.verb === "create") return [];
  return [
    defineStep({
      operation,
      name: "403",
      title: `refuses a ${entity.name} of another account`,
      ...request,
      token: "{{bob}}",
      statuses: [403],
    }),
  ];
}

/** Lists that only show one's own rows. */
function othersList(probe: EntityProbe, operation: Operation): ProbeStep {
  return defineStep({
    operation,
    name: "200:others",
    title: "does not show the rows of another account",
    path: operation.path,
    token: "{{bob}}",
    statuses: [200],
    lacks: probe.hasRows ? [idMember(probe, 1)] : [],
    weight: 1,
  });
}
