import type { SecurityRule } from "@backwright/core";
import { javascriptSecurityRules } from "@backwright/language-node";

/** The rules for JavaScript and TypeScript; NestJS adds none of its own. */
export const security: readonly SecurityRule[] = javascriptSecurityRules;
