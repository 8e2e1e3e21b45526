import type { Validator } from "../existing-validator.ts";
import type { Importable } from "./imports.ts";

/** How an API checks what requests hold. */
export interface ApiValidator {
  /** The name of the library's own object in the code, and how it is imported. */
  readonly library: Importable;
  /** What its module of checks has for schemas. */
  readonly checks: readonly string[];
  readonly templates: Readonly<Record<"validation" | "schema" | "cursors" | "config", string>>;
}

/** The way of a library; what is no schema of joi is one of zod. */
export function apiValidator({ joi }: Pick<Validator, "joi">): ApiValidator {
  const checks = ["dateText", "dateTimeText", "emptyAsNull", "indexedText", "pathText", "text"];
  return joi === null
    ? {
        library: { name: "z", module: "zod", isPackage: true, isType: false, binding: "* as z" },
        checks: ["booleanText", "integerText", "numberText", ...checks],
        templates: {
          validation: "api/src/validation.ts",
          schema: "api/module/schema.ts",
          cursors: "api/src/cursors.ts",
          config: "api/existing/config.ts",
        },
      }
    : {
        library: { name: "Joi", module: joi.specifier, isPackage: true, isType: false, binding: joi.binding },
        checks,
        templates: {
          validation: "validators/joi/api/validation.ts",
          schema: "validators/joi/api/schema.ts",
          cursors: "validators/joi/api/cursors.ts",
          config: "validators/joi/api/config.ts",
        },
      };
}
