import type { Entity } from "../schema.ts";

/** Names of the schemas that are not resources; a resource of the same name keeps it. */
export interface SchemaNames {
  readonly problem: string;
  readonly registration: string;
  readonly credentials: string;
  readonly session: string;
  readonly account: string;
}

export function schemaNames(entities: readonly Entity[]): SchemaNames {
  const taken = new Set(entities.flatMap(({ name }) => [name, `${name}Create`, `${name}Update`, `${name}List`]));
  function free(name: string): string {
    return taken.has(name) ? free(`${name}Body`) : name;
  }
  return {
    problem: free("Problem"),
    registration: free("Registration"),
    credentials: free("Credentials"),
    session: free("Session"),
    account: free("Account"),
  };
}

export function schemaRef(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
