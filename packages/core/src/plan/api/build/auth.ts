import { toSeconds } from "../../duration.ts";
import type { ApiAuth } from "../schema.ts";
import { fieldOf, findEntity, findField, report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";

/** Accounts as the task says them; `null` where there are none. */
export function planApiAuth(draft: ApiDraft): ApiAuth | null {
  const { auth } = draft.task;
  if (auth === undefined) return null;
  const subjectName = auth.subject ?? "";
  const subject = findEntity(draft, subjectName, ["auth", "subject"]);
  if (subject === null) return null;

  const passwordPath = ["auth", "password", "field"];
  const password = findField(draft, { entity: subject, name: auth.password?.field ?? "password", path: passwordPath });
  const by = findField(draft, { entity: subject, name: auth.login ?? "email", path: ["auth", "login"] });
  if (password === null || by === null) return null;
  if (!password.secret || password.type !== "string") {
    report(
      draft,
      passwordPath,
      `\`${password.name}\` has to be a text with \`secret: true\`, so that no answer holds it.`,
    );
  }
  if (!by.unique || by.type !== "string")
    report(draft, ["auth", "login"], `\`${by.name}\` has to be a unique text, for it names an account.`);
  const minLength = auth.password?.minLength ?? Math.max(8, password.minLength ?? 0);
  password.minLength = minLength;
  password.maxLength = Math.min(password.maxLength ?? 128, 128);
  for (const [claim, field] of Object.entries(auth.claims ?? {})) {
    const found = findField(draft, { entity: subject, name: field, path: ["auth", "claims", claim] });
    if (found?.secret === true)
      report(draft, ["auth", "claims", claim], `\`${field}\` is secret, and everyone can read a token.`);
    if (claim === "sub" && found !== null && found.name !== subject.key) {
      report(
        draft,
        ["auth", "claims", claim],
        "A name or an address can change, and the token would then be another's. `sub` is the key.",
      );
    }
  }
  return {
    kind: "jwt",
    subject: subject.name,
    header: { name: auth.header?.name ?? "Authorization", schemes: auth.header?.schemes ?? ["Bearer"] },
    claims: [
      { claim: "sub", property: subject.key },
      ...Object.entries(auth.claims ?? {})
        .filter(([claim]) => claim !== "sub")
        .map(([claim, property]) => ({ claim, property })),
    ],
    expiresInSeconds: toSeconds(auth.expires ?? "1h"),
    password: {
      field: password.name,
      property: password.property,
      hash: "argon2id",
      minLength,
      maxLength: password.maxLength,
    },
    login: { by: by.name },
    role: planRole(draft, subject.name),
  };
}

function planRole(draft: ApiDraft, subject: string): ApiAuth["role"] {
  const name = draft.task.auth?.role ?? "role";
  const entity = draft.entities.get(subject);
  const field = entity === undefined ? null : fieldOf(entity, name);
  if (field === null || field.enum === null) {
    if (draft.task.auth?.role !== undefined)
      report(
        draft,
        ["auth", "role"],
        `${subject} has no field \`${name}\` with an \`enum\`, which would be the roles.`,
      );
    return null;
  }
  const [initial = ""] = field.enum;
  return {
    field: field.name,
    values: field.enum,
    initial: typeof field.default === "string" ? field.default : initial,
  };
}
