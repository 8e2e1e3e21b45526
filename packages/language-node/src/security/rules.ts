import type { SecurityRule } from "@backwright/core";
import { dynamicSql } from "./dynamic-sql.ts";
import { hardcodedSecret } from "./hardcoded-secret.ts";
import { loggedSecret } from "./logged-secret.ts";
import { openCors } from "./open-cors.ts";
import { unverifiedJwt } from "./unverified-jwt.ts";

/** Static rules for JavaScript and TypeScript, whatever the framework. */
export const javascriptSecurityRules: readonly SecurityRule[] = [
  hardcodedSecret,
  dynamicSql,
  loggedSecret,
  unverifiedJwt,
  openCors,
];
