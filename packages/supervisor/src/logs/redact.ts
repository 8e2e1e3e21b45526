const secretWords =
  /^(?:\w*secrets?|\w*tokens?|pass|\w*passw(?:or)?d|passphrase|pwd|pw|\w*keys?|credentials?|auth|cookie|session|dsn|salt|pepper|signature)$/;
/** A name that ends so says something about a secret, and does not hold one. */
const aboutSecrets =
  /^(?:file|path|dir|ttl|age|expiry|expires|in|lifetime|days|hours|minutes|seconds|name|header|algorithm|issuer|audience|length|rounds|type|enabled)$/;
/** Words to a shell, not secrets. */
const plainNames = new Set(["PWD", "OLDPWD"]);
const mask = "[redacted]";
/** Shorter values are ordinary words, and replacing them would destroy the log. */
const shortestSecret = 6;

const patterns: readonly { find: RegExp; replace: string }[] = [
  // scheme://user:password@host
  { find: /\b([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@'"]{0,200}:)[^\s@'"]{1,500}@/gi, replace: `$1${mask}@` },
  { find: /\beyJ[\w-]{5,4000}\.[\w-]{5,4000}\.[\w-]{0,4000}/g, replace: mask },
  { find: /\b(bearer|basic)\s+[\w.~+/=-]{8,4000}/gi, replace: `$1 ${mask}` },
  { find: /\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|npm_\w{30,255})/g, replace: mask },
  { find: /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)[-_][\w-]{10,255}/g, replace: mask },
  { find: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, replace: mask },
  { find: /\bxox[abposr]-[\w-]{10,255}/g, replace: mask },
  { find: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g, replace: mask },
  {
    find: /(["']?\b[\w.-]{0,60}(?:password|passwd|secret|api_?key|access_?token|refresh_?token|private_?key)["']?\s{0,3}[=:]\s{0,3})("[^"]{1,1000}"|'[^']{1,1000}'|[^\s,;&"']{1,1000})/gi,
    replace: `$1${mask}`,
  },
];

/**
 * Returns a function that masks, in any text, the values of variables with a secret-looking name, the passwords inside
 * connection strings that other variables hold, and what has the form of a token.
 */
export function createRedactor(secrets: Readonly<Record<string, string | undefined>>): (text: string) => string {
  const values = new Set<string>();
  for (const [name, value] of Object.entries(secrets)) {
    if (value === undefined) {
      continue;
    }
    if (isSecretName(name)) {
      addSecret(values, value);
    }
    addSecret(values, passwordIn(value));
  }
  // Longest first: one secret may hold another.
  const ordered = [...values].sort((a, b) => b.length - a.length);
  return (text) => {
    let redacted = text;
    for (const value of ordered) {
      redacted = redacted.replaceAll(value, mask);
    }
    for (const { find, replace } of patterns) {
      redacted = redacted.replace(find, replace);
    }
    return redacted;
  };
}

/** `DB_PASSWORD`, `apiKey` and `JWT_SECRET` are; `AUTHOR`, `PWD`, `KEY_FILE` and `TOKEN_TTL` are not. */
function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return (
    !plainNames.has(name) && !aboutSecrets.test(words.at(-1) ?? "") && words.some((word) => secretWords.test(word))
  );
}

function addSecret(values: Set<string>, value: string): void {
  for (const line of value.split(/\r?\n/)) {
    const secret = line.trim();
    if (secret.length >= shortestSecret && !/^(?:true|false|none|null|undefined|-----.*-----)$/i.test(secret)) {
      values.add(secret);
      values.add(encodeURIComponent(secret));
    }
  }
}

function passwordIn(value: string): string {
  const found = /^[a-z][a-z0-9+.-]*:\/\/[^:/@\s]*:([^@\s]+)@/i.exec(value)?.[1] ?? "";
  try {
    return decodeURIComponent(found);
  } catch {
    return found;
  }
}
