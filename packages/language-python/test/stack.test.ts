import { describe, expect, it } from "vitest";
import type { Command } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import { rankPorts, readEnvironment, readModels } from "@backwright/language-python";
import { stackOf } from "./stack-of.ts";

describe("readStack", () => {
  it.each([
    [
      "a driver that an ORM loads by name",
      { "requirements.txt": "asyncpg\n", "db.py": "import sqlalchemy\n" },
      { databases: ["postgresql"], orms: ["sqlalchemy"] },
    ],
    [
      "a URL of SQLite, which needs no driver",
      { "db.py": 'import sqlalchemy\nURL = "sqlite:///x.db"\n' },
      { databases: ["sqlite"] },
    ],
    ["no URL of a database whose driver is missing", { "db.py": 'URL = "mysql://x"\n' }, { databases: [] }],
    [
      "a driver without an ORM",
      { "db.py": "from motor.motor_asyncio import AsyncIOMotorClient\n" },
      { databases: ["mongodb"], orms: ["motor"] },
    ],
    [
      "Motor alone, though it is imported with parts of PyMongo",
      { "db.py": "from motor.motor_asyncio import AsyncIOMotorClient\nfrom pymongo import ReturnDocument\n" },
      { orms: ["motor"] },
    ],
    [
      "SQLModel alone, though it brings SQLAlchemy",
      { "db.py": "import sqlmodel\nfrom sqlalchemy import text\n" },
      { orms: ["sqlmodel"] },
    ],
    [
      "its own database where it can read many others",
      { "requirements.txt": "psycopg2\n", "q.py": "import psycopg2, pymongo, MySQLdb, oracledb, pymssql, sqlite3\n" },
      { databases: ["postgresql"] },
    ],
    [
      "drivers that an ORM brings by its extras",
      { "requirements.txt": "SQLAlchemy[mariadb-connector, asyncpg]~=2.0\n", "db.py": "import sqlalchemy\n" },
      { databases: ["mysql", "postgresql"] },
    ],
    [
      "drivers of a container's requirements, not those of documents",
      { "requirements/docker.txt": "pymysql\n", "requirements/docs.txt": "psycopg2\n", "db.py": "import sqlalchemy\n" },
      { databases: ["mysql"] },
    ],
    [
      "tables described with one package and read with another",
      {
        "db.py": "import sqlalchemy\nfrom databases import Database\n",
        "a.py": "rows = await database.fetch_all(query)\n",
      },
      { orms: ["databases", "sqlalchemy"] },
    ],
    [
      "no package that only connects",
      { "db.py": "import sqlalchemy\nfrom databases import Database\nawait Database(url).connect()\n" },
      { orms: ["sqlalchemy"] },
    ],
    [
      "models of PynamoDB",
      { "a.py": "from pynamodb.models import Model\n" },
      { orms: ["pynamodb"], databases: ["dynamodb"] },
    ],
    ["no database that is only in memory", { "a.py": "create_engine(\n    'sqlite:///'\n)\n" }, { databases: [] }],
    [
      "SQLite where one of several files keeps data in it",
      {
        "errors.py": "from sqlite3 import IntegrityError\n",
        "shop/db.py": "from sqlite3 import Connection\nclass Store(Connection): ...\n",
      },
      { databases: ["sqlite"], orms: ["sqlite3"] },
    ],
    [
      "no Redis that only a manifest names",
      { "requirements.txt": "flask-caching\nredis\n", "app.py": "import flask_caching\n" },
      { databases: [] },
    ],
    [
      "Redis where its client is declared and something names its address",
      { "requirements.txt": "flask-caching\nredis\n", "app.py": "", ".env.example": "REDIS_HOST=localhost\n" },
      { databases: ["redis"] },
    ],
    [
      "Redis where its client is declared beside a queue",
      { "requirements.txt": "celery\nredis\n", "app.py": "" },
      { databases: ["redis"] },
    ],
    ["no Redis whose client is missing", { "settings.py": 'REDIS_URL = "redis://localhost"\n' }, { databases: [] }],
    [
      "Redis that a worker of tasks is connected to",
      { "requirements.txt": "celery\n", "settings.py": 'BROKER = "redis://localhost"\n' },
      { databases: ["redis"] },
    ],
    [
      "the driver that is used, not the one whose addresses are",
      { "a.py": "from databases import DatabaseURL\nfrom motor import motor_asyncio\n" },
      { orms: ["motor"] },
    ],
    [
      "gRPC that is served, not that is called",
      { "a.py": "import grpc\nchannel = grpc.insecure_channel(host)\n" },
      { apiStyles: [] },
    ],
    ["gRPC", { "a.py": "import grpc\nserver = grpc.aio.server()\n" }, { apiStyles: ["grpc"] }],
    [
      "no websockets of channels that only pass on HTTP",
      { "asgi.py": 'from channels.routing import ProtocolTypeRouter\nrouter = ProtocolTypeRouter({"http": app})\n' },
      { apiStyles: [] },
    ],
    [
      "websockets of channels",
      { "asgi.py": 'from channels.routing import ProtocolTypeRouter\nr = ProtocolTypeRouter({"websocket": app})\n' },
      { apiStyles: ["websocket"] },
    ],
    ["no database in memory", { "a.py": 'URI = "sqlite:///:memory:"\n' }, { databases: [] }],
    ["nothing of tools beside the application", { "tools/a.py": "import psycopg2\n" }, { databases: [] }],
    [
      "no search engine beside a database",
      { "a.py": "import psycopg2\nimport elasticsearch\n" },
      { databases: ["postgresql"] },
    ],
    ["a search engine alone", { "a.py": "import elasticsearch\n" }, { databases: ["elasticsearch"] }],
    [
      "no cache that only production has",
      { "a.py": "import psycopg2\n", "requirements/prod.txt": "redis\n" },
      { databases: ["postgresql"] },
    ],
    [
      "the database of an example of the environment, where the code names none",
      { "settings.py": "import django\n", ".env.example": "DATABASE_URL=sqlite:///db.sqlite3\n" },
      { databases: ["sqlite"] },
    ],
    [
      "no example of the environment where the code names its database",
      { "db.py": "import asyncpg\n", ".env.example": "DATABASE_URL=sqlite:///db.sqlite3\n" },
      { databases: ["postgresql"] },
    ],
    [
      "no database of a command that people start by hand, or of settings of tests",
      {
        "app/management/commands/load.py": "from pymongo import MongoClient\n",
        "app/settings/ci.py": 'URL = "sqlite:///x.db"\n',
      },
      { databases: [] },
    ],
    [
      "GraphQL and validation",
      { "a.py": "import strawberry\nfrom marshmallow import Schema\n" },
      { apiStyles: ["graphql"], validation: ["marshmallow"] },
    ],
  ])("finds %s", (_what, files, expected) => {
    expect(stackOf(files as unknown as Record<string, string>)).toMatchObject(expected);
  });
});

