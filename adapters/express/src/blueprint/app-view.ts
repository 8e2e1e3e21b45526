import type { Plan } from "@backwright/core";
import { resourceView } from "./resource-view.ts";
import type { AppView, AuthView, FieldView, ResourceView, Uses } from "./view.ts";

/** What the templates see of a plan. */
export function appView(plan: Plan): AppView {
  const resources = plan.entities.map((entity) => resourceView(plan, entity));
  const auth = authView(plan);
  return {
    name: plan.app.name,
    objective: plan.task.objective,
    auth,
    resources,
    rateLimits: plan.rateLimits,
    uses: usesOf(resources, auth),
  };
}

function authView(plan: Plan): AuthView | null {
  if (plan.auth === null) {
    return null;
  }
  const { path, expiresInSeconds, roles, password } = plan.auth;
  return {
    path,
    expiresInSeconds,
    roles,
    defaultRole: roles[0] ?? null,
    password,
  };
}

function usesOf(resources: readonly ResourceView[], auth: AuthView | null): Uses {
  const written = resources.filter(({ create, update }) => create ?? update).flatMap(({ fields }) => fields);
  const filters = resources.flatMap(({ list }) => list?.filters ?? []);
  function some(type: FieldView["type"], fields: readonly FieldView[] = [...written, ...filters]): boolean {
    return fields.some((field) => field.type === type && field.enum === null);
  }
  const page = resources.some(({ list }) => list !== null);
  const requireRole = resources.some(({ list, create }) => [list, create].some((one) => (one?.roles.length ?? 0) > 0));
  return {
    text: some("string"),
    indexedText: written.some(({ indexed }) => indexed),
    integerText: page || some("integer", filters),
    numberText: some("number", filters),
    booleanText: some("boolean", filters),
    date: some("date"),
    dateTime: some("date-time"),
    rowId: resources.some((resource) => resource.get ?? resource.update ?? resource.delete),
    page,
    change: resources.some(({ update }) => update !== null),
    requireRole,
    forbidden:
      requireRole ||
      resources.some(({ get, update, delete: remove }) =>
        [get, update, remove].some((one) => (one?.check ?? null) !== null),
      ),
    lock: resources.some(({ update, delete: remove }) => update !== null || (remove?.check ?? null) !== null),
    rows: auth !== null || resources.some(({ create, update }) => create ?? update),
    unique:
      auth !== null ||
      resources.some(({ create, update, fields }) => (create ?? update) && fields.some(({ unique }) => unique)),
  };
}
