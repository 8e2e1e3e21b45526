import type { GraphBuilder, PendingRoute, ServedService } from "./builder.ts";
import type { Dialect } from "./dialects.ts";
import { implementedProcedures } from "./implemented.ts";
import { protoServices } from "./proto.ts";

/** What a server of remote procedure calls is among the dialects. */
const procedures: Dialect = {
  framework: "grpc",
  makes: [],
  applications: [],
  parts: [],
  handlerFirst: false,
  strips: false,
  everyMethod: false,
  listsMethods: false,
};

/** Adds a route for each procedure that is served: as a gateway offers it, else as gRPC calls it. */
export function addProcedures(builder: GraphBuilder, program: string | null): void {
  const own = builder.services.filter((service) => builder.belongs(service, program));
  const byName = Map.groupBy(own, ({ name }) => name.slice(name.lastIndexOf(".") + 1));
  for (const [name, served] of byName) {
    const [first] = served;
    if (first === undefined) {
      continue;
    }
    const routes = routesOf(builder, name, served);
    if (routes === null) {
      const what = `procedures of ${name}, whose definition is not part of the project`;
      builder.unresolved.push({ what, file: first.file, line: first.line });
      continue;
    }
    const state = builder.add({ file: first.file, line: first.line }, procedures);
    builder.applications.set(state.id, state);
    state.entries.push(...routes);
  }
}

function routesOf(builder: GraphBuilder, name: string, served: readonly ServedService[]): PendingRoute[] | null {
  const gateway = served.some(({ by }) => by === "gateway");
  const guards = [...new Set(served.flatMap((service) => service.guards))];
  const defined = protoServices(builder.project).find((service) => service.name === name);
  if (defined !== undefined) {
    const full = defined.package === "" ? name : `${defined.package}.${name}`;
    return defined.procedures.flatMap((procedure) => {
      const plain = [{ method: "POST", path: `/${full}/${procedure.name}` }];
      const offered = gateway && procedure.http.length > 0 ? procedure.http : plain;
      const { file, line } = procedure;
      return offered.map(({ method, path }) =>
        route({ method, path, handler: `${name}.${procedure.name}`, guards, file, line }),
      );
    });
  }
  const generated = served.find(({ methods }) => methods !== null && methods.length > 0);
  return generated === undefined
    ? implemented(builder, name, guards)
    : (generated.methods ?? []).map((method) =>
        route({
          method: "POST",
          path: `/${generated.name}/${method}`,
          handler: `${name}.${method}`,
          guards,
          file: generated.file,
          line: generated.line,
        }),
      );
}

/** The full name of a service that is defined elsewhere is not known, so its own stands for it. */
function implemented(builder: GraphBuilder, name: string, guards: readonly string[]): PendingRoute[] | null {
  const methods = implementedProcedures(builder.project, name) ?? [];
  const routes = methods.map(({ name: method, line, scope: { path: file } }) =>
    route({ method: "POST", path: `/${name}/${method}`, handler: `${name}.${method}`, guards, file, line }),
  );
  return routes.length === 0 ? null : routes;
}

interface NewRoute {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly guards: readonly string[];
  readonly file: string;
  readonly line: number;
}

function route({ method, ...rest }: NewRoute): PendingRoute {
  return { kind: "route", methods: [method], chosen: false, confidence: 0.95, ...rest };
}
