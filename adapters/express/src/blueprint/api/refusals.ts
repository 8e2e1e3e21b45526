import type { ApiPlan, BlueprintInput, Refusal, View } from "@backwright/core";
import { refuseExistingApi } from "./existing-api.ts";

/** What of a whole API the blueprint does not write; `[]` when it writes all of it. */
export function refuseApi(input: BlueprintInput, api: ApiPlan): readonly Refusal[] {
  const views = new Map(api.views.map((view) => [view.name, view]));
  return [
    ...(input.detection === null ? [] : refuseExistingApi(input, api)),
    ...api.views.flatMap((view) => refuseView(view, views)),
  ];
}

/** What a row shows of another one is read in the same query, which goes one step far. */
function refuseView(view: View, views: ReadonlyMap<string, View>): Refusal[] {
  return view.members.flatMap((member) => {
    const inner = member.kind === "view" && !member.many ? views.get(member.view) : undefined;
    const deeper = inner?.members.find(({ kind }) => kind === "view" || kind === "tags" || kind === "token");
    return deeper === undefined
      ? []
      : [
          {
            reason: `The view ${view.name} shows ${member.name} as ${inner?.name ?? ""}, which itself holds ${deeper.name}: the blueprint shows one row within another, and nothing more within that.`,
            hint: `Give ${member.name} a view with fields and values alone.`,
          },
        ];
  });
}
