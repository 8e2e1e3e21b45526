const words = [
  "secret",
  "password",
  "passwd",
  "passphrase",
  "token",
  "api_?key",
  "private_?key",
  "access_?key",
  "secret_?key",
  "signing_?key",
  "encryption_?key",
  "jwt_?key",
  "session_?key",
];

/** Names of values that nobody may see. */
export const secretEnding = new RegExp(`(?:^|[a-z0-9_.-])(?:${words.join("|")})$|^(?:${words.join("|")})$`, "i");

/** Names that only a secret has, so that any literal is one; `token` and `password` are names of fields as well. */
export const strongSecret =
  /(?:secret|private_?key|secret_?key|signing_?key|encryption_?key|jwt_?key|api_?key|access_?key)$/i;

/** A literal that describes or names something instead of being secret. */
export function isHarmless(name: string, value: string): boolean {
  return (
    value.length < 4 ||
    /\s/.test(value) ||
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(value) ||
    /^(\.{0,2}\/|https?:\/\/[^:@]*$|[\w-]+:\/\/$)/.test(value) ||
    /^[<{[(].*[>}\])]$|^(x{3,}|\*+)$/i.test(value) ||
    plain(name).includes(plain(value)) ||
    (plain(value).includes(plain(name.split(/[._-]/).at(-1) ?? name)) &&
      /^[a-z]+([A-Z][a-z]+)*$/.test(value) &&
      !/my|super|change|dev|test|default/i.test(value))
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}
