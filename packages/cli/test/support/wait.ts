/** Resolves once the condition holds; rejects after 30 seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("It did not happen within 30 s.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