describe("rankPorts", () => {
  const none = { listens: [], start: null, written: null, variable: "FLASK_RUN_PORT", fallback: 5000, dir: "." };

  it.each([
    [
      "the variable of its server",
      { ".flaskenv": "FLASK_RUN_PORT=5055\n", Dockerfile: "EXPOSE 80\n" },
      [5055, 80, 5000],
    ],
    ["settings of gunicorn", { "gunicorn_config.py": 'bind = "0.0.0.0:8080"\n' }, [8080, 5000]],
    [
      "settings of gunicorn that ask the environment first",
      { "config/gunicorn.py": "bind = f\"0.0.0.0:{os.getenv('PORT', '8000')}\"\n" },
      [8000, 5000],
    ],
    [
      "the command of a container after the usual port",
      { Dockerfile: 'EXPOSE 9000\nCMD ["gunicorn", "-b", "0.0.0.0:8001", "app:app"]\n' },
      [5000, 8001, 9000],
    ],
    ["the usual one where nothing says more", {}, [5000]],
  ])("ranks %s", (_what, files, expected) => {
    const project = memoryProject(files);

    expect(rankPorts({ ...none, project }).map(({ port }) => port)).toEqual(expected);
  });

  it("takes the port of the line that the start command was read from", () => {
    const project = memoryProject({ "docker/supervisor.conf": "[program:a]\ncommand=shopd start -b 0.0.0.0:8300\n" });
    const start: Command = { argv: ["shopd", "start"], cwd: ".", env: {}, source: "docker/supervisor.conf:2" };

    expect(rankPorts({ ...none, project, start })[0]).toEqual({ port: 8300, source: start.source });
  });

  it("takes a setting for the port that a server listens on, but not that of a database", () => {
    const listens = [{ file: "main.py", line: 1, port: null, env: null, target: null }];
    const project = memoryProject({
      "a.py": "class Database:\n    port: int = 5432\n",
      "b.py": 'settings = """\nport = "5600"\n"""\n',
    });

    const options = memoryProject({ "cli.py": '@click.option(\n    "--port",\n    default=9000,\n)\n' });
    const exposed = memoryProject({ Dockerfile: "EXPOSE 9100\n" });

    expect(rankPorts({ ...none, project, listens })[0]).toEqual({ port: 5600, source: "b.py:2" });
    expect(rankPorts({ ...none, project: options, listens })[0]?.port).toBe(9000);
    expect(rankPorts({ ...none, project: exposed, listens })[0]?.port).toBe(9100);
    expect(rankPorts({ ...none, project })[0]?.port).toBe(5000);
  });
});

