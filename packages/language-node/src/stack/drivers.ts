export interface DriverRule {
  readonly database: string;
  readonly packages: readonly string[];
  /** How configurations of ORMs call it: `dialect: "postgres"`, `client: "pg"`, `provider = "postgresql"`. */
  readonly words: readonly string[];
  /** Not what data is kept in: it stands beside a database. */
  readonly beside?: true;
}

export const driverRules: readonly DriverRule[] = [
  {
    database: "postgresql",
    packages: [
      "pg",
      "pg-promise",
      "postgres",
      "@neondatabase/serverless",
      "@vercel/postgres",
      "pg-native",
      "slonik",
      "@electric-sql/pglite",
      "@fastify/postgres",
      "fastify-postgres",
      "@mikro-orm/postgresql",
    ],
    words: ["postgresql", "postgres", "pg", "cockroachdb"],
  },
  {
    database: "mysql",
    packages: [
      "mysql",
      "mysql2",
      "mariadb",
      "promise-mysql",
      "serverless-mysql",
      "@mikro-orm/mysql",
      "@fastify/mysql",
      "@mikro-orm/mariadb",
    ],
    words: ["mysql", "mysql2", "mariadb"],
  },
  {
    database: "sqlite",
    packages: [
      "better-sqlite3",
      "sqlite3",
      "sqlite",
      "sql.js",
      "@libsql/client",
      "node:sqlite",
      "bun:sqlite",
      "@vscode/sqlite3",
      "@mikro-orm/sqlite",
      "@mikro-orm/better-sqlite",
    ],
    words: ["sqlite", "sqlite3", "better-sqlite3", "sqljs", "turso", "libsql"],
  },
  {
    database: "mongodb",
    packages: [
      "mongodb",
      "mongoose",
      "monk",
      "mongojs",
      "@nestjs/mongoose",
      "@fastify/mongodb",
      "fastify-mongodb",
      "typegoose",
      "@typegoose/typegoose",
      "@mikro-orm/mongodb",
    ],
    words: ["mongodb"],
  },
  { database: "mssql", packages: ["mssql", "tedious"], words: ["mssql", "sqlserver"] },
  { database: "oracle", packages: ["oracledb"], words: ["oracle", "oracledb"] },
  {
    database: "redis",
    packages: [
      "redis",
      "ioredis",
      "connect-redis",
      "@fastify/redis",
      "fastify-redis",
      "@nestjs/bull",
      "@nestjs/bullmq",
      "nestjs-redis",
      "cache-manager-redis-yet",
      "cache-manager-ioredis",
      "rate-limit-redis",
      "bull",
      "bullmq",
      "cache-manager-redis-store",
      "@keyv/redis",
    ],
    words: [],
    beside: true,
  },
  {
    database: "elasticsearch",
    packages: ["@elastic/elasticsearch", "elasticsearch", "@fastify/elasticsearch"],
    words: [],
    beside: true,
  },
  { database: "dynamodb", packages: ["@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "dynamoose"], words: [] },
  { database: "firestore", packages: ["@google-cloud/firestore", "firebase-admin"], words: [] },
  { database: "cassandra", packages: ["cassandra-driver"], words: [] },
  { database: "neo4j", packages: ["neo4j-driver"], words: [] },
];

/** ORMs that load a driver by name, so that no code of the application imports it. */
export const loadDrivers: ReadonlySet<string> = new Set([
  "sequelize",
  "typeorm",
  "knex",
  "bookshelf",
  "objection",
  "mikro-orm",
  "kysely",
]);

/** Drivers that, used without an ORM, are what data access is written with, by the name people use. */
export const plainDrivers: Readonly<Record<string, string>> = {
  pg: "pg",
  "@fastify/postgres": "pg",
  "fastify-postgres": "pg",
  "@fastify/mysql": "mysql2",
  "@fastify/mongodb": "mongodb",
  "fastify-mongodb": "mongodb",
  "pg-promise": "pg-promise",
  postgres: "postgres.js",
  mysql: "mysql",
  mysql2: "mysql2",
  mariadb: "mariadb",
  mongodb: "mongodb",
  "better-sqlite3": "better-sqlite3",
  sqlite3: "sqlite3",
  "node:sqlite": "node:sqlite",
};
