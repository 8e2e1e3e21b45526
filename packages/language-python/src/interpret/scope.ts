import type { Value } from "./value.ts";

/** Names in sight. A name may be given lazily: then it is worked out when it is first asked for. */
export class Scope {
  readonly #names = new Map<string, Value | (() => Value)>();
  readonly #stars: Array<(name: string) => Value | null> = [];
  readonly #imported = new Set<string>();
  readonly #later = new Set<string>();
  readonly #searching = new Set<string>();
  readonly #parent: Scope | null;

  constructor(parent: Scope | null) {
    this.#parent = parent;
  }

  declare(name: string, value: Value): void {
    const known = this.#names.get(name);
    // Every branch runs; what the last one does not know must not hide what an earlier one did.
    if (value.kind === "unknown" && known !== undefined) {
      return;
    }
    this.#imported.delete(name);
    this.#names.set(name, value);
  }

  /** An imported name. */
  declareLazily(name: string, value: () => Value): void {
    this.#imported.add(name);
    this.#names.set(name, value);
  }

  /** A name of this scope itself whose value takes following; where that stays unknown, what was there before counts. */
  declareLater(name: string, value: () => Value): void {
    const before = this.#names.get(name);
    this.#imported.delete(name);
    this.#later.add(name);
    this.#names.set(name, () => {
      this.#later.delete(name);
      if (before !== undefined) this.#names.set(name, before);
      const found = value();
      const kept = found.kind === "unknown" && before !== undefined ? (this.own(name) ?? found) : found;
      this.#names.set(name, kept);
      return kept;
    });
  }

  /** Does something once the value of a name is worked out; `false` where no value waits for that. */
  afterwards(name: string, action: () => void): boolean {
    const found = this.#names.get(name);
    if (found === undefined) {
      return this.#parent?.afterwards(name, action) ?? false;
    }
    if (typeof found === "function") {
      this.#names.set(name, () => {
        const value = found();
        this.#names.set(name, value);
        action();
        return value;
      });
    }
    return typeof found === "function";
  }

  /** Names that `from module import *` brings. */
  addStar(lookup: (name: string) => Value | null): void {
    this.#stars.push(lookup);
  }

  own(name: string): Value | null {
    const found = this.#names.get(name);
    if (typeof found === "function") {
      // A module that asks for itself while it is worked out finds nothing yet.
      this.#names.delete(name);
      const value = found();
      if (!this.#names.has(name)) {
        this.#names.set(name, value);
      }
      return value;
    }
    if (found !== undefined) {
      return found;
    }
    return this.#fromStars(name);
  }

  #fromStars(name: string): Value | null {
    // Modules may import everything of each other.
    if (this.#searching.has(name)) {
      return null;
    }
    this.#searching.add(name);
    let value: Value | null = null;
    for (const lookup of this.#stars) {
      value ??= lookup(name);
    }
    this.#searching.delete(name);
    return value;
  }

  lookup(name: string): Value | null {
    return this.own(name) ?? this.#parent?.lookup(name) ?? null;
  }

  /** Works out what was left for later. */
  settle(): void {
    [...this.#later].forEach((name) => this.own(name));
  }

  /** What was declared here and not imported, as far as it was worked out. */
  settled(): readonly (readonly [string, Value])[] {
    return [...this.#names].flatMap(([name, value]) =>
      typeof value === "function" || this.#imported.has(name) ? [] : [[name, value] as const],
    );
  }

  /** The names declared here themselves. */
  names(): readonly string[] {
    return [...this.#names.keys()];
  }
}
