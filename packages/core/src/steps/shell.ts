import type { EnvironmentNeed } from "../adapter/contract.ts";
import type { Command } from "../understanding/schema.ts";

/** A word as a shell reads it back unchanged. */
export function quote(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The arguments of `run_in` and `start_server`: a folder, then the command. */
export function jobWords(command: Command): string {
  return [command.cwd, ...withEnvironment(command)].map(quote).join(" ");
}

/** The command as one would type it in the repository's root. */
export function commandLine(command: Command): string {
  const line = withEnvironment(command).map(quote).join(" ");
  return command.cwd === "." ? line : `(cd ${quote(command.cwd)} && ${line})`;
}

function withEnvironment({ argv, env }: Command): string[] {
  const entries = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return entries.length === 0 ? [...argv] : ["env", ...entries, ...argv];
}

/** Runs only where the folder of the dependencies is missing, as it is in a fresh clone. */
export function onlyWithout(path: string | null, line: string): string {
  return path === null ? line : `[ -e ${quote(path)} ] || ${line}`;
}

/** Sets what the application needs to start; secrets are made when it runs. */
export function exportLine(need: EnvironmentNeed): string {
  switch (need.kind) {
    case "secret":
      return `export ${need.name}="$(random_hex 32)"`;
    case "value":
      return `export ${need.name}=${quote(need.value)}`;
    case "port":
      return `export ${need.name}="$PORT"`;
    case "database-file": {
      const parts = need.value.split("$FILE").map((part) => (part === "" ? "" : quote(part)));
      return `export ${need.name}=${parts.join(`"$work/${need.name}.db"`)}`;
    }
    case "mongodb":
      return mongodbLines(need);
    case "file":
      return `make_missing ${quote(need.name)}`;
    case "data-file":
      return `remove_later ${quote(need.name)}`;
  }
}

/** The address with a database of this run's own, which is removed once the server has ended. */
function mongodbLines({ name, value, drop }: Extract<EnvironmentNeed, { kind: "mongodb" }>): string {
  const given =
    value === null
      ? [`[ -n "\${${name}:-}" ] || give_up '${name} has to be set: the address of a MongoDB'`, `address=$${name}`]
      : [`address=\${${name}:-${quote(value)}}`];
  return [
    `# A database of this run's own on the server that ${name} names.`,
    ...given,
    `[[ $address =~ ^([a-z+]+://[^/?]+)(/[^?]*)?([?].*)?$ ]] || give_up '${name} is no address of a server'`,
    `export ${name}="\${BASH_REMATCH[1]}/verification_$(random_hex 6)\${BASH_REMATCH[3]:-}"`,
    `drop_database() { (cd ${quote(drop.cwd)} && exec ${drop.argv.map(quote).join(" ")}) </dev/null >/dev/null 2>&1; }`,
    `trap 'status=$?; [ -z "$server" ] || stop_tree "$server"; server=""; drop_database; (exit "$status"); stop_all' EXIT`,
  ].join("\n");
}
