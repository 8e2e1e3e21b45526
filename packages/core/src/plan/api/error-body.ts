import type { ErrorTemplate } from "./error-shape.ts";

export interface Problem {
  readonly key: string;
  readonly message: string;
}

/** The body that a template makes of problems, of which there is at least one. */
export function errorBody(
  template: ErrorTemplate,
  { status, problems }: { readonly status: number; readonly problems: readonly Problem[] },
): unknown {
  switch (template.kind) {
    case "object":
      return Object.fromEntries(
        template.entries.map(({ name, value }) => [name, errorBody(value, { status, problems })]),
      );
    case "byKey": {
      const keys = [...new Set(problems.map(({ key }) => key))];
      return Object.fromEntries(
        keys.map((key) => [
          key,
          errorBody(template.value, { status, problems: problems.filter((problem) => problem.key === key) }),
        ]),
      );
    }
    case "list":
      return problems.map((problem) => errorBody(template.item, { status, problems: [problem] }));
    case "key":
      return problems[0]?.key ?? "";
    case "message":
      return problems[0]?.message ?? "";
    case "status":
      return status;
    case "literal":
      return template.value;
  }
}
