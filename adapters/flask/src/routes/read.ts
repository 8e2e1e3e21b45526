import { createReader } from "@backwright/language-python";
import { flaskHost } from "./host.ts";
import { mountOrphans } from "./router.ts";

const factory =
  /\b(?:Flask|APIFlask|Blueprint)\s*\(|\.register_blueprint\(|\.add_url_rule\(|\.add_resource\(|\bapp\.route\(|^(?:async )?def (?:create|make|build|get|init)_?app(?:lication)?\b/;

/** Follows an application's code from the given files, then factories that nothing calls. */
export const readApplication: ReturnType<typeof createReader> = createReader({
  host: flaskHost,
  factory,
  finish: mountOrphans,
});

/** As `readApplication`, without what modules register by being imported: enough for the applications and where they listen. */
export const glanceApplication: ReturnType<typeof createReader> = createReader({
  host: (context) => ({ ...flaskHost(context), registers: () => false }),
  factory,
});
