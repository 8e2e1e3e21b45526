import { createApplicationReader, nativeFunction } from "@backwright/language-python";
import type { ApplicationReader } from "@backwright/language-python";
import { flaskHost } from "./routes/host.ts";
import { listen, mountOrphans } from "./routes/router.ts";

/** The call that makes an application. */
export const makesFlask: RegExp =
  /^class\s+\w+\((?:flask\.)?Flask\)|\b(?:Flask|APIFlask|OpenAPI|FlaskOpenAPI|FlaskApp|(?<=connexion\.)App)(?<=(?<!class )(?<![\w.])(?:\w+\.)?\w+)\s*\(\s*(?:__name__|import_name|["'\w]|\)|\*)(?!.*\):\s*$)/m;

/** Of these words, every text with such a call has one. */
export const flaskWords: readonly string[] = ["Flask", "OpenAPI", "connexion"];

/** Every text that `serves` fits has one of them. */
const servingWords = [".run(", "waitress", "WSGI", "run_simple", "HTTPServer"];
const serves =
  /(?<=\w*(?:app|server|socketio|sio|api|web|wsgi)\w*(?:\([^()]*\))?)\.run\(|\.run\([^)]*\b(?:host|port|debug|threaded)\s*=|^(\w+)\s*=\s*(?:\w+\.)?Flask\([\s\S]*?^\s*\1\.run\(|\bwaitress\b|\bWSGI(?:Server|Container)\b|\brun_simple\b|\bHTTPServer\b/im;

/** Reads the Flask application in a folder. */
export const application: ApplicationReader = createApplicationReader({
  host: flaskHost,
  mentions:
    /flask|connexion|Blueprint|add_url_rule|add_resource|add_namespace|register_blueprint|\.route\(|MethodView/i,
  makes: makesFlask,
  words: flaskWords,
  factory:
    /\b(?:Flask|APIFlask|FlaskApp|connexion\.App|Blueprint)\s*\(|\.register_blueprint\(|\.add_url_rule\(|\.add_resource\(|\bapp\.route\(|^(?:async )?def (?:create|make|build|get|init)_?app(?:lication)?\b/,
  finish: mountOrphans,
  listens: /\.run\b|\bwaitress\b|\bserve$|\bWSGIServer\b|\bWSGIContainer\b|\brun_simple\b|\.listen\b/,
  named: (callee, context) =>
    /(?:^|_)app(?:lication)?\.run$/.test(callee) ? nativeFunction((site) => listen(context, site)) : null,
  serves: (text) => servingWords.some((word) => text.includes(word)) && serves.test(text),
  routers: /(?:Flask|Blueprint)\w*/,
  decorators: ["route", "get", "post", "put", "patch", "delete"],
});
