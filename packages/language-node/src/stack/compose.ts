import { composeServices } from "@backwright/core";

/** Where databases, queues and mail listen, which some projects build as well. */
export const databasePorts: ReadonlySet<number> = new Set([
  5432, 3306, 27_017, 6379, 1433, 5672, 9200, 9092, 2525, 11_211,
]);

/** The ports inside of containers that a compose file builds; a service with nothing but an image is someone else's. */
export function composePorts(file: string, text: string): { port: number; source: string }[] {
  return composeServices(text)
    .filter(({ builds }) => builds)
    .flatMap(({ ports }) => ports)
    .flatMap((written) => {
      // `3000`, `"8080:3000"`, `127.0.0.1:8080:3000/tcp`, `${PORT}:3000`
      const port = /(?:^|:)(\d{2,5})(?:\/\w+)?$/.exec(written.text)?.[1];
      return port === undefined || databasePorts.has(Number(port))
        ? []
        : [{ port: Number(port), source: `${file}:${written.line}` }];
    });
}
