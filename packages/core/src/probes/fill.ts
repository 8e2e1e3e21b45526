import { randomBytes, randomInt } from "node:crypto";

/** What is known while a scenario runs: the random part of this run, and what earlier steps have kept. */
export interface Values {
  readonly hex: string;
  readonly digits: string;
  readonly kept: Map<string, string>;
}

export function newValues(): Values {
  const digits = Array.from({ length: 9 }, () => randomInt(1, 10)).join("");
  return { hex: randomBytes(6).toString("hex"), digits, kept: new Map() };
}

/** Replaces every `{{…}}`. Where an earlier step did not keep a value, `missing` names it. */
export function fill(text: string, values: Values): { text: string; missing: string | null } {
  let missing: string | null = null;
  const filled = text.replaceAll(
    /\{\{([a-zA-Z_][a-zA-Z0-9_]*)(?::([0-9]+))?\}\}/g,
    (whole, name: string, count?: string) => {
      const value = count === undefined ? values.kept.get(name) : generated(name, { count: Number(count), values });
      if (value === undefined) missing ??= name;
      return value ?? whole;
    },
  );
  return { text: filled, missing };
}

function generated(name: string, { count, values }: { count: number; values: Values }): string | undefined {
  if (name === "hex") return values.hex.slice(0, count);
  if (name === "digits") return values.digits.slice(0, count);
  if (name === "x") return "x".repeat(count);
  return undefined;
}

/** Of a token that claims to need no signature. */
export const unsignedHead = { alg: "none", typ: "JWT" };
/** An hour of 2020. */
export const expiredClaims = { sub: "1", iat: 1_577_836_800, exp: 1_577_840_400 };

/** A token as it was given, and three that must be refused: another signature, no signature, another time. */
export function tokenVariants(token: string): Record<"" | "_forged" | "_unsigned" | "_expired", string> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const otherSignature = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  return {
    "": token,
    _forged: `${header}.${payload}.${otherSignature}`,
    _unsigned: `${encode(unsignedHead)}.${payload}.`,
    _expired: `${header}.${encode(expiredClaims)}.${signature}`,
  };
}

/** As it stands in a token. */
export function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** The first JSON Web Token in a text. */
export function findToken(text: string): string | null {
  return /eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/.exec(text)?.[0] ?? null;
}

/** The value of the first member of that name in a compact JSON text, where it is a word or a number. */
export function findMember(text: string, name: string): string | null {
  return new RegExp(`"${name}":"?([A-Za-z0-9_-]+)`).exec(text)?.[1] ?? null;
}
