import type { FileScope } from "../declarations.ts";
import { namedChildren } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";

/** A type as far as it matters for following code. A pointer is what it points to. */
export type TypeRef =
  | { readonly kind: "named"; readonly path: string; readonly name: string }
  | { readonly kind: "list"; readonly element: TypeRef | null }
  | { readonly kind: "map"; readonly element: TypeRef | null }
  | { readonly kind: "struct"; readonly node: SyntaxNode; readonly file: FileScope }
  | { readonly kind: "function" };

const basic = new Set(
  "bool string error any int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte rune float32 float64 complex64 complex128 comparable".split(
    " ",
  ),
);

/** The type that a type expression names; `null` for basic types and whatever has no use here. */
export function readType(node: SyntaxNode | null, file: FileScope): TypeRef | null {
  switch (node?.kind()) {
    case "pointer_type":
    case "parenthesized_type":
    case "generic_type":
    case "type_elem":
    case "type_arguments":
      return readType(namedChildren(node)[0] ?? null, file);
    case "type_identifier": {
      const name = node.text();
      return basic.has(name) ? null : { kind: "named", path: file.package.importPath, name };
    }
    case "qualified_type": {
      const path = file.imports.get(node.field("package")?.text() ?? "");
      const name = node.field("name")?.text() ?? "";
      return path === undefined ? null : { kind: "named", path, name };
    }
    case "slice_type":
    case "array_type":
    case "implicit_length_array_type":
      return { kind: "list", element: readType(node.field("element"), file) };
    case "map_type":
      return { kind: "map", element: readType(node.field("value"), file) };
    case "struct_type":
      return { kind: "struct", node, file };
    case "function_type":
      return { kind: "function" };
    default:
      return null;
  }
}

export interface Field {
  readonly name: string;
  readonly type: TypeRef | null;
  /** Its members are members of the struct as well. */
  readonly embedded: boolean;
}

const fields = new WeakMap<SyntaxNode, readonly Field[]>();

/** The fields of a struct in their order, read once. */
export function fieldsOf(node: SyntaxNode, file: FileScope): readonly Field[] {
  const found = fields.get(node) ?? readFields(node, file);
  fields.set(node, found);
  return found;
}

function readFields(node: SyntaxNode, file: FileScope): Field[] {
  const list = namedChildren(node).find((child) => child.kind() === "field_declaration_list");
  return list === undefined
    ? []
    : namedChildren(list)
        .filter((child) => child.kind() === "field_declaration")
        .flatMap((declaration): Field[] => {
          const typeNode = declaration.field("type");
          const type = readType(typeNode, file);
          const names = namedChildren(declaration)
            .filter((child) => child.kind() === "field_identifier")
            .map((child) => child.text());
          if (names.length > 0) {
            return names.map((name) => ({ name, type, embedded: false }));
          }
          const own = (typeNode?.text() ?? "").replace(/^\*/, "").replace(/\[.*$/s, "");
          return [{ name: own.slice(own.lastIndexOf(".") + 1), type, embedded: true }];
        });
}

export interface Parameter {
  /** `null` where it has none or is `_`. */
  readonly name: string | null;
  readonly type: TypeRef | null;
  readonly variadic: boolean;
}

const lists = new WeakMap<SyntaxNode, readonly Parameter[]>();

/** The parameters, results or receiver of a function in their order, read once. */
export function parametersOf(node: SyntaxNode | null, file: FileScope): readonly Parameter[] {
  if (node === null || node.kind() !== "parameter_list") {
    return [];
  }
  const found = lists.get(node) ?? readParameters(node, file);
  lists.set(node, found);
  return found;
}

function readParameters(node: SyntaxNode, file: FileScope): Parameter[] {
  return namedChildren(node).flatMap((declaration): Parameter[] => {
    const type = readType(declaration.field("type"), file);
    const names = namedChildren(declaration).filter((child) => child.kind() === "identifier");
    if (declaration.kind() === "variadic_parameter_declaration") {
      const name = names[0]?.text() ?? null;
      return [{ name, type: { kind: "list", element: type }, variadic: true }];
    }
    return names.length === 0
      ? [{ name: null, type, variadic: false }]
      : names.map((name) => ({ name: name.text() === "_" ? null : name.text(), type, variadic: false }));
  });
}

export function typeName(type: TypeRef | null): string {
  return type?.kind === "named" ? `${type.path}.${type.name}` : "";
}
