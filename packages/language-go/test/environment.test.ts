import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { readEnvironment } from "@backwright/language-go";

describe("readEnvironment", () => {
  it("asks for what the code has no default for", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      ".env.example": "MAIL_HOST=localhost\nUNUSED=1\n",
      "main.go":
        'package main\n\nfunc main() {\n\tos.Getenv("JWT_SECRET")\n\tos.Getenv("MAIL_HOST")\n\tos.Getenv("UNKNOWN")\n\tgetEnv("API_KEY", "x")\n\tos.Getenv("DB_PATH")\n\tos.Getenv("HTTP_PORT")\n\tos.Getenv("LISTEN_ADDR")\n\tname := os.Getenv("NAME")\n\tif name == "" {\n\t\tname = "a"\n\t}\n}\n\ntype c struct {\n\tToken string `env:"BOT_TOKEN,required"`\n\tMode string `env:"MODE" envDefault:"dev"`\n}\n',
    });

    expect(readEnvironment({ project, dir: ".", databases: ["sqlite"], ports: ["HTTP_PORT", "LISTEN_ADDR"] })).toEqual([
      { name: "BOT_TOKEN", kind: "secret" },
      { name: "DB_PATH", kind: "database-file", value: "$FILE" },
      { name: "JWT_SECRET", kind: "secret" },
      { name: "MAIL_HOST", kind: "value", value: "localhost" },
      { name: "HTTP_PORT", kind: "port" },
    ]);
  });
});
