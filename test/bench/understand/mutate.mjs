import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

const half = (random, text) => text.slice(0, Math.floor(random() * text.length));
const deep = (open, close) => open.repeat(20_000) + close.repeat(20_000);
const wrongValues = ["null", "[]", "{}", "0", '"x"', "true", "1e400", '{"a":{"a":[]}}'];

/** Ways to spoil a file; each is given its path and a source of random numbers. */
export const mutations = {
  truncated: (file, random) => writeFileSync(file, half(random, readFileSync(file, "latin1")), "latin1"),
  empty: (file) => writeFileSync(file, ""),
  doubled: (file) => writeFileSync(file, readFileSync(file, "utf8").repeat(2)),
  binary: (file, random) =>
    writeFileSync(
      file,
      Buffer.from({ length: 5000 }, () => Math.floor(random() * 256)),
    ),
  "zero bytes": (file) => writeFileSync(file, Buffer.alloc(10_000)),
  "broken UTF-8": (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from([0xc3, 0x28, 0xff])])),
  "UTF-16": (file) => writeFileSync(file, Buffer.from(`\uFEFF${readFileSync(file, "utf8")}`, "utf16le")),
  "byte order mark": (file) => writeFileSync(file, `\uFEFF${readFileSync(file, "utf8")}`),
  "wrong types": (file, random) => {
    const value = wrongValues[Math.floor(random() * wrongValues.length)];
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replaceAll(/(["']?\w+["']?\s*[:=]\s*)(["'][^"'\n]*["']|\[|\{|\d+)/g, (all, key) =>
        random() < 0.3 ? key + value : all,
      ),
    );
  },
  "a value alone": (file, random) => writeFileSync(file, wrongValues[Math.floor(random() * wrongValues.length)]),
  "deep nesting": (file) => {
    const [open, close] = nestings[extname(file)] ?? ["[", "]"];
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${deep(open, close)}\n`);
  },
  "lines in another order": (file, random) => {
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, lines.toSorted(() => random() - 0.5).join("\n"));
  },
  "a line of a million": (file) => writeFileSync(file, `${readFileSync(file, "utf8")}\n${"x=1;".repeat(250_000)}\n`),
  "letters swapped": (file, random) => {
    const signs = "{}[]()\"'`:;,=\\\n\t#<>";
    const swapped = readFileSync(file, "utf8").replaceAll(/[^]/g, (letter) =>
      random() < 0.02 ? signs.charAt(Math.floor(random() * signs.length)) : letter,
    );
    writeFileSync(file, swapped);
  },
  "a link to itself": (file) => replaced(file, () => symlinkSync(file, file)),
  "a link to the folder around": (file) => replaced(file, () => symlinkSync("..", file)),
  "a link to nothing": (file) => replaced(file, () => symlinkSync("nowhere", file)),
  "a folder": (file) => replaced(file, () => mkdirSync(file)),
  "a pipe": (file) => replaced(file, () => execFileSync("mkfifo", [file])),
  unreadable: (file) => chmodSync(file, 0o000),
  "loops of links": (file) => {
    symlinkSync(".", join(dirname(file), "again"));
    symlinkSync("../..", join(dirname(file), "above"));
  },
  "50 MB": (file) => truncateSync(file, 50 * 1024 * 1024),
};

const nestings = {
  ".json": ['{"a":[', "]}"],
  ".toml": ["a = [[", "]]"],
  ".py": ["f(", ")"],
  ".go": ["func(){", "}"],
  ".yml": ["- ", ""],
};

function replaced(file, make) {
  rmSync(file, { recursive: true });
  make();
}
