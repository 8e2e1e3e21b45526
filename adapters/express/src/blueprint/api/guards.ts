import { asksDatabase } from "./term.ts";
import type { Term } from "./term.ts";
import type { EntityModel } from "./model.ts";
import type { OperationModel } from "./operations.ts";

/** A function of a repository that says whether an account may do something with a row. */
export interface Guard {
  readonly name: string;
  readonly entity: EntityModel;
  readonly check: Term;
  readonly viewer: "required" | "optional";
}

/** The guards of one module, each written once for all operations that ask the same. */
export interface Guards {
  /** The guard of an operation; `null` where its check is short enough to stand in its function. */
  of(operation: OperationModel): Guard | null;
  all(): readonly Guard[];
}

const actions: Readonly<Record<string, string>> = {
  get: "Read",
  link: "Read",
  unlink: "Read",
  update: "Update",
  transition: "Update",
  delete: "Delete",
};

export function guardsOf(): Guards {
  const known = new Map<string, Guard>();
  return {
    of({ op, entity, check, row, parent, viewer }) {
      const action = actions[op.verb];
      if (check === null || row === null || action === undefined || viewer === "none" || !asksDatabase(check)) {
        return null;
      }
      if (parent !== null && JSON.stringify(check).includes(`"of":"${parent.variable}"`)) {
        return null;
      }
      const key = JSON.stringify([entity.name, check]);
      const present = known.get(key);
      if (present !== undefined) {
        return present;
      }
      const names = [...known.values()].map(({ name }) => name);
      const wanted = `may${action}`;
      const name = names.includes(wanted) ? `may${op.name.charAt(0).toUpperCase()}${op.name.slice(1)}` : wanted;
      const guard = { name, entity, check, viewer };
      known.set(key, guard);
      return guard;
    },
    all: () => [...known.values()],
  };
}
