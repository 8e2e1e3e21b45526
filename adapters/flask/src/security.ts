import type { SecurityRule } from "@backwright/core";
import { pythonSecurityRules } from "@backwright/language-python";

/** The rules for Python; Flask adds none of its own. */
export const security: readonly SecurityRule[] = pythonSecurityRules;
