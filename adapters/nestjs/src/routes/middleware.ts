import { guardNames, native, nativeFunction, unknown } from "@backwright/language-node";
import type { Argument, CallSite, ClassValue, NativeValue } from "@backwright/language-node";
import type { Context, RouteMatch } from "./context.ts";
import { toGuard } from "./guards.ts";
import { readMatches } from "./matching.ts";

/** Runs a module's `configure(consumer)`, in which it puts middleware before routes. */
export function readMiddleware(context: Context, value: ClassValue): void {
  const { interpreter } = context;
  if (interpreter === null || !/\bconfigure\s*\(/.test(value.node.text())) {
    return;
  }
  const configure = interpreter.member(interpreter.construct(value), "configure");
  if (configure.kind === "function") {
    interpreter.call(configure, [consumer(context)]);
  }
}

/** `consumer.apply(A, B).exclude("health").forRoutes(CatsController)` */
function consumer(context: Context): NativeValue {
  const self: NativeValue = native({
    get: (name) => (name === "apply" ? nativeFunction((site) => applied(context, site, self)) : null),
  });
  return self;
}

function applied(context: Context, site: CallSite, owner: NativeValue): NativeValue {
  const names = site.args.flatMap((argument) => nameOf(context, argument));
  const excluded: RouteMatch[] = [];
  const self: NativeValue = native({
    get(name) {
      switch (name) {
        case "exclude":
          return nativeFunction((call) => {
            excluded.push(...call.args.flatMap((argument) => readMatches(argument.value())));
            return self;
          });
        case "forRoutes":
          return nativeFunction((call) => {
            const values = call.args.map((argument) => argument.value());
            const controllers = values.filter((value) => value.kind === "class");
            context.middleware.push({
              names,
              excluded,
              routes: values.flatMap((value) => readMatches(value)),
              controllers,
            });
            return owner;
          });
        default:
          return null;
      }
    },
  });
  return self;
}

function nameOf(context: Context, argument: Argument): string[] {
  return guardNames([argument]).map((name) => toGuard(context, name, argument.value() ?? unknown).name);
}
