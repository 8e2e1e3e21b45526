export interface DriverRule {
  readonly database: string;
  /** Modules that code imports. */
  readonly modules: readonly string[];
  /** Packages that an ORM loads by name, so that no code imports them. */
  readonly packages: readonly string[];
  /** How URLs and settings name it. */
  readonly url: RegExp;
  /** Of these words, every text with such a URL has one. */
  readonly words: readonly string[];
  /** Not what data is kept in: it stands beside a database. */
  readonly beside?: true;
  /** Packages of which one has to be there for a URL to be used. */
  readonly clients?: readonly string[];
}

export const driverRules: readonly DriverRule[] = [
  {
    database: "postgresql",
    words: ["ostgres"],
    modules: [
      "psycopg2",
      "psycopg",
      "asyncpg",
      "aiopg",
      "pg8000",
      "sqlalchemy.dialects.postgresql",
      "django.contrib.postgres",
      "aiosql",
    ],
    packages: ["psycopg2", "psycopg2-binary", "psycopg", "psycopg-binary", "asyncpg", "pg8000", "aiopg", "psycopg-c"],
    url: /["'](postgres(ql)?(\+\w+)?):\/\/|PostgresDsn|["']postgresql(\+\w+)?["']|backends\.postgresql/,
  },
  {
    database: "mysql",
    words: ["mysql", "mariadb"],
    modules: ["MySQLdb", "pymysql", "aiomysql", "asyncmy", "mysql.connector", "mariadb"],
    packages: [
      "mysql-python",
      "mysqlclient",
      "pymysql",
      "aiomysql",
      "asyncmy",
      "mysql-connector-python",
      "mariadb",
      "flask-mysqldb",
    ],
    url: /["'](mysql|mariadb)(\+\w+)?:\/\/|backends\.mysql/,
  },
  {
    database: "sqlite",
    words: ["sqlite"],
    modules: ["sqlite3", "aiosqlite"],
    packages: ["aiosqlite"],
    url: /["']sqlite(\+\w+)?:\/\/(?!\/?:memory:|\/?["']\s*[),])|backends\.sqlite3/,
  },
  {
    database: "mongodb",
    words: ["mongodb"],
    modules: ["pymongo", "motor", "mongoengine", "beanie", "odmantic", "flask_pymongo", "djongo", "flask_mongoengine"],
    packages: [],
    url: /["']mongodb(\+srv)?:\/\//,
  },
  {
    database: "mssql",
    words: ["mssql"],
    modules: ["pyodbc", "pymssql"],
    packages: ["mssql-django"],
    url: /["']mssql(\+\w+)?:\/\//,
  },
  {
    database: "oracle",
    words: ["oracle"],
    modules: ["oracledb", "cx_Oracle"],
    packages: [],
    url: /["']oracle(\+\w+)?:\/\//,
  },
  {
    database: "dynamodb",
    words: ["dynamodb"],
    modules: ["pynamodb"],
    packages: [],
    url: /resource\(\s*["']dynamodb["']/,
  },
  { database: "neo4j", words: ["neo4j"], modules: ["neo4j", "neomodel"], packages: [], url: /["']neo4j(\+\w+)?:\/\// },
  { database: "cassandra", words: [], modules: ["cassandra"], packages: [], url: /(?!)/ },
  {
    database: "redis",
    words: ["redis", "RedisCache"],
    modules: [
      "redis",
      "aioredis",
      "django_redis",
      "flask_redis",
      "rq",
      "arq",
      "aiocache",
      "django_rq",
      "fakeredis",
      "redis_om",
      "valkey",
    ],
    packages: ["redis", "valkey", "django-redis", "flask-redis", "aioredis", "django-rq", "arq"],
    url: /["']rediss?:\/\/|RedisCache\b|channels_redis/,
    beside: true,
    clients: [
      "redis",
      "celery",
      "kombu",
      "django",
      "rq",
      "arq",
      "saq",
      "huey",
      "dramatiq",
      "taskiq-redis",
      "channels-redis",
      "flask-redis",
      "flask-caching",
      "flask-session",
      "flask-limiter",
      "flask-socketio",
      "python-socketio",
      "limits",
      "slowapi",
      "fastapi-limiter",
      "fastapi-cache2",
      "aiocache",
      "aioredis",
      "broadcaster",
      "cachelib",
    ],
  },
  {
    database: "elasticsearch",
    words: [],
    modules: ["elasticsearch", "elasticsearch_dsl", "django_elasticsearch_dsl"],
    packages: [],
    url: /(?!)/,
    beside: true,
  },
];

/** Drivers that, used without an ORM, are what data access is written with, by the name people use. */
export const plainDrivers: readonly string[] = [
  "pymongo",
  "motor",
  "flask_pymongo",
  "asyncpg",
  "aiosql",
  "psycopg",
  "psycopg2",
  "sqlite3",
  "aiosqlite",
  "databases",
  "pymysql",
  "aiomysql",
];
