import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BackwrightError } from "../../src/errors.ts";
import { loadTask } from "../../src/task/load.ts";

let dir = "";

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "backwright-task-"));
});

afterAll(async () => {
  await rm(dir, { recursive: true });
});

async function write(text: string | Uint8Array): Promise<string> {
  const file = join(dir, "task.yaml");
  await writeFile(file, text);
  return file;
}

async function refusal(source: string): Promise<BackwrightError> {
  const error: unknown = await loadTask({ source, dir }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BackwrightError)) throw new Error(`refused with ${String(error)}`);
  return error;
}

async function problems(text: string): Promise<string[]> {
  const file = await write(text);
  const { code, message } = await refusal(file);
  expect(code).toBe("TASK_INVALID");
  return message.split("\n").map((line) => line.replace(`${file}:`, ""));
}

describe("loadTask", () => {
  it("reads a task and knows the line of each value", async () => {
    const file = await write(
      "id: T-1\nobjective: x\nresources:\n  Thing:\n    fields:\n      title: string\n    operations: [list,\n      get]\n",
    );

    const { task, file: named, lineOf } = await loadTask({ source: file, dir });

    expect(task).toEqual({
      id: "T-1",
      objective: "x",
      resources: { Thing: { fields: { title: { type: "string" } }, operations: ["list", "get"] } },
    });
    expect(named).toBe(file);
    expect(lineOf(["resources", "Thing", "fields", "title"])).toBe(6);
    expect(lineOf(["resources", "Thing", "operations", 1])).toBe(8);
    expect(lineOf(["resources", "Thing", "policies", "read"])).toBe(4);
  });

  it("reads JSON too", async () => {
    const file = await write('{ "id": "T-1", "objective": "x", "auth": "jwt" }');

    expect((await loadTask({ source: file, dir })).task).toEqual({ id: "T-1", objective: "x", auth: { kind: "jwt" } });
  });

  it("says that a file is missing, or is a folder", async () => {
    expect(await refusal(join(dir, "none.yaml"))).toMatchObject({ code: "TASK_MISSING", exitCode: 2 });
    await mkdir(join(dir, "folder.yaml"));
    expect((await refusal(join(dir, "folder.yaml"))).message).toContain("is a folder");
    expect(await refusal("TASK-042")).toMatchObject({ code: "TASK_MISSING" });
  });

  it.each(["../x", "a/b", ".hidden", "x".repeat(129), "a b"])("refuses %s as the id of a task", async (id) => {
    expect((await refusal(id)).code).toBe("TASK_ID_INVALID");
    const file = await write(`objective: x\nid: ${id}\n`);
    expect(await refusal(file)).toMatchObject({
      code: "TASK_ID_INVALID",
      message: expect.stringContaining(`${file}:2: id: `),
    });
  });

  it.each([
    ["objective: [1\nid: x\n", ":2: "],
    ["id: T-1\nobjective: x\n  bad: y\n", ":2: "],
    ["id: T-1\nid: T-2\nobjective: x\n", ":2: "],
    ["id: T-1\n---\nid: T-2\n", ":2: "],
    ["id: *nowhere\n", "task.yaml"],
    [`id: ${"[".repeat(20_000)}${"]".repeat(20_000)}\n`, "task.yaml"],
  ])("refuses what is not YAML, with the line (%#)", async (text, place) => {
    const file = await write(text);
    const { code, message } = await refusal(file);

    expect(code).toBe("TASK_UNREADABLE");
    expect(message).toContain(place);
    expect(message).toContain("This is not YAML");
  });

  it("refuses what is not text, or is too large", async () => {
    const bytes = await write(new Uint8Array([0xff, 0xfe, 0x00, 0x41]));
    expect(await refusal(bytes)).toMatchObject({
      code: "TASK_UNREADABLE",
      message: expect.stringContaining("not UTF-8"),
    });
    const large = await write("#".repeat(1024 * 1024 + 1));
    expect((await refusal(large)).message).toContain("larger than 1 MiB");
  });

  it.each(["", "just a text", "- a\n- b\n", "null"])("refuses a file that holds no mapping: %j", async (text) => {
    expect((await refusal(await write(text))).message).toContain("A task is a mapping");
  });

  it("names file, line, field and what would be right, for all problems at once", async () => {
    const text = `id: T-1
complexity: hard
auth: jwtt
resources:
  bookmark: { fields: {} }
  Thing:
    owner: "yes"
    fields:
      url: { type: strng, requird: true }
      Bad: string
      none:
      codes: { enum: [1] }
    operations: [list, gett]
    policies: { read: Admin, creat: owner }
    list: { order: [--x] }
rateLimit: { auth: { max: 0, window: 1y } }
`;

    expect(await problems(text)).toEqual([
      "1: objective: it is missing.",
      "2: complexity: `hard` is not allowed. Allowed: `easy`, `normal` or `complex`.",
      "3: auth: `jwtt` is not allowed; did you mean `jwt`? Allowed: `jwt`.",
      "5: resources.bookmark: a resource is named in PascalCase and the singular, like `Bookmark`.",
      "7: resources.Thing.owner: `yes` stands where `true` or `false` belongs.",
      "9: resources.Thing.fields.url.type: `strng` is not allowed; did you mean `string`? Allowed: `string`, `integer`, `number`, `boolean`, `date`, `date-time` or `uuid`.",
      "9: resources.Thing.fields.url.requird: there is no such field; did you mean `required`? Allowed here: `type`, `format`, `required`, `nullable`, `unique`, `enum`, `default`, `minLength`, `maxLength`, `minimum`, `maximum` or `secret`.",
      "10: resources.Thing.fields.Bad: a field is named in camelCase, like `dueDate`.",
      "11: resources.Thing.fields.none: nothing stands where one of `string`, `integer`, `number`, `boolean`, `date`, `date-time` or `uuid` or a mapping belongs.",
      '12: resources.Thing.fields.codes.enum.0: `1` stands where a text belongs; put it in quotes: "1".',
      "13: resources.Thing.operations.1: `gett` is not allowed; did you mean `get`? Allowed: `list`, `get`, `create`, `update` or `delete`.",
      "14: resources.Thing.policies.read: `Admin` is not allowed: a role is lower case, like `admin`.",
      "14: resources.Thing.policies.creat: there is no such field; did you mean `create`? Allowed here: `read`, `create`, `update` or `delete`.",
      "15: resources.Thing.list.order.0: `--x` is not allowed: an order is a field, with `-` in front for descending.",
      "16: rateLimit.auth.max: `0` is too small: at least 1.",
      "16: rateLimit.auth.window: `1y` is not allowed: a duration is a number with s, m, h or d, like `1h`.",
    ]);
  });

  it("tells that a sentence with a colon needs quotes", async () => {
    const lines = await problems("id: T-1\nobjective: x\nacceptanceCriteria:\n  - POST /a: answers 201\n");

    expect(lines).toEqual([
      "4: acceptanceCriteria.0: a mapping stands where a text belongs; a text with `: ` in it needs quotes.",
    ]);
  });

  it("lists the fields of the top where one is misspelt", async () => {
    const [line] = await problems("id: T-1\nobjective: x\nresource: {}\n");

    expect(line).toContain(
      "3: resource: there is no such field; did you mean `resources`? Allowed here: `$schema`, `id`",
    );
  });
});
