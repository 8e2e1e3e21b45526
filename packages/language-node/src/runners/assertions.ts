/** The library with which tests assert: that of Node.js, or `expect` of chai. */
export type AssertionLibrary = "node:assert" | "chai";

/** How a library of assertions says what; all parts are source text. */
export interface Assertions {
  readonly library: AssertionLibrary;
  /** The statement that imports it. */
  readonly imported: string;
  equal(actual: string, expected: string): string;
  notEqual(actual: string, expected: string): string;
  deepEqual(actual: string, expected: string): string;
  /** Holds at least these members, with these values. */
  partly(actual: string, expected: string): string;
  hasLength(actual: string, length: string): string;
  has(actual: string, key: string): string;
  lacks(actual: string, key: string): string;
  includes(actual: string, part: string): string;
  excludes(actual: string, part: string): string;
  matches(actual: string, pattern: string): string;
  mismatches(actual: string, pattern: string): string;
  exceeds(actual: string, least: string): string;
  isArray(actual: string): string;
  hasType(actual: string, type: string): string;
  isInstance(actual: string, constructor: string): string;
  /** Statements that await a promise which has to fail with a message that holds this text. */
  rejects(promise: string, message: string): string;
}

const ofNode: Assertions = {
  library: "node:assert",
  imported: "import assert from 'node:assert/strict';",
  equal: (actual, expected) => `assert.equal(${actual}, ${expected});`,
  notEqual: (actual, expected) => `assert.notEqual(${actual}, ${expected});`,
  deepEqual: (actual, expected) => `assert.deepEqual(${actual}, ${expected});`,
  partly: (actual, expected) => `assert.partialDeepStrictEqual(${actual}, ${expected});`,
  hasLength: (actual, length) => `assert.equal(${actual}.length, ${length});`,
  has: (actual, key) => `assert.ok(${key} in ${actual});`,
  lacks: (actual, key) => `assert.ok(!(${key} in ${actual}));`,
  includes: (actual, part) => `assert.ok(${actual}.includes(${part}));`,
  excludes: (actual, part) => `assert.ok(!${actual}.includes(${part}));`,
  matches: (actual, pattern) => `assert.match(${actual}, ${pattern});`,
  mismatches: (actual, pattern) => `assert.doesNotMatch(${actual}, ${pattern});`,
  exceeds: (actual, least) => `assert.ok(${actual} > ${least});`,
  isArray: (actual) => `assert.ok(Array.isArray(${actual}));`,
  hasType: (actual, type) => `assert.equal(typeof ${actual}, '${type}');`,
  isInstance: (actual, constructor) => `assert.ok(${actual} instanceof ${constructor});`,
  rejects: (promise, message) =>
    `await assert.rejects(${promise}, (error) => {\nassert.ok(error.message.includes(${message}));\nreturn true;\n});`,
};

const ofChai: Assertions = {
  library: "chai",
  imported: "import { expect } from 'chai';",
  equal: (actual, expected) => `expect(${actual}).to.equal(${expected});`,
  notEqual: (actual, expected) => `expect(${actual}).to.not.equal(${expected});`,
  deepEqual: (actual, expected) => `expect(${actual}).to.deep.equal(${expected});`,
  partly: (actual, expected) => `expect(${actual}).to.deep.include(${expected});`,
  hasLength: (actual, length) => `expect(${actual}).to.have.lengthOf(${length});`,
  has: (actual, key) => `expect(${actual}).to.have.property(${key});`,
  lacks: (actual, key) => `expect(${actual}).to.not.have.property(${key});`,
  includes: (actual, part) => `expect(${actual}).to.include(${part});`,
  excludes: (actual, part) => `expect(${actual}).to.not.include(${part});`,
  matches: (actual, pattern) => `expect(${actual}).to.match(${pattern});`,
  mismatches: (actual, pattern) => `expect(${actual}).to.not.match(${pattern});`,
  exceeds: (actual, least) => `expect(${actual}).to.be.above(${least});`,
  isArray: (actual) => `expect(${actual}).to.be.an('array');`,
  hasType: (actual, type) => `expect(${actual}).to.be.a('${type}');`,
  isInstance: (actual, constructor) => `expect(${actual}).to.be.an.instanceOf(${constructor});`,
  rejects: (promise, message) =>
    `const error = await ${promise}.then(() => null, (reason) => reason);\nexpect(error?.message).to.include(${message});`,
};

export function assertionsOf(library: AssertionLibrary): Assertions {
  return library === "chai" ? ofChai : ofNode;
}
