import { inCase, wordsOf } from "@backwright/language-node";
import type { Entity } from "@backwright/core";

// Names that JavaScript keeps.
const reserved =
  "await break case catch class const continue debugger default delete do else enum export extends false finally for function if " +
  "implements import in instanceof interface let new null package private protected public return static super switch this " +
  "throw true try typeof undefined var void while with yield arguments async eval of ";

// Names that the templates use themselves.
const taken = new Set(
  (
    reserved +
    "account accounts and api asc authorization change check columns config count counted counter current db desc eq error errors " +
    "express fields filters found id index input items limit list name next offset order orders order other owner owners page pages " +
    "parse path query req request res response row rows router scope single sort sorts sql status text title total transaction tx " +
    "update user users value values where without z"
  ).split(" "),
);

// Names that the templates of whole APIs use themselves.
const takenInApi = new Set(
  (
    reserved +
    "alias and api asc body change config count current cursor db desc eq error errors exists express gt gte idempotency input is item items " +
    "key limit lists lt lte map matches named ne next not now offset once one option options or order orders parse parsed passwords path query " +
    "reader request requests res response result row rows rule same scope single slug slugs sql state status test text token tokens total " +
    "transaction truth tx value values viewer views where without work z"
  ).split(" "),
);

export interface ResourceNames {
  readonly name: string;
  readonly plural: string;
  readonly one: string;
  readonly table: string;
  readonly file: string;
  readonly router: string;
  readonly human: string;
  readonly humanPlural: string;
  readonly article: "a" | "an";
}

/** All names of a resource, none of which collides with what the templates around it use. */
export function resourceNames(entity: Pick<Entity, "name" | "plural">, forApi = false): ResourceNames {
  const unusable = forApi ? takenInApi : taken;
  const one = inCase(entity.name, "camel");
  const human = wordsOf(entity.name).join(" ");
  return {
    name: entity.name,
    plural: entity.plural.charAt(0).toUpperCase() + entity.plural.slice(1),
    one: unusable.has(one) ? `${one}Row` : one,
    table: unusable.has(entity.plural) || entity.plural === one ? `${entity.plural}Table` : entity.plural,
    file: inCase(entity.plural, "kebab"),
    router: `${entity.plural}Router`,
    human,
    humanPlural: wordsOf(entity.plural).join(" "),
    article: articleOf(human),
  };
}

export function humanName(field: string): string {
  return wordsOf(field).join(" ");
}

/** A variable for an account with a role: `content-editor` → `contentEditor`. */
export function roleVariable(role: string): string {
  const name = inCase(role, "camel");
  return taken.has(name) ? `${name}Account` : name;
}

function articleOf(words: string): "a" | "an" {
  return /^(?:[aeio]|u(?!ni|s[aeiu]|t[aeiu]))/.test(words) ? "an" : "a";
}

/** A name of the templates' own, or of JavaScript, that nothing of a plan may have. */
export function isTakenInApi(name: string): boolean {
  return takenInApi.has(name);
}
