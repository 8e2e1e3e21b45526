import { itemsOf } from "@backwright/language-python";
import type { CallSite } from "@backwright/language-python";

/** `{int:item_id}` and `{item_id}` both are `:item_id`. */
export function plainNinjaPath(path: string): string {
  return path.replace(/\{(?:\w+:)?(\w+)\}/g, ":$1");
}

/** What `auth=` names; `auth=None` takes a guard away, which is no guard. */
export function guardNames(site: CallSite): string[] {
  const auth = site.args.find((argument) => argument.name === "auth");
  if (auth === undefined || (auth.value.kind === "text" && auth.value.type === "none")) {
    return [];
  }
  const many = itemsOf(auth.value);
  return many === null ? [`auth ${auth.node.text().slice(0, 40)}`] : many.map((_item, index) => `auth ${index + 1}`);
}
