import type { TaskProblem } from "../../task/problems.ts";
import type { ResourceTask, Task } from "../../task/schema.ts";
import { didYouMean, wordList } from "../../task/suggest.ts";
import { actionOf, policyActions, policyOf, verbsOf } from "../policies.ts";
import type { PolicyAction } from "../policies.ts";

const words = ["anyone", "authenticated", "owner", "nobody"];

/** Roles that cannot be roles. */
export function roleContradictions({ auth }: Task): TaskProblem[] {
  return (auth?.roles ?? []).flatMap((role, index, roles) => {
    const path = ["auth", "roles", index];
    if (words.includes(role))
      return [{ path, text: `\`${role}\` has a meaning of its own in policies. Rename the role.` }];
    if (roles.indexOf(role) < index) return [{ path, text: `\`${role}\` stands there twice. Leave one of them out.` }];
    return [];
  });
}

/** What the policies of one resource ask for that cannot be. */
export function policyContradictions(
  name: string,
  { resource, task }: { resource: ResourceTask; task: Task },
): TaskProblem[] {
  const path = ["resources", name] as const;
  if (resource.owner === true && task.auth === undefined) {
    return [
      { path: [...path, "owner"], text: "Rows can only have an owner where there are accounts. Add `auth: jwt`." },
    ];
  }

  const verbs = verbsOf(resource, task);
  const problems = policyActions.flatMap((action) => problemsOfPolicy({ name, action, resource, task }));
  if (verbs.length === 0) {
    problems.push({ path, text: `Nobody may do anything with ${name}. Open one of its policies, or leave it out.` });
  }
  for (const [index, verb] of (resource.operations ?? []).entries()) {
    if (resource.operations?.indexOf(verb) !== index) {
      problems.push({ path: [...path, "operations", index], text: `\`${verb}\` stands there twice. Leave one out.` });
    }
  }
  return [...problems, ...unsaidMutations({ name, resource, task })];
}

interface PolicySubject {
  readonly name: string;
  readonly resource: ResourceTask;
  readonly task: Task;
}

function problemsOfPolicy({ name, action, resource, task }: PolicySubject & { action: PolicyAction }): TaskProblem[] {
  const given = resource.policies?.[action];
  if (given === undefined) return [];

  const path = ["resources", name, "policies", action];
  const texts = given.flatMap((word) => problemsOfWord(word, { name, action, resource, task }));
  const whole = given.find((word) => word === "anyone" || word === "nobody" || word === "authenticated");
  if (given.length > 1 && whole !== undefined) {
    texts.push(`\`${whole}\` stands alone: one word of the list is enough, so the others mean nothing beside it.`);
  }
  const named = (resource.operations ?? []).filter((verb) => actionOf(verb) === action);
  if (given.every((word) => word === "nobody") && named.length > 0) {
    texts.push(`Nobody may call it, but \`operations\` names ${wordList(named)}. Leave it out there.`);
  }
  return texts.map((text) => ({ path, text }));
}

function problemsOfWord(
  word: string,
  { name, action, resource, task }: PolicySubject & { action: PolicyAction },
): string[] {
  if (word === "anyone" && action === "create" && resource.owner === true) {
    return [`A ${name} belongs to the account that makes it, so somebody must be logged in. Say \`authenticated\`.`];
  }
  if (word === "anyone" || word === "nobody") return [];
  if (task.auth === undefined) {
    return [`\`${word}\` needs accounts, and the task has none. Add \`auth: jwt\`, or say \`anyone\`.`];
  }
  if (word === "authenticated") return [];
  if (word === "owner" && resource.owner !== true) {
    return [`${name} has no owner. Add \`owner: true\` to it, or name a role.`];
  }
  if (word === "owner") {
    return action === "create" ? ["A row has no owner before it is created. Say `authenticated`."] : [];
  }
  const roles = task.auth.roles ?? [];
  if (roles.includes(word)) return [];
  return [
    roles.length === 0
      ? `There is no role \`${word}\`, because \`auth\` names no roles. Add \`roles: [member, ${word}]\` to it.`
      : `There is no role \`${word}\`${didYouMean(word, [...roles, ...words])} \`auth.roles\` has ${wordList(roles)}.`.replace(
          "` `auth",
          "`. `auth",
        ),
  ];
}

/** A mutation that anyone may call has to be wanted, not left open by a missing line. */
function unsaidMutations({ name, resource, task }: PolicySubject): TaskProblem[] {
  const open = (["create", "update", "delete"] as const).filter(
    (action) =>
      resource.policies?.[action] === undefined &&
      verbsOf(resource, task).includes(action) &&
      policyOf(resource, { action, task }).includes("anyone"),
  );
  if (open.length === 0) return [];
  const example = open.map((action) => `${action}: anyone`).join(", ");
  return [
    {
      path: ["resources", name],
      text: `Without accounts anyone could ${wordList(open)} its rows. Add \`auth: jwt\`, say so with \`policies: { ${example} }\`, or leave these out of \`operations\`.`,
    },
  ];
}