describe("readEnvironment", () => {
  it("asks for what has no default, and puts the database into a file", () => {
    const project = memoryProject({
      "settings.py":
        'import os\nfrom pydantic_settings import BaseSettings\nA = os.environ["API_SECRET"]\nB = os.getenv("GREETING", "hi")\nC = os.environ["REGION"]\nclass S(BaseSettings):\n    database_url: str = "sqlite+aiosqlite:///x.db"\n    signing_key: str\n    limit: int = 3\n',
      ".env.example": "REGION=eu\n",
    });

    expect(readEnvironment({ project, dir: ".", databases: ["sqlite"] })).toEqual([
      { name: "API_SECRET", kind: "secret" },
      { name: "DATABASE_URL", kind: "database-file", value: "sqlite+aiosqlite:///$FILE" },
      { name: "REGION", kind: "value", value: "eu" },
      { name: "SIGNING_KEY", kind: "secret" },
    ]);
  });
});

describe("readModels", () => {
  it("reads models, schemas and migrations with their fields", () => {
    const project = memoryProject({
      "models.py":
        'from sqlalchemy import Column, Integer, String\nBase = declarative_base()\nclass User(Base):\n    __tablename__ = "users"\n    id = Column(Integer, primary_key=True)\n    email = Column("mail", String(80), unique=True)\n    notes = relationship("Note")\n\nclass Item(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n\nclass ItemIn(SQLModel):\n    name: str\n',
      "django_models.py":
        "from django.db import models\nclass Base(models.Model):\n    class Meta:\n        abstract = True\nclass Post(Base):\n    slug = models.SlugField(unique=True)\n",
      "migrations/versions/1.py":
        'op.create_table("users", sa.Column("id", sa.Integer(), nullable=False), sa.Column("mail", sa.String(80), unique=True))\n',
      "app/migrations/0001.py":
        'migrations.CreateModel(name="Post", fields=[("slug", models.SlugField(unique=True))])\n',
      "schema.sql": "create table if not exists tags (\n  id integer primary key,\n  label text unique\n);\n",
    });

    expect(
      readModels(project, ".").map(
        ({ kind, name, fields }) =>
          `${kind} ${name}: ${fields.map((field) => `${field.name} ${field.type}${field.unique ? "!" : ""}`).join(", ")}`,
      ),
    ).toEqual([
      "model Post: slug SlugField!",
      "model User: id Integer!, email String!, notes relationship(Note)",
      "model Item: id int!",
      "schema ItemIn: name str",
      "migration Post: slug SlugField!",
      "migration users: id Integer, mail String!",
      "migration tags: id integer!, label text!",
    ]);
  });
});
