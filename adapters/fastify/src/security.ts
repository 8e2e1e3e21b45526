import type { SecurityRule } from "@backwright/core";
import { javascriptSecurityRules } from "@backwright/language-node";

/** The rules for JavaScript and TypeScript; Fastify adds none of its own. */
export const security: readonly SecurityRule[] = javascriptSecurityRules;
