/** A name for one run that sorts by time: `20261123T103000Z-9f3c`. */
export function newRunId(): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${time}-${Buffer.from(crypto.getRandomValues(new Uint8Array(2))).toString("hex")}`;
}
