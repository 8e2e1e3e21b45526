// Wrong on purpose: the check `lint sees types` fails unless the linter complains about this file.
export function floatingPromise(): void {
  Promise.resolve(1);
}
