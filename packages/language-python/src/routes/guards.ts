const signsIn =
  /auth|jwt|protect|logged|login|signed|session_?user|token|bearer|role|permi|admin|superuser|staff|guard|acl\b|secure|restrict|require|current_?user|active_?user|get_?user$|identity|keycloak|oidc|api_?key|is_?owner|credential/i;
const letsAnyonePass =
  /optional|maybe|soft|anonymous|guest|limit|csrf|oauth_?form|password_?request|validat|schema|error|logg(er|ing)|refresh|generate|create_|issue|allow_?any|is_?authenticated_?or_?read_?only|xframe|no_?auth|exempt|public|token_?service|auth_?service|user_?service|_repo(sitory)?$|setup|^require_?(http_methods|GET|POST|safe|json)/i;

/** Whether a guard of this name lets only callers pass who are known. */
export function authenticatesByName(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return signsIn.test(last) && !letsAnyonePass.test(last);
}
