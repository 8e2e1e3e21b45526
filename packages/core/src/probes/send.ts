import type { Answer } from "./judge.ts";

export interface Exchange {
  readonly url: string;
  readonly method: string;
  readonly token: string | null;
  /** What stands before the token: `Authorization: Bearer`. */
  readonly header: string;
  /** A further header, `null` for none. */
  readonly also: string | null;
  readonly body: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  /** How long a body may take to arrive once its status has; what has come by then is looked at. */
  readonly bodyMs: number;
}

const timeoutMs = 10_000;
/** More of an answer is not looked at. */
const mostBytes = 1_048_576;

/** One request and its answer, within ten seconds. Throws when nothing answers. */
export async function send({
  url,
  method,
  token,
  header,
  also,
  body,
  fetch,
  signal,
  bodyMs,
}: Exchange): Promise<Answer> {
  const headers = new Headers();
  if (body !== null) headers.set("content-type", "application/json");
  const [name = "", scheme = ""] = header.split(/: ?/);
  if (token !== null) headers.set(name, `${scheme} ${token}`.trim());
  if (also !== null) {
    const [further = "", value = ""] = also.split(/: (.*)/);
    headers.set(further, value);
  }
  const bound = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const response = await fetch(url, { method, headers, body, redirect: "manual", signal: bound });
  return { status: response.status, body: await readText(response, bodyMs) };
}

/** What arrives of a body; a stream that never ends is cut off at the time limit. */
async function readText(response: Response, bodyMs: number): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), bodyMs);
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (text.length < mostBytes) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    return text;
  } finally {
    clearTimeout(timer);
  }
  await reader.cancel();
  return text;
}
