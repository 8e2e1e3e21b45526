/** A service of a compose file, as far as it says what runs and where. */
export interface ComposeService {
  readonly name: string;
  /** 1-based line of its name. */
  readonly line: number;
  readonly image: string | null;
  readonly builds: boolean;
  /** `8080:3000`, as written, each with its line. */
  readonly ports: readonly { readonly text: string; readonly line: number }[];
}

interface Reading {
  readonly services: {
    name: string;
    line: number;
    image: string | null;
    builds: boolean;
    ports: ComposeService["ports"][number][];
  }[];
  /** How far the names of services and their keys are indented; -1 until the first is seen. */
  names: number;
  keys: number;
  inPorts: boolean;
}

/**
 * The services of a compose file, read line by line: a parser of YAML takes longer to load and to run than all else that
 * is read of most projects, and what templates make of a file still counts.
 */
export function composeServices(text: string): readonly ComposeService[] {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^(["']?)services\1\s*:\s*(#.*)?$/.test(line));
  const reading: Reading = { services: [], names: -1, keys: -1, inPorts: false };
  for (let at = start + 1; start !== -1 && at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const indent = line.search(/\S/);
    if (indent === -1 || line[indent] === "#") {
      continue;
    }
    if (indent === 0) {
      break;
    }
    readLine(reading, { content: line.slice(indent).trimEnd(), indent, line: at + 1 });
  }
  return reading.services;
}

interface Line {
  readonly content: string;
  readonly indent: number;
  readonly line: number;
}

function readLine(reading: Reading, { content, indent, line }: Line): void {
  reading.names = reading.names === -1 ? indent : reading.names;
  if (indent <= reading.names) {
    const name = /^(["']?)([\w.${}-]+)\1\s*:(?:\s|$)/.exec(content)?.[2];
    reading.keys = -1;
    reading.inPorts = false;
    if (name !== undefined) {
      reading.services.push({ name, line, image: null, builds: false, ports: [] });
    }
    return;
  }
  const service = reading.services.at(-1);
  reading.keys = reading.keys === -1 ? indent : reading.keys;
  if (service === undefined || indent < reading.keys) {
    return;
  }
  const item = /^-\s+(.*)$/.exec(content)?.[1];
  if (item !== undefined) {
    if (reading.inPorts) {
      service.ports.push(...scalar(item, line));
    }
    return;
  }
  const [, key, value = ""] =
    indent === reading.keys ? (/^["']?([\w-]+)["']?\s*:(?:\s+(.*))?$/.exec(content) ?? []) : [];
  if (key === undefined) {
    return;
  }
  reading.inPorts = key === "ports";
  if (key === "image") {
    service.image = scalar(value, line)[0]?.text ?? null;
  } else if (key === "build") {
    service.builds = true;
  } else if (key === "ports" && value.startsWith("[")) {
    service.ports.push(
      ...value
        .slice(1)
        .replace(/\].*$/, "")
        .split(",")
        .flatMap((part) => scalar(part.trim(), line)),
    );
  }
}

/** A plain or quoted text; nothing for an alias, a block or a map. */
function scalar(written: string, line: number): { text: string; line: number }[] {
  const value = written.replace(/^&\S+\s+/, "");
  const quoted = /^(["'])(.*?)\1/.exec(value);
  const text = quoted?.[2] ?? value.replace(/(^|\s)#.*$/, "").trim();
  return text === "" || (quoted === null && /^[*|>{[]|:\s/.test(text)) ? [] : [{ text, line }];
}
