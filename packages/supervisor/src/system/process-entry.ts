/** One process as the system lists it. */
export interface ProcessEntry {
  pid: number;
  ppid: number;
  group: number;
  /** A zombie has ended and only waits for its parent. */
  zombie: boolean;
  /** Clock ticks since boot on Linux, `lstart` of ps elsewhere. */
  start: string;
}
