export function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

export function summary(values) {
  const shown = [0.5, 0.95, 0.99, 1].map((share) => quantile(values, share).toFixed(1));
  return `n ${values.length}  p50 ${shown[0]}  p95 ${shown[1]}  p99 ${shown[2]}  most ${shown[3]} ms`;
}

/** The same moments each time that the faults are run with the same seed. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
