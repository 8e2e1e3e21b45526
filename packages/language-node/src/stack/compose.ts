import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

/** The ports inside of containers that a compose file builds; a service with nothing but an image is someone else's. */
export function composePorts(file: string, text: string): { port: number; source: string }[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
  const services = document.get("services", true);
  if (!isMap(services)) {
    return [];
  }
  return services.items.flatMap(({ value }) => {
    const ports = isMap(value) && value.has("build") ? value.get("ports", true) : null;
    return (isSeq(ports) ? ports.items : []).flatMap((item) => {
      // `3000`, `"8080:3000"`, `127.0.0.1:8080:3000/tcp`, `${PORT}:3000`
      const match = isScalar(item) ? /(?:^|:)(\d{2,5})(?:\/\w+)?$/.exec(String(item.value)) : null;
      const line = isScalar(item) ? lines.linePos(item.range?.[0] ?? 0).line : 1;
      return match === null ? [] : [{ port: Number(match[1]), source: `${file}:${line}` }];
    });
  });
}
