import { createReader } from "@backwright/language-python";
import { flaskHost } from "./host.ts";
import { mountOrphans } from "./router.ts";

/** Follows an application's code from the given files, then factories that nothing calls. */
export const readApplication: ReturnType<typeof createReader> = createReader({
  host: flaskHost,
  factory:
    /\b(?:Flask|APIFlask|Blueprint)\s*\(|\.register_blueprint\(|\.add_url_rule\(|\.add_resource\(|\bapp\.route\(|^(?:async )?def (?:create|make|build|get|init)_?app(?:lication)?\b/,
  finish: mountOrphans,
});
