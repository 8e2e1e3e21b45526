/** What part of a stack a package speaks for. */
export type StackField = "databases" | "orms" | "auth" | "apiStyles" | "validation";

export interface StackRule {
  readonly field: StackField;
  /** The word for it, one for all languages. */
  readonly value: string;
  readonly packages: readonly string[];
}

/** A package counts where the application's own code imports it; that it is declared alone says nothing. */
export const stackRules: readonly StackRule[] = [
  {
    field: "orms",
    value: "prisma",
    packages: [
      "@prisma/client",
      "@prisma/extension-accelerate",
      "@prisma/adapter-pg",
      "@prisma/adapter-neon",
      "@prisma/adapter-mariadb",
      "@prisma/adapter-mssql",
      "@prisma/adapter-better-sqlite3",
      "@prisma/adapter-libsql",
      "nestjs-prisma",
    ],
  },
  { field: "orms", value: "drizzle", packages: ["drizzle-orm"] },
  { field: "orms", value: "mongoose", packages: ["mongoose", "@nestjs/mongoose"] },
  { field: "orms", value: "sequelize", packages: ["sequelize", "sequelize-typescript", "@sequelize/core"] },
  { field: "orms", value: "typeorm", packages: ["typeorm", "@nestjs/typeorm"] },
  { field: "orms", value: "mikro-orm", packages: ["@mikro-orm/core", "@mikro-orm/nestjs", "mikro-orm"] },
  { field: "orms", value: "objection", packages: ["objection"] },
  { field: "orms", value: "bookshelf", packages: ["bookshelf"] },
  { field: "orms", value: "knex", packages: ["knex", "@fastify/knexjs"] },
  { field: "orms", value: "kysely", packages: ["kysely"] },
  { field: "orms", value: "slonik", packages: ["slonik"] },

  {
    field: "auth",
    value: "jwt",
    packages: [
      "jsonwebtoken",
      "jose",
      "express-jwt",
      "passport-jwt",
      "jwt-simple",
      "fast-jwt",
      "@fastify/jwt",
      "fastify-jwt",
      "@nestjs/jwt",
      "njwt",
      "express-oauth2-jwt-bearer",
    ],
  },
  {
    field: "auth",
    value: "session",
    packages: [
      "express-session",
      "cookie-session",
      "@fastify/session",
      "@fastify/secure-session",
      "fastify-session",
      "fastify-secure-session",
      "iron-session",
    ],
  },
  {
    field: "auth",
    value: "oauth2",
    packages: [
      "passport-google-oauth20",
      "passport-google-oauth",
      "passport-google-oauth2",
      "passport-facebook",
      "passport-github",
      "passport-github2",
      "passport-twitter",
      "passport-oauth2",
      "passport-http-bearer",
      "passport-azure-ad",
      "passport-auth0",
      "passport-apple",
      "google-auth-library",
      "openid-client",
      "express-openid-connect",
      "express-oauth2-jwt-bearer",
      "oauth2-server",
      "@node-oauth/express-oauth-server",
      "grant",
      "simple-oauth2",
      "@fastify/oauth2",
      "fastify-oauth2",
      "@clerk/express",
    ],
  },
  {
    field: "auth",
    value: "basic",
    packages: ["express-basic-auth", "basic-auth", "passport-http", "@fastify/basic-auth"],
  },
  {
    field: "auth",
    value: "apikey",
    packages: ["passport-headerapikey", "passport-localapikey", "passport-localapikey-update"],
  },

  {
    field: "apiStyles",
    value: "graphql",
    packages: [
      "@apollo/server",
      "apollo-server",
      "apollo-server-express",
      "express-graphql",
      "graphql-http",
      "graphql-yoga",
      "mercurius",
      "@nestjs/graphql",
      "type-graphql",
    ],
  },
  {
    field: "apiStyles",
    value: "websocket",
    packages: [
      "socket.io",
      "ws",
      "express-ws",
      "@fastify/websocket",
      "fastify-socket.io",
      "fastify-websocket",
      "fastify-uws",
      "ably",
      "pusher",
      "@nestjs/websockets",
      "uWebSockets.js",
    ],
  },
  { field: "apiStyles", value: "grpc", packages: ["@grpc/grpc-js", "grpc", "nice-grpc"] },

  {
    field: "validation",
    value: "zod",
    packages: ["zod", "zod-express-middleware", "express-zod-api", "nestjs-zod", "fastify-type-provider-zod"],
  },
  {
    field: "validation",
    value: "joi",
    packages: ["joi", "@hapi/joi", "celebrate", "express-validation", "express-joi-validation"],
  },
  { field: "validation", value: "express-validator", packages: ["express-validator"] },
  { field: "validation", value: "yup", packages: ["yup"] },
  { field: "validation", value: "valibot", packages: ["valibot"] },
  {
    field: "validation",
    value: "json-schema",
    packages: ["ajv", "express-json-validator-middleware", "express-openapi-validator", "jsonschema"],
  },
  {
    field: "validation",
    value: "typebox",
    packages: ["@sinclair/typebox", "typebox", "@fastify/type-provider-typebox"],
  },
  { field: "validation", value: "class-validator", packages: ["class-validator"] },
  { field: "validation", value: "checkit", packages: ["checkit"] },
  { field: "validation", value: "superstruct", packages: ["superstruct"] },
  { field: "validation", value: "vine", packages: ["@vinejs/vine"] },
  { field: "validation", value: "validatorjs", packages: ["validatorjs", "node-input-validator", "validate.js"] },
];
