import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { createInterpreter, itemsOf, nativeFunction, none, textOf } from "@backwright/language-python";
import type { Value } from "@backwright/language-python";

/** What the code of `main.py` hands to `sink.seen(…)`, as texts. */
function seen(files: Readonly<Record<string, string>> | string): string[] {
  const found: string[] = [];
  const project = memoryProject(typeof files === "string" ? { "main.py": `import sink\n${files}` } : files);
  const interpreter = createInterpreter({
    project,
    host: {
      registers: () => true,
      callForeign: () => null,
      foreignMember: (path) =>
        path === "sink.seen"
          ? nativeFunction((site) => {
              found.push(...site.args.map(({ value }) => show(value)));
              return none;
            })
          : null,
    },
  });
  interpreter.run("main.py");
  return found;
}

function show(value: Value): string {
  const items = value.kind === "list" ? itemsOf(value) : null;
  return (
    textOf(value) ??
    (items === null ? (value.kind === "text" ? value.text : value.kind) : `[${items.map(show).join(",")}]`)
  );
}

describe("createInterpreter", () => {
  it.each([
    [
      "texts that are joined",
      'A = "a"\nsink.seen(A + "b", f"{A}-c", "%s/%s" % (A, "d"), "{}!".format(A), "-".join([A, A]))\n',
      ["ab", "a-c", "a/d", "a!", "a-a"],
    ],
    [
      "functions with defaults, stars and names",
      'def f(a, *rest, b="b", **more):\n    return [a, rest, b, more["c"]]\nsink.seen(f("a", "x", "y", c="c"))\n',
      ["[a,[x,y],b,c]"],
    ],
    [
      "classes, bases and super",
      'class A:\n    base = "/a"\n    def __init__(self, name):\n        self.name = name\nclass B(A):\n    def __init__(self):\n        super().__init__("b")\n    @property\n    def path(self):\n        return self.base + "/" + self.name\nsink.seen(B().path)\n',
      ["/a/b"],
    ],
    [
      "loops and comprehensions over what is known",
      'for k, v in {"a": "1", "b": "2"}.items():\n    sink.seen(k + v)\nsink.seen([x.upper() for x in ["p", "q"]])\n',
      ["a1", "b2", "[P,Q]"],
    ],
    [
      "either branch",
      'import os\nif os.name == "x":\n    sink.seen("one")\nelse:\n    sink.seen("two")\n',
      ["one", "two"],
    ],
    [
      "fallbacks of the environment",
      'import os\nsink.seen(os.getenv("A", "x"), os.environ.get("B", "y"))\n',
      ["x", "y"],
    ],
    [
      "decorators that take a function",
      'def keep(path):\n    def wrap(f):\n        sink.seen(path)\n        return f\n    return wrap\n@keep("/x")\ndef handler(): ...\n',
      ["/x"],
    ],
    [
      "slices and methods of lists",
      'items = ["a"]\nitems.append("b")\nitems += ["c"]\nsink.seen(items[1:], "name.py"[:-3])\n',
      ["[b,c]", "name"],
    ],
    [
      "exceptions and context managers",
      'try:\n    sink.seen("in")\nexcept ValueError:\n    sink.seen("out")\nwith open("f") as f:\n    sink.seen("with")\n',
      ["in", "out", "with"],
    ],
    [
      "enumerations by their values",
      'from enum import Enum\nclass P(str, Enum):\n    API = "/api"\nsink.seen(P.API.value, P.API)\n',
      ["/api", "/api"],
    ],
  ])("follows %s", (_what, code, expected) => {
    expect(seen(code)).toEqual(expected);
  });

  it("follows imports across packages, and each module once", () => {
    expect(
      seen({
        "main.py":
          "import sink\nfrom pkg import NAME, other\nfrom pkg.sub.deep import value as v\nimport pkg.sub.deep as d\nsink.seen(NAME, other.X, v, d.value)\n",
        "pkg/__init__.py": "from .names import *\nfrom . import other\n",
        "pkg/names.py": "import sink\nsink.seen('once')\nNAME = 'name'\n",
        "pkg/other.py": "from pkg import NAME\nX = NAME + '!'\n",
        "pkg/sub/deep.py": "from ...pkg.names import NAME\nfrom ..names import NAME as again\nvalue = again\n",
      }),
    ).toEqual(["once", "name", "name!", "name", "name"]);
  });

  it("means the package where a module of the same name wraps it", () => {
    expect(
      seen({
        "main.py": "import sink\nfrom lib.redis import x\nsink.seen(x)\n",
        "lib/__init__.py": "",
        "lib/redis.py": "import redis\nx = redis\n",
      }),
    ).toEqual(["foreign"]);
  });

  it("ends whatever the code does", () => {
    expect(seen('def f(n):\n    return f(n)\nsink.seen(f(1))\nwhile True:\n    sink.seen("loop")\n')).toEqual([
      "unknown",
      "loop",
    ]);
  });

  it.each([
    ["brackets without end", `x = ${"(".repeat(20_000)}1${")".repeat(20_000)}\n`],
    ["calls of calls", `x = f${"()".repeat(15_000)}\n`],
    ["texts that double", `x = "a"\n${"x = x + x\n".repeat(60)}${"x += x\n".repeat(60)}`],
    ["lists that double", `x = ["a"]\n${"x = x + x\n".repeat(60)}${"x += x\n".repeat(60)}`],
    ["classes that build on each other", "class A(B): pass\nclass B(A): pass\nA().x\nB.y\n"],
    ["modules that import everything of each other", "from main import *\nx\n"],
  ])("survives %s", (_what, code) => {
    expect(seen(`${code}sink.seen("after")\n`)).toEqual(["after"]);
  });

  it("goes on after code that cannot be parsed", () => {
    expect(seen('def broken(:\n    pass\nsink.seen("still")\n')).toContain("still");
  });
});
