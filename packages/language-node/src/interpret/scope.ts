import type { Value } from "./value.ts";

/** Names in sight. A binding may be a promise of a value, looked up on first use: imports are. */
export class Scope {
  readonly parent: Scope | null;
  readonly #names = new Map<string, Value | (() => Value)>();

  constructor(parent: Scope | null) {
    this.parent = parent;
  }

  declare(name: string, value: Value | (() => Value)): void {
    this.#names.set(name, value);
  }

  /** Gives a name that is declared somewhere a new value; an unknown value never replaces a known one. */
  assign(name: string, value: Value): void {
    const owner = this.#owner(name) ?? this;
    if (value.kind !== "unknown" || !owner.#names.has(name)) {
      owner.#names.set(name, value);
    }
  }

  /** `null` for a name that is not declared. */
  lookup(name: string): Value | null {
    const owner = this.#owner(name);
    if (owner === null) {
      return null;
    }
    const bound = owner.#names.get(name);
    if (typeof bound !== "function") {
      return bound ?? null;
    }
    const value = bound();
    owner.#names.set(name, value);
    return value;
  }

  #owner(name: string): Scope | null {
    if (this.#names.has(name)) {
      return this;
    }
    let scope = this.parent;
    while (scope !== null && !scope.#names.has(name)) {
      scope = scope.parent;
    }
    return scope;
  }
}
