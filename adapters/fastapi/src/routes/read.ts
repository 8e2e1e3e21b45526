import { createReader } from "@backwright/language-python";
import { fastapiHost } from "./host.ts";

const factory =
  /\bFastAPI\s*\(|\bAPIRouter\s*\(|\.include_router\(|^(?:async )?def (?:create|make|build|get|init)_?app(?:lication)?\b/;

/** Follows an application's code from the given files, then factories that nothing calls. */
export const readApplication: ReturnType<typeof createReader> = createReader({
  host: fastapiHost,
  factory,
});

/** As `readApplication`, without what modules register by being imported: enough for the applications and where they listen. */
export const glanceApplication: ReturnType<typeof createReader> = createReader({
  host: (context) => ({ ...fastapiHost(context), registers: () => false }),
  factory,
});
