/** What part of a stack a package speaks for. */
export type StackField = "databases" | "orms" | "auth" | "apiStyles" | "validation";

export interface ImportRule {
  readonly field: StackField;
  /** The word for it, one for all languages. */
  readonly value: string;
  /** Import paths without a major version; packages below them count. */
  readonly packages: readonly string[];
  /** What the file that imports it has to do as well. */
  readonly with?: (text: string) => boolean;
}

/** A token that is only made goes to another service, one in a mail proves an address; one that is read signs somebody in. */
function readsLoginToken(text: string): boolean {
  return [...text.matchAll(/\b\w*(?:jw[ts]|parser|request|token)\w*\.(?:Parse\w*|Verify\w*)\(|\bKeyfunc\b/gi)].some(
    (match) => {
      const before = text.slice(0, match.index);
      const name =
        /^func (?:\([^)]*\) )?(\w+)/.exec(before.slice(Math.max(0, before.lastIndexOf("\nfunc ") + 1)))?.[1] ?? "";
      return !/reset|confirm|invit|unsubscri|activat|password|e?mail/i.test(name);
    },
  );
}

/** A server answers the handshake; who only dials is a client of another. */
function acceptsSockets(text: string): boolean {
  return /\bUpgrade\w*\b|\.Accept\(|websocket\.(?:New|Handler|Server)\b|\bmelody\.New\(|\bNewServer\(/.test(text);
}

/** A package counts where the application's own code imports it; that it is required alone says nothing. */
export const importRules: readonly ImportRule[] = [
  {
    field: "databases",
    value: "postgresql",
    packages: [
      "github.com/lib/pq",
      "github.com/jackc/pgx",
      "github.com/jackc/pgconn",
      "github.com/gofiber/storage/postgres",
      "github.com/go-pg/pg",
      "gorm.io/driver/postgres",
      "github.com/jinzhu/gorm/dialects/postgres",
      "github.com/uptrace/bun/driver/pgdriver",
      "github.com/uptrace/bun/dialect/pgdialect",
    ],
  },
  {
    field: "databases",
    value: "mysql",
    packages: [
      "github.com/go-sql-driver/mysql",
      "gorm.io/driver/mysql",
      "github.com/gofiber/storage/mysql",
      "github.com/jinzhu/gorm/dialects/mysql",
      "github.com/uptrace/bun/dialect/mysqldialect",
    ],
  },
  {
    field: "databases",
    value: "sqlite",
    packages: [
      "github.com/mattn/go-sqlite3",
      "modernc.org/sqlite",
      "github.com/glebarez/sqlite",
      "github.com/glebarez/go-sqlite",
      "github.com/ncruces/go-sqlite3",
      "zombiezen.com/go/sqlite",
      "crawshaw.io/sqlite",
      "gorm.io/driver/sqlite",
      "github.com/gofiber/storage/sqlite3",
      "github.com/jinzhu/gorm/dialects/sqlite",
      "github.com/uptrace/bun/dialect/sqlitedialect",
      "github.com/tursodatabase/libsql-client-go",
      "github.com/tursodatabase/go-libsql",
    ],
  },
  {
    field: "databases",
    value: "mongodb",
    packages: [
      "go.mongodb.org/mongo-driver",
      "gopkg.in/mgo",
      "github.com/globalsign/mgo",
      "github.com/qiniu/qmgo",
      "github.com/gofiber/storage/mongodb",
    ],
  },
  {
    field: "databases",
    value: "redis",
    packages: [
      "github.com/go-redis/redis",
      "github.com/redis/go-redis",
      "github.com/gomodule/redigo",
      "github.com/garyburd/redigo",
      "github.com/redis/rueidis",
      "github.com/hibiken/asynq",
      "github.com/gofiber/storage/redis",
      "github.com/gin-contrib/sessions/redis",
      "github.com/boj/redistore",
    ],
  },
  {
    field: "databases",
    value: "mssql",
    packages: [
      "github.com/denisenkom/go-mssqldb",
      "github.com/microsoft/go-mssqldb",
      "gorm.io/driver/sqlserver",
      "github.com/jinzhu/gorm/dialects/mssql",
    ],
  },
  {
    field: "databases",
    value: "oracle",
    packages: [
      "github.com/godror/godror",
      "github.com/sijms/go-ora",
      "github.com/dzwvip/gorm-oracle",
      "github.com/godoes/gorm-oracle",
      "github.com/cengsin/oracle",
      "github.com/oracle-samples/gorm-oracle",
    ],
  },
  {
    field: "databases",
    value: "elasticsearch",
    packages: ["github.com/elastic/go-elasticsearch", "github.com/olivere/elastic"],
  },
  {
    field: "databases",
    value: "clickhouse",
    packages: ["github.com/ClickHouse/clickhouse-go", "gorm.io/driver/clickhouse"],
  },
  {
    field: "databases",
    value: "dynamodb",
    packages: ["github.com/aws/aws-sdk-go-v2/service/dynamodb", "github.com/aws/aws-sdk-go/service/dynamodb"],
  },
  { field: "databases", value: "cassandra", packages: ["github.com/gocql/gocql"] },
  { field: "databases", value: "neo4j", packages: ["github.com/neo4j/neo4j-go-driver"] },
  { field: "databases", value: "firestore", packages: ["cloud.google.com/go/firestore"] },

  { field: "orms", value: "gorm", packages: ["gorm.io/gorm", "github.com/jinzhu/gorm"] },
  { field: "orms", value: "sqlx", packages: ["github.com/jmoiron/sqlx"] },
  {
    field: "orms",
    value: "ent",
    packages: ["entgo.io/ent", "github.com/facebook/ent", "github.com/facebookincubator/ent"],
  },
  { field: "orms", value: "bun", packages: ["github.com/uptrace/bun"] },
  { field: "orms", value: "xorm", packages: ["xorm.io/xorm", "github.com/go-xorm/xorm"] },
  { field: "orms", value: "go-pg", packages: ["github.com/go-pg/pg"] },
  {
    field: "orms",
    value: "sqlboiler",
    packages: ["github.com/volatiletech/sqlboiler", "github.com/aarondl/sqlboiler"],
  },
  { field: "orms", value: "gorp", packages: ["github.com/go-gorp/gorp", "gopkg.in/gorp"] },
  { field: "orms", value: "squirrel", packages: ["github.com/Masterminds/squirrel"] },
  { field: "orms", value: "goqu", packages: ["github.com/doug-martin/goqu"] },
  { field: "orms", value: "dbx", packages: ["github.com/go-ozzo/ozzo-dbx", "github.com/pocketbase/dbx"] },
  { field: "orms", value: "pop", packages: ["github.com/gobuffalo/pop", "github.com/ory/pop"] },
  { field: "orms", value: "reform", packages: ["gopkg.in/reform", "github.com/go-reform/reform"] },
  {
    field: "orms",
    value: "beego-orm",
    packages: ["github.com/beego/beego/client/orm", "github.com/astaxie/beego/orm"],
  },
  { field: "orms", value: "upper", packages: ["github.com/upper/db"] },

  {
    field: "auth",
    value: "jwt",
    packages: [
      "github.com/golang-jwt/jwt",
      "github.com/dgrijalva/jwt-go",
      "github.com/form3tech-oss/jwt-go",
      "github.com/lestrrat-go/jwx",
      "github.com/gbrlsnchs/jwt",
      "github.com/cristalhq/jwt",
      "github.com/kataras/jwt",
      "github.com/go-jose/go-jose",
      "gopkg.in/square/go-jose",
      "gopkg.in/go-jose/go-jose",
    ],
    with: readsLoginToken,
  },
  {
    field: "auth",
    value: "jwt",
    packages: [
      "github.com/gofiber/contrib/jwt",
      "github.com/gofiber/jwt",
      "github.com/labstack/echo-jwt",
      "github.com/appleboy/gin-jwt",
      "github.com/go-chi/jwtauth",
      "github.com/auth0/go-jwt-middleware",
      "github.com/kataras/iris/middleware/jwt",
      "github.com/hertz-contrib/jwt",
    ],
  },
  {
    field: "auth",
    value: "session",
    packages: [
      "github.com/gorilla/sessions",
      "github.com/gorilla/securecookie",
      "github.com/gin-contrib/sessions",
      "github.com/alexedwards/scs",
      "github.com/gofiber/fiber/middleware/session",
      "github.com/labstack/echo-contrib/session",
      "github.com/kataras/iris/sessions",
      "github.com/go-session/session",
      "github.com/icza/session",
      "github.com/zerodha/simplesessions",
    ],
  },
  {
    field: "auth",
    value: "oauth2",
    packages: [
      "golang.org/x/oauth2",
      "github.com/coreos/go-oidc",
      "github.com/markbates/goth",
      "github.com/go-oauth2/oauth2",
      "github.com/dghubble/gologin",
      "github.com/ory/fosite",
      "github.com/zitadel/oidc",
    ],
  },

  {
    field: "apiStyles",
    value: "graphql",
    packages: [
      "github.com/99designs/gqlgen",
      "github.com/graphql-go/graphql",
      "github.com/graph-gophers/graphql-go",
      "github.com/samsarahq/thunder",
    ],
  },
  {
    field: "apiStyles",
    value: "websocket",
    packages: [
      "github.com/gorilla/websocket",
      "nhooyr.io/websocket",
      "github.com/coder/websocket",
      "github.com/gofiber/websocket",
      "github.com/gofiber/contrib/websocket",
      "github.com/olahol/melody",
      "github.com/gobwas/ws",
      "golang.org/x/net/websocket",
      "github.com/googollee/go-socket.io",
      "github.com/zishang520/socket.io",
      "github.com/fasthttp/websocket",
      "github.com/hertz-contrib/websocket",
    ],
    with: acceptsSockets,
  },

  {
    field: "validation",
    value: "go-playground-validator",
    packages: ["github.com/go-playground/validator", "gopkg.in/go-playground/validator"],
  },
  {
    field: "validation",
    value: "ozzo-validation",
    packages: ["github.com/go-ozzo/ozzo-validation", "github.com/jellydator/validation"],
  },
  {
    field: "validation",
    value: "beego-validation",
    packages: [
      "github.com/astaxie/beego/validation",
      "github.com/beego/beego/core/validation",
      "github.com/beego/beego/validation",
    ],
  },
  {
    field: "validation",
    value: "govalidator",
    packages: ["github.com/asaskevich/govalidator", "github.com/thedevsaddam/govalidator"],
  },
  { field: "validation", value: "gookit-validate", packages: ["github.com/gookit/validate"] },
  { field: "validation", value: "zog", packages: ["github.com/Oudwins/zog"] },
  {
    field: "validation",
    value: "protovalidate",
    packages: [
      "github.com/bufbuild/protovalidate-go",
      "buf.build/go/protovalidate",
      "github.com/envoyproxy/protoc-gen-validate",
    ],
  },
];
