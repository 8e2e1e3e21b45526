import { camelCase, kebabCase, noCase, snakeCase } from "change-case";
import pluralize from "pluralize";

/** The names that follow from the name of a resource. */
export interface EntityNames {
  /** `blogPosts` */
  readonly plural: string;
  /** `BlogPosts` */
  readonly pluralPascal: string;
  /** `blog_posts` */
  readonly table: string;
  /** `/blog-posts` */
  readonly path: string;
}

export function entityNames(name: string): EntityNames {
  const words = noCase(name).split(" ");
  const last = words.pop() ?? "";
  const plural = [...words, pluralize(last)].join(" ");
  const camel = camelCase(plural);
  return {
    plural: camel,
    pluralPascal: `${camel.charAt(0).toUpperCase()}${camel.slice(1)}`,
    table: snakeCase(plural),
    path: `/${kebabCase(plural)}`,
  };
}

/** `dueDate` → `due_date` */
export function columnName(field: string): string {
  return snakeCase(field);
}

/** `BlogPost` → `blog post` */
export function spoken(name: string): string {
  return noCase(name);
}
