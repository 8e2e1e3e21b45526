import type { Adapter } from "./contract.ts";

/** Keeps literal types. What is not the shape of an adapter is refused when its package is loaded. */
export function defineAdapter<const A extends Adapter>(adapter: A): A {
  return adapter;
}
