import { STATUS_CODES } from "node:http";

/** Names of Go's constants that differ from the registered reason phrases. */
const others: Readonly<Record<string, number>> = {
  NonAuthoritativeInfo: 203,
  RequestEntityTooLarge: 413,
  RequestURITooLong: 414,
  RequestedRangeNotSatisfiable: 416,
  Teapot: 418,
};

const named = new Map<string, number>([
  ...Object.entries(STATUS_CODES).map(
    ([code, phrase]) => [(phrase ?? "").replace(/[^A-Za-z]/g, ""), Number(code)] as const,
  ),
  ...Object.entries(others),
]);

/** The status of a constant such as `http.StatusNotFound`; `null` where there is none of this name. */
export function statusOf(constant: string): number | null {
  const name = /(?:^|\.)Status([A-Z]\w*)$/.exec(constant)?.[1];
  return name === undefined ? null : (named.get(name) ?? null);
}
