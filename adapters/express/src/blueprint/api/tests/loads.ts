import type { ApiOperation } from "@backwright/core";

type Effects = Extract<ApiOperation, { verb: "effects" }>;

/** The variable that a test has for a row which effects load: what is found by the account is the account. */
export function loadedAs({ loads }: Effects, name: string): string {
  const value = loads.find((load) => load.name === name)?.by.value;
  return value?.kind === "path" && value.root.kind === "auth" && value.steps.length === 0 ? "viewer" : name;
}
