import type { SecurityRule } from "@backwright/core";
import { pythonSecurityRules } from "@backwright/language-python";

/** The rules for Python; Django's settings are read by the same ones. */
export const security: readonly SecurityRule[] = pythonSecurityRules;
