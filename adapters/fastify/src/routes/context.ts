import type {
  GraphBuilder,
  Interpreter,
  Native,
  NativeValue,
  ObjectValue,
  Place,
  Value,
} from "@backwright/language-node";

/** What one reading of an application keeps beside the graph. */
export interface Context {
  readonly builder: GraphBuilder;
  /** Set before anything is read. */
  interpreter: Interpreter | null;
  /** What `decorate` puts on instances. */
  readonly decorations: Map<string, Value>;
  /** Methods that `addHttpMethod` adds, lower case. */
  readonly methods: Set<string>;
  /** Guards that refuse callers without an account, whatever they are called. */
  readonly refusing: Set<string>;
  /** Folders whose files were loaded by their names, each with a slash at its end. */
  readonly loaded: string[];
  /** A new application, or the instance of an encapsulated plugin, that the code makes at a place. */
  makeInstance(place: Place, kind: "application" | "plugin"): NativeValue;
  /** Runs a plugin of the project; false for a plugin of a package. */
  registerPlugin(call: PluginCall): boolean;
  /** The first schema of a route. */
  schema: Place | null;
}

/** What the interpreter holds for an application, or for the instance that a plugin is given. */
export interface InstanceNative extends Native {
  readonly instanceId: string;
}

export interface PluginCall {
  readonly id: string;
  readonly self: NativeValue;
  readonly place: Place;
  readonly plugin: Value;
  readonly options: ObjectValue;
  readonly name: string;
}

/** The instance behind a value; `null` for anything else. */
export function instanceOf(value: Value | undefined): InstanceNative | null {
  return value?.kind === "native" && "instanceId" in value.native ? (value.native as InstanceNative) : null;
}

/** The options of a plugin that is given none. */
export function noOptions(): ObjectValue {
  return { kind: "object", entries: new Map(), instanceOf: null, base: null };
}
