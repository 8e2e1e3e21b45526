import type { ApiOperation } from "../../plan/api/operation.ts";
import { objectText } from "../body.ts";
import { defineStep } from "../step.ts";
import type { Keep, ProbeStep } from "../step.ts";
import { entityOf, failure, fieldOf, recall, shows, success } from "./course.ts";
import type { Course } from "./course.ts";
import { bodyOf, learnInput, passwordOf, wrapped } from "./requests.ts";
import { keepsOf, showsToken } from "./shown.ts";

type Register = Extract<ApiOperation, { verb: "register" }>;
type Login = Extract<ApiOperation, { verb: "login" }>;

export function registerOf({ api }: Course): Register | null {
  return api.operations.find((operation) => operation.verb === "register") ?? null;
}

function loginOf({ api }: Course): Login | null {
  return api.operations.find((operation) => operation.verb === "login") ?? null;
}

/** Registers two accounts and logs one in; later steps refer to their tokens as `{{alice}}` and `{{bob}}`. */
export function accountSteps(course: Course): ProbeStep[] {
  const register = registerOf(course);
  const login = loginOf(course);
  if (register === null) return [];
  const steps = (["alice", "bob"] as const).flatMap((name, index) => {
    const row = index + 1;
    learnInput(course, register, row);
    const body = bodyOf(course, register, { row });
    const token: Keep[] = showsToken(course, register) ? [{ name, from: "token" }] : [];
    return body === null
      ? []
      : [
          defineStep({
            operation: register,
            name: row === 1 ? String(success(register)) : `${success(register)}:second`,
            title: row === 1 ? "registers an account" : "registers another account",
            path: register.path,
            body,
            statuses: [success(register)],
            keep: [...token, ...keepsOf(course, { operation: register, row })],
          }),
        ];
  });
  const credentials = login === null ? null : credentialsOf(course, { login, password: passwordOf(course) });
  if (login === null || credentials === null) return steps;
  return [
    ...steps,
    defineStep({
      operation: login,
      name: String(success(login)),
      title: "logs the account in",
      path: login.path,
      body: credentials,
      statuses: [success(login)],
      keep: showsToken(course, login) ? [{ name: "alice", from: "token" }] : [],
    }),
  ];
}

function credentialsOf(course: Course, { login, password }: { login: Login; password: string }): string | null {
  const { api } = course;
  const subject = entityOf(course, login.entity);
  const by = fieldOf(subject, api.auth?.login.by ?? "");
  const name = by === null ? null : recall(course, { entity: subject.name, row: 1, property: by.property });
  if (by === null || name === null) return null;
  return wrapped(
    login.input,
    objectText([
      [by.name, `"${name}"`],
      [api.auth?.password.field ?? "", `"${password}"`],
    ]),
  );
}

/** What registration and login refuse. */
export function accountErrorSteps(course: Course): ProbeStep[] {
  const register = registerOf(course);
  const login = loginOf(course);
  const steps: ProbeStep[] = [];
  const again = register === null ? null : bodyOf(course, register, { row: 1 });
  const conflict = register === null ? null : failure(register, "conflict");
  if (register !== null && again !== null && conflict !== null) {
    steps.push(
      defineStep({
        operation: register,
        name: String(conflict.status),
        title: "refuses an account that is there already",
        path: register.path,
        body: again,
        statuses: [conflict.status],
        has: conflict.message === null ? [] : [JSON.stringify(conflict.message)],
      }),
    );
  }
  const wrong = login === null ? null : credentialsOf(course, { login, password: `${passwordOf(course)}-wrong` });
  const refused = login === null ? null : failure(login, "credentials");
  if (login !== null && wrong !== null && refused !== null) {
    steps.push(
      defineStep({
        operation: login,
        name: String(refused.status),
        title: "refuses another password",
        path: login.path,
        body: wrong,
        statuses: [refused.status],
        has: shows(refused),
      }),
    );
  }
  return steps;
}

/** Guesses until the limit says stop; `null` without a login. */
export function limitStep(course: Course): ProbeStep | null {
  const login = loginOf(course);
  const limit = login === null ? null : failure(login, "tooMany");
  const body = login === null ? null : credentialsOf(course, { login, password: `${passwordOf(course)}-guess` });
  if (login === null || limit === null || body === null) return null;
  return defineStep({
    operation: login,
    name: String(limit.status),
    title: "stops guessing",
    path: login.path,
    body,
    statuses: [limit.status],
    has: shows(limit),
    attempts: course.plan.rateLimits.auth.max,
    weight: 0,
  });
}
