import { connect } from "node:net";
import type { EnvironmentNeed } from "../adapter/contract.ts";
import { BackwrightError } from "../errors.ts";

export type MongodbNeed = Extract<EnvironmentNeed, { kind: "mongodb" }>;

/** What the environment gives, else what the application takes without it; `null` for neither. */
export function addressOf({ name, value }: MongodbNeed, environment: Readonly<Record<string, string>>): string | null {
  return environment[name] || value;
}

/** How databases of checks begin, so that no other is ever removed. */
export const ownDatabase = "backwright_";

/** The same server with another database. */
export function withDatabase(address: string, database: string): string {
  return address.replace(/^([a-z][a-z+]*:\/\/[^/?]+)(?:\/[^?]*)?/i, `$1/${database}`);
}

/**
 * Makes sure that each MongoDB that an application needs is there, before anything is changed for it.
 *
 * @throws BackwrightError `DATABASE_MISSING`
 */
export async function requireMongodb(
  needs: readonly EnvironmentNeed[],
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  for (const need of needs.filter(({ kind }) => kind === "mongodb") as MongodbNeed[]) {
    const { name } = need;
    const hint = `Start a MongoDB, set ${name} to its address, and name ${name} in the \`env\` of the task.`;
    const address = addressOf(need, environment);
    if (address === null) {
      const message = `The application keeps its data in MongoDB, and nothing says where one is: ${name} is not set. No file was touched.`;
      throw new BackwrightError("DATABASE_MISSING", { message, hint });
    }
    const places = placesIn(address);
    const reached = await Promise.all(places.map(isReached));
    if (places.length > 0 && !reached.includes(true)) {
      const tried = places.map(({ host, port }) => `${host}:${port}`).join(", ");
      const message = `The application keeps its data in MongoDB, and none answers at ${tried}, the address in ${name}. No file was touched.`;
      throw new BackwrightError("DATABASE_MISSING", { message, hint });
    }
  }
}

interface Place {
  readonly host: string;
  readonly port: number;
}

const usualPort = 27_017;

/** The servers that an address names; `[]` where a name server lists them. */
function placesIn(address: string): Place[] {
  const hosts = /^mongodb:\/\/(?:[^/?]*@)?([^/?@]+)/i.exec(address)?.[1]?.split(",") ?? [];
  return hosts.map((host) => {
    const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
    return { host: name.replaceAll(/^\[|\]$/g, ""), port: port === undefined ? usualPort : Number(port) };
  });
}

const patienceMs = 3_000;

function isReached({ host, port }: Place): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceMs });
    function end(reached: boolean): void {
      socket.destroy();
      resolve(reached);
    }
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}
