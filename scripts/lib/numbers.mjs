import { readFileSync } from "node:fs";

/** How many tests passed, failed and were skipped, from the JSON that vitest wrote; a test file that did not even load counts as failed. */
export function readCounts(file) {
  const result = JSON.parse(readFileSync(file, "utf8"));
  const broken = result.testResults.filter(
    (item) => item.status === "failed" && item.assertionResults.length === 0,
  ).length;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}
