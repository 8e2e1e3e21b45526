import * as z from "zod";

export const identifier = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "a field is named in camelCase, like `dueDate`");
export const entityName = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]*$/, "a resource is named in PascalCase and the singular, like `Bookmark`");
export const roleName = z.string().regex(/^[a-z][a-z0-9-]*$/, "a role is lower case, like `admin`");
export const urlPath = z
  .string()
  .regex(/^(\/[A-Za-z0-9._~-]+)+$/, "a path starts with `/` and does not end with one, like `/bookmarks`");
export const orderKey = z
  .string()
  .regex(/^-?[a-z][A-Za-z0-9]*$/, "an order is a field, with `-` in front for descending");
export const duration = z.string().regex(/^[1-9][0-9]*[smhd]$/, "a duration is a number with s, m, h or d, like `1h`");
