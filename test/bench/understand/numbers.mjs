export { createRandom, quantile } from "../../faults/numbers.mjs";

/** Prints a figure beside its target; gives 1 where it is missed, else 0. */
export function judge(what, value, { most, unit = "ms" }) {
  const missed = !(value <= most);
  console.log(`  ${missed ? "missed" : "ok    "}  ${what}: ${value.toFixed(1)} ${unit} (at most ${most} ${unit})`);
  return missed ? 1 : 0;
}
