import { fileURLToPath } from "node:url";
import { Eta } from "eta";

const views = fileURLToPath(new URL("../../templates", import.meta.url));
const eta = new Eta({ views, autoEscape: false, cache: true });

/** Fills a template, named by its path in `templates/` without `.eta`. Throws where it uses a name that the view has not. */
export function renderTemplate(name: string, view: object): string {
  return eta.render(`/${name}.eta`, strict(view, name));
}

/** A view of which only names that exist can be read. */
function strict<Value extends object>(value: Value, path: string): Value {
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof key === "symbol" || key === "toJSON" || (Array.isArray(target) && !(key in target))) {
        return member;
      }
      if (!(key in target)) {
        throw new Error(`The template ${path} uses ${key}, which its view has not.`);
      }
      return isPlain(member) ? strict(member, `${path}: ${key}`) : member;
    },
  });
}

function isPlain(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype)
  );
}
