import { createApplicationReader } from "@backwright/language-python";
import type { ApplicationReader } from "@backwright/language-python";
import { plainListens } from "./plain-listens.ts";
import { fastapiHost } from "./routes/host.ts";

/** Reads the FastAPI application in a folder. */
export const application: ApplicationReader = createApplicationReader({
  host: fastapiHost,
  mentions:
    /fastapi|APIRouter|include_router|add_api_route|uvicorn\.run|\brouter\b|@\w+\.(get|post|put|patch|delete|api_route)\(/,
  makes: /\bFastAPI\s*\(/,
  words: ["FastAPI"],
  factory:
    /\bFastAPI\s*\(|\bAPIRouter\s*\(|\.include_router\(|^(?:async )?def (?:create|make|build|get|init)_?app(?:lication)?\b/,
  listens: /\buvicorn\b|\bGranian\b/,
  plainListens,
  serves: (text) => /(?:uvicorn\.(?:run|Server|Config)|from uvicorn import|Granian)\b/.test(text),
  routers: /\w*(?:APIRouter|FastAPI)\w*/,
  decorators: ["get", "post", "put", "patch", "delete"],
});
