import { createReader } from "@backwright/language-python";
import { fastapiHost } from "./host.ts";

/** Follows an application's code from the given files, then factories that nothing calls. */
export const readApplication: ReturnType<typeof createReader> = createReader({
  host: fastapiHost,
  factory:
    /\bFastAPI\s*\(|\bAPIRouter\s*\(|\.include_router\(|^(?:async )?def (?:create|make|build|get|init)_?app(?:lication)?\b/,
});
