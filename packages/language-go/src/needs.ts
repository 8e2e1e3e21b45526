/**
 * What a text must hold, one of several words or a plain pattern, for a longer pattern to be worth trying. Words that begin
 * with a rare letter are found fastest.
 */
export type Needs = RegExp | readonly string[];

export function holds(text: string, needs: Needs | undefined): boolean {
  return needs instanceof RegExp ? needs.test(text) : (needs?.some((need) => text.includes(need)) ?? true);
}
