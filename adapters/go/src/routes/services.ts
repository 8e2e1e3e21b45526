import { native, nativeFunction, text, textOf, unknown } from "@backwright/language-go";
import type { CallSite, Native, NativeValue, Place, Value } from "@backwright/language-go";
import type { GraphBuilder, ServedService } from "./builder.ts";
import { authenticates, expressionName } from "./guards.ts";

/** A server or gateway for remote procedure calls. */
interface ServiceNative extends Native {
  readonly service: ServedService["by"];
  readonly guards: readonly string[];
}

const grpc = "google.golang.org/grpc";
const gatewayRuntime = "github.com/grpc-ecosystem/grpc-gateway/runtime";

/** A member of a package for remote procedure calls; `null` for any other. */
export function serviceMember(builder: GraphBuilder, path: string, name: string): Value | null {
  if (path === grpc && name === "NewServer") {
    return nativeFunction((site) => {
      builder.servers.push({ file: site.file, line: site.line });
      return serviceNative(builder, "grpc", interceptors(builder, site));
    });
  }
  if (path === gatewayRuntime && name === "NewServeMux") {
    return nativeFunction(() => serviceNative(builder, "gateway", []));
  }
  return null;
}

/** A server or gateway that a package of others makes and hands over; `null` for any other type. */
export function typedService(builder: GraphBuilder, type: { path: string; name: string }, place: Place): Value | null {
  if (type.path === grpc && /^(?:Server|ServiceRegistrar)$/.test(type.name)) {
    builder.servers.push(place);
    return serviceNative(builder, "grpc", []);
  }
  return type.path === gatewayRuntime && type.name === "ServeMux" ? serviceNative(builder, "gateway", []) : null;
}

function serviceNative(builder: GraphBuilder, by: ServedService["by"], guards: readonly string[]): NativeValue {
  const members: ServiceNative = {
    service: by,
    guards,
    get: (name) =>
      name === "RegisterService" ? nativeFunction((site) => registerDescription(builder, site, guards)) : null,
  };
  return native(members);
}

/** `RegisterService(&Notes_ServiceDesc, server)`, as generated code has it. */
function registerDescription(builder: GraphBuilder, site: CallSite, guards: readonly string[]): Value {
  const description = site.args[0]?.value;
  const name = description?.kind === "object" ? textOf(description.fields.get("ServiceName")) : null;
  if (description?.kind === "object" && name !== null) {
    const lists = ["Methods", "Streams"].flatMap((field) => {
      const list = description.fields.get(field);
      return list?.kind === "list" ? list.items : [];
    });
    const methods = lists.flatMap((item) =>
      item.kind === "object" ? (textOf(item.fields.get("MethodName") ?? item.fields.get("StreamName")) ?? []) : [],
    );
    builder.services.push({ name, by: "grpc", guards, methods, file: site.file, line: site.line });
  }
  return unknown;
}

interface Served {
  readonly site: CallSite;
  readonly packageName: string;
}

/** What generated code calls `RegisterNotesServer`, `RegisterNotesHandlerFromEndpoint` and `NewNotesHandler`; `null` for any other. */
export function serveByName(builder: GraphBuilder, name: string, { site, packageName }: Served): Value | null {
  const place = { file: site.file, line: site.line };
  const target = site.args.map(({ value }) => serviceOf(value)).find((found) => found !== null) ?? null;
  const server = /^Register(\w+)Server$/.exec(name)?.[1];
  if (server !== undefined && target?.service === "grpc") {
    builder.services.push({ name: server, by: "grpc", guards: target.guards, methods: null, ...place });
    return unknown;
  }
  const gateway = /^Register(\w+?)Handler(?:Server|Client|FromEndpoint)?$/.exec(name)?.[1];
  if (gateway !== undefined && target?.service === "gateway") {
    builder.services.push({ name: gateway, by: "gateway", guards: [], methods: null, ...place });
    return unknown;
  }
  const connect = packageName.endsWith("connect") ? /^New(\w+)Handler$/.exec(name)?.[1] : undefined;
  if (connect !== undefined) {
    builder.services.push({ name: connect, by: "connect", guards: [], methods: null, ...place });
    return { kind: "tuple", items: [text(`/${connect}/`), serviceNative(builder, "connect", [])] };
  }
  return null;
}

function serviceOf(value: Value): ServiceNative | null {
  return value.kind === "native" && "service" in value.native ? (value.native as ServiceNative) : null;
}

/** The names of interceptors that ask who calls. */
function interceptors(builder: GraphBuilder, site: CallSite): string[] {
  const names = site.args.flatMap(({ node, value }) => {
    const inner = value.kind === "foreign" ? value.args.flatMap((argument) => namesIn(argument.node.text())) : [];
    return [...inner, ...namesIn(node.text()), expressionName(node)];
  });
  return [...new Set(names)].filter((name) => authenticates(builder, name));
}

function namesIn(source: string): string[] {
  return [...source.matchAll(/\b[\w.]+\b(?=\s*[(),])/g)]
    .map(([name]) => name)
    .filter((name) => !name.startsWith("grpc."));
}
