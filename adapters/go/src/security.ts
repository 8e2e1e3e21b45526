import type { SecurityRule } from "@backwright/core";
import { goSecurityRules } from "@backwright/language-go";

/** The rules for Go; the frameworks add none of their own. */
export const security: readonly SecurityRule[] = goSecurityRules;
