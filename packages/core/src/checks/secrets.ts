/** Names that hold nothing but a secret, after what only says which form it has. */
const certain = /secret$|(?:^|_)(?:private|secret|signing|sign|encryption|jwt|api|access|hmac)_?key$/;
/** Names of secrets, but of fields, messages and places as well. */
const possible = /(?:password|passwd|passphrase|token|(?:^|_)session_?key)$/;
/** `secretString`, `tokenBytes`, `secretOrKey`, `secret_password`: a secret with a word more. */
const form =
  /(?<=secret|token|key|password)_(?:string|str|value|bytes|text)$|(?<=secret)_(?:password|or_key|or_private_key|or_public_key)$/;
/** What tells of a secret instead of holding it: a message, a switch, a name. */
const about =
  /^(?:err|error|invalid|missing|wrong|bad|no|msg|message|warn|enabled?|disabled?|is|has|use|allow|show|hide|require[ds]?)_/;
/** What people write where no secret is needed. */
const placeholder =
  /^(?:un(?:set|known|defined|used)|none|null|n\/a|redacted|hidden|no[-_ ]?(?:t[-_ ])?(?:api[-_ ]?key|key|needed|required|used|set))$/i;

/**
 * How far the name of a variable, a key or a setting tells of a secret: `certain` names hold nothing else, `possible` ones
 * are names of fields and messages as well.
 */
export function secretName(name: string): "certain" | "possible" | null {
  const words = name
    .replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase();
  if (about.test(words)) {
    return null;
  }
  const plain = words.replace(form, "");
  return certain.test(plain) ? "certain" : possible.test(plain) ? "possible" : null;
}

/** Whether a literal that is bound to a name is a secret, and not a name, a message, a place or a placeholder. */
export function isSecretLiteral(name: string, literal: string): boolean {
  switch (secretName(name)) {
    case "certain":
      return literal.length >= 3 && !namesSomething(name, literal);
    case "possible":
      return looksRandom(literal) && !namesSomething(name, literal);
    case null:
      return false;
  }
}

/** Whether a setting with a secret's name falls back on a secret that everybody can read. */
export function isSecretFallback(name: string, literal: string): boolean {
  const harmless = /^(?:|\d|true|false)$/i.test(literal) || placeholder.test(literal) || isPattern(literal);
  return secretName(name) !== null && !harmless;
}

/** Whether a literal beside a host and a user is the password of that connection. */
export function isConnectionPassword(name: string, literal: string): boolean {
  return (
    secretName(name) !== null &&
    /^[\x21-\x7e]+$/.test(literal) &&
    !isPattern(literal) &&
    letters(literal) !== letters(name)
  );
}

/** What a text gives away: `null`, or what it is, for a message. */
export function secretInText(text: string): string | null {
  if (/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/]{8}/.test(text.replaceAll("\\n", "\n"))) {
    return "a private key stands in the code";
  }
  const [, password, host] = /\b[a-z][a-z0-9+]*:\/\/[^\s:/@"'`{}]+:([^\s:/@"'`{}%$<]+)@([^\s/:"'`]*)/i.exec(text) ?? [];
  const known = /^(?:pass(?:word)?|user|postgres|root|secret|x+|\*+)$/i;
  return password === undefined || known.test(password) || /(?:^|\.)example\.\w+$/.test(host ?? "")
    ? null
    : "an address holds a password";
}

/** Code of tests, seeds, demonstrations and documentation, in any language, whose secrets open nothing. */
export function isSampleCode(path: string): boolean {
  return samples.some((pattern) => pattern.test(path));
}

const samples: readonly RegExp[] = [
  /(^|\/)(?:(?:api|unit|integration|functional|smoke|browser|stress|load)[-_]?)?tests?\//i,
  /(^|\/)(?:test[-_]?(?:support|helpers?|utils?|bench|data)|seed(?:s|er|ers|ing)?|factor(?:y|ies)|fixtures?|mocks?|examples?|demos?|docs?)\//i,
  /(^|\/)(?:seed\w*|test[-_][\w-]+)\.\w+$|[._-](?:example|sample|template|factory|docs?)\.\w+$/i,
  /(^|\/)settings[._/](?:test|testing|tests|ci)\.py$/,
];

const names: readonly RegExp[] = [
  // `JWT_SECRET`, of a variable
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  // `accounts.change_secret`, of a permission or a setting
  /^[a-z_]+(?:\.[a-z_]+)+$/i,
  // `X-API-Key`, `auth_token`, of a header, a cookie or a field
  /^(?=.*[a-z])[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+$/,
  /^(?:x|api|auth|access|session|csrf|xsrf)[-_](?:[a-z]+[-_])*(?:key|token|secret)$/i,
  // a place
  /^(?:\.{0,2}\/|https?:)/,
];

/** A literal that names or describes something instead of being secret. */
function namesSomething(name: string, literal: string): boolean {
  const own = letters(literal);
  // `apiKey = "api_key"`, and `"api-key"` where a program's flag is called so
  const echoes = /^[a-z_]\w*$/i.test(literal)
    ? letters(name).endsWith(own)
    : /^[a-z]+(?:-[a-z]+)+$/.test(literal) && letters(name) === own;
  return (
    isPattern(literal) ||
    placeholder.test(literal) ||
    names.some((pattern) => pattern.test(literal)) ||
    (echoes && own !== "secret")
  );
}

/** Stars, or a text with gaps that something fills. */
function isPattern(literal: string): boolean {
  return /^[*•.x]+$/i.test(literal) || /\$\{[^}]*\}|\{\w*\}|<[\w .-]+>|(?<![^\s:='"/])%[sdvw](?![\w!-&])/.test(literal);
}

/** What a password was hashed to does not sign anyone in. */
function looksRandom(literal: string): boolean {
  return (
    literal.length >= 8 &&
    /\d/.test(literal) &&
    /[a-z]/i.test(literal) &&
    !/^\$(?:2[abxy]|argon2|scrypt|pbkdf2)|^pbkdf2_|\s|^[a-z]+\d?$/i.test(literal)
  );
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}
