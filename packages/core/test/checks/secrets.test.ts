import { describe, expect, it } from "vitest";

import {
  isConnectionPassword,
  isSampleCode,
  isSecretFallback,
  isSecretLiteral,
  secretInText,
  secretName,
} from "../../src/checks/secrets.ts";

describe("secretName", () => {
  it.each([
    ["JWT_SECRET", "certain"],
    ["clientSecret", "certain"],
    ["secretOrKey", "certain"],
    ["APIKey", "certain"],
    ["oldSecretString", "certain"],
    ["auth.secret_key", "certain"],
    ["DB_PASSWORD", "possible"],
    ["accessToken", "possible"],
    ["STATE_SESSION_KEY", "possible"],
    ["assignKey", null],
    ["INVALID_SECRET", null],
    ["hasToken", null],
    ["ENABLE_PASSWORD", null],
    ["tokenUrl", null],
    ["secretary", null],
  ])("takes %s for %s", (name, certainty) => {
    expect(secretName(name)).toBe(certainty);
  });
});

describe("isSecretLiteral", () => {
  it.each([
    ["SECRET_KEY", "dev"],
    ["SECRET_KEY", "my_precious"],
    ["SECRET_KEY", "secret key"],
    ["SECRET_KEY", "0000000000"],
    ["secret", "keyboard cat"],
    ["secret", "my-secret-key"],
    ["secret", "secret"],
    ["secretPassword", "A phrase of several words!"],
    ["password", "hunter22"],
    ["token", "1cfc27d7-a178-4051-802b-f3ff3967c95c"],
  ])("finds what %s is bound to in %j", (name, literal) => {
    expect(isSecretLiteral(name, literal)).toBe(true);
  });

  it.each([
    ["secret", ""],
    ["envSecret", "JWT_SECRET"],
    ["apiKey", "api_key"],
    ["JWTPrivateKey", "jwt-private-key"],
    ["apiKey", "X-API-Key"],
    ["apiKey", "x-api-key"],
    ["apiKey", "not-needed"],
    ["api_key", "unset"],
    ["secret", "******"],
    ["secret", "${env.SECRET}"],
    ["secret", "<your secret>"],
    ["secret", "/run/secrets/key"],
    ["view_secret", "accounts.view_secret"],
    ["password", "Enter your password"],
    ["password", "$2b$10$TBEfaCe1oo.2jfkBDWcj12"],
    ["token", "password1"],
    ["message", "f3b9c1d2a7e8"],
  ])("leaves alone what %s is bound to in %j", (name, literal) => {
    expect(isSecretLiteral(name, literal)).toBe(false);
  });
});

it.each([
  ["JWT_SECRET", "change-me", true],
  ["SECRET_KEY", "---", true],
  ["DB_PASSWORD", "postgres", true],
  ["DB_PASSWORD", "", false],
  ["API_KEY", "N/A", false],
  ["ENABLE_PASSWORD", "1", false],
  ["MAIL_PASSWORD", "false", false],
  ["PORT", "8080", false],
])("takes a fallback of %s on %j for a secret: %s", (name, literal, expected) => {
  expect(isSecretFallback(name, literal)).toBe(expected);
});

it.each([
  ["password", "app", true],
  ["PASSWORD", "123456", true],
  ["password", "Password", false],
  ["password", "Mot de passe", false],
  ["password", "密码", false],
  ["password", "${DB_PASSWORD}", false],
])("takes %s %j of a connection for a secret: %s", (name, literal, expected) => {
  expect(isConnectionPassword(name, literal)).toBe(expected);
});

it.each([
  ["postgres://app:hunter22@db.internal/app", "an address holds a password"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg", "a private key stands in the code"],
  ["-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBg", "a private key stands in the code"],
  ["-----BEGIN PRIVATE KEY-----", null],
  ["postgres://localhost/app", null],
  ["postgres://app:${PASSWORD}@db/app", null],
  ["http://user:word1234@www.example.com", null],
])("sees in %j: %s", (text, what) => {
  expect(secretInText(text)).toBe(what);
});

it.each([
  ["src/config.ts", false],
  ["app/latest/keys.py", false],
  ["internal/testutil/server.go", true],
  ["app/apitest/keys.go", true],
  ["db/seeders/users.go", true],
  ["scripts/test-contracts.ts", true],
  ["app/local_settings.example.py", true],
  ["site/settings/ci.py", true],
  ["site/settings/production.py", false],
])("takes %s for sample code: %s", (path, expected) => {
  expect(isSampleCode(path)).toBe(expected);
});
