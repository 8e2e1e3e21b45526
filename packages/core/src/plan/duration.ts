const seconds: Partial<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `1h` → 3600. The task's schema has made sure of the form. */
export function toSeconds(duration: string): number {
  return Number(duration.slice(0, -1)) * (seconds[duration.slice(-1)] ?? 1);
}
