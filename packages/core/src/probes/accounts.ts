import type { Operation, Plan, PlanAuth } from "../plan/schema.ts";
import { objectText } from "./body.ts";
import { defineStep, type ProbeStep } from "./step.ts";

type Name = "alice" | "bob" | "carol";

/** Sent on registration. Random, so that it is found wherever it leaks and none stands in a file. */
export function passwordOf(auth: PlanAuth): string {
  const text = "Pw-{{hex:12}}";
  const length = 15;
  return auth.password.minLength > length ? `${text}{{x:${auth.password.minLength - length}}}` : text;
}

/** Registers two accounts and logs one in; later steps refer to their tokens as `{{alice}}` and `{{bob}}`. */
export function accountSteps(plan: Plan): ProbeStep[] {
  const { auth } = plan;
  if (auth === null) return [];
  const steps: ProbeStep[] = [];
  const register = find(plan, "register");
  const login = find(plan, "login");
  const me = find(plan, "me");
  if (register) {
    for (const name of ["alice", "bob"] as const) {
      steps.push(
        defineStep({
          operation: register,
          name: name === "alice" ? "201" : "201:second",
          title: `registers ${name === "alice" ? "an" : "another"} account`,
          path: register.path,
          body: credentials(name, passwordOf(auth)),
          statuses: [success(register)],
          lacks: ['"password":', '"passwordHash":'],
          keep: [{ name, from: "token" }],
        }),
      );
    }
  }
  if (login) {
    steps.push(
      defineStep({
        operation: login,
        name: "200",
        title: "logs the account in",
        path: login.path,
        body: credentials("alice", passwordOf(auth)),
        statuses: [success(login)],
        lacks: ['"password":', '"passwordHash":'],
        keep: [{ name: "alice", from: "token" }],
      }),
    );
  }
  if (me) {
    steps.push(
      defineStep({
        operation: me,
        name: "200",
        title: "shows the account that the token belongs to",
        path: me.path,
        token: "{{alice}}",
        statuses: [success(me)],
        has: [`"email":"${emailOf("alice")}"`],
        lacks: ['"password":', '"passwordHash":'],
      }),
    );
  }
  return steps;
}

/** What registration and login refuse, the most telling first: an API with a strict limit has room for few. */
export function accountErrorSteps(plan: Plan): ProbeStep[] {
  const { auth } = plan;
  if (auth === null) return [];
  const register = find(plan, "register");
  const login = find(plan, "login");
  const steps: ProbeStep[] = [];
  const { invalidStatus } = plan.errors;
  const invalid = [invalidStatus];
  const password = passwordOf(auth);
  function add(
    operation: Operation | null,
    draft: { name: string; title: string; body: string; statuses: number[] },
  ): void {
    if (operation) steps.push(defineStep({ operation, path: operation.path, ...draft }));
  }

  add(login, {
    name: "401",
    title: "refuses a wrong password",
    body: credentials("alice", `${password}-wrong`),
    statuses: [401],
  });
  add(register, {
    name: "409",
    title: "refuses an email that is taken",
    body: credentials("alice", password),
    statuses: [409],
  });
  add(register, {
    name: `${invalidStatus}:email`,
    title: "refuses a text that is no email",
    body: objectText([
      ["email", '"no-email"'],
      ["password", `"${password}"`],
    ]),
    statuses: invalid,
  });
  add(register, {
    name: `${invalidStatus}:password`,
    title: "refuses a password that is too short",
    body: credentials("carol", `x{{x:${Math.max(auth.password.minLength - 2, 0)}}}`),
    statuses: invalid,
  });
  add(login, {
    name: "401:unknown",
    title: "refuses an unknown account in the same way",
    body: credentials("carol", password),
    statuses: [401],
  });
  add(register, {
    name: `${invalidStatus}:unknown-field`,
    title: "refuses a field that it does not know, such as a role",
    body: objectText([
      ["email", `"${emailOf("carol")}"`],
      ["password", `"${password}"`],
      ["role", '"admin"'],
    ]),
    statuses: invalid,
  });
  add(login, {
    name: `${invalidStatus}:type`,
    title: "refuses a password that is no text",
    body: objectText([
      ["email", `"${emailOf("alice")}"`],
      ["password", '{"no":1}'],
    ]),
    statuses: invalid,
  });
  add(register, {
    name: `${invalidStatus}:json`,
    title: "refuses malformed JSON",
    body: '{"email":',
    statuses: [400, ...invalid],
  });
  return steps;
}

/** Login is tried with a wrong password until the limit answers. */
export function authLimitStep(plan: Plan): ProbeStep | null {
  const login = find(plan, "login");
  if (login === null || plan.auth === null) return null;
  const { max } = plan.rateLimits.auth;
  return defineStep({
    operation: login,
    name: "429",
    title: `stops guessing after ${max} requests`,
    path: login.path,
    body: credentials("alice", `${passwordOf(plan.auth)}-guess`),
    statuses: [429],
    attempts: max + 1,
  });
}

function find(plan: Plan, verb: Operation["verb"]): Operation | null {
  return plan.operations.find((operation) => operation.verb === verb) ?? null;
}

function success(operation: Operation): number {
  return operation.statuses[0] ?? 200;
}

function emailOf(name: Name): string {
  return `${name}-{{hex:12}}@example.com`;
}

function credentials(name: Name, password: string): string {
  return objectText([
    ["email", `"${emailOf(name)}"`],
    ["password", `"${password}"`],
  ]);
}
