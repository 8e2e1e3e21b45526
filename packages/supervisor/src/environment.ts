/**
 * What programs need to find themselves, their caches, their proxies and their certificates. Of these only addresses can
 * hold a password, and logs hide it.
 */
const allowed = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "TMPDIR",
  "TEMP",
  "TMP",
  "TZ",
  "TERM",
  "LANG",
  "LANGUAGE",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "XDG_DATA_HOME",
  "XDG_RUNTIME_DIR",
  "XDG_STATE_HOME",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "ALL_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "all_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
  "PIP_CERT",
  "PIP_INDEX_URL",
  "NPM_CONFIG_REGISTRY",
  "npm_config_registry",
  "NPM_CONFIG_USERCONFIG",
  "NPM_CONFIG_CACHE",
  "npm_config_cache",
  "PNPM_HOME",
  "VOLTA_HOME",
  "NVM_DIR",
  "NVM_BIN",
  "FNM_DIR",
  "ASDF_DIR",
  "ASDF_DATA_DIR",
  "MISE_DATA_DIR",
  "PYENV_ROOT",
  "PYENV_VERSION",
  "VIRTUAL_ENV",
  "CONDA_PREFIX",
  "UV_CACHE_DIR",
  "UV_INDEX_URL",
  "PIP_CACHE_DIR",
  "POETRY_CACHE_DIR",
  "GOPATH",
  "GOROOT",
  "GOBIN",
  "GOCACHE",
  "GOMODCACHE",
  "GOFLAGS",
  "GOPROXY",
  "GONOSUMDB",
  "GOSUMDB",
  "GOPRIVATE",
  "GOTOOLCHAIN",
  "GOTMPDIR",
  "JAVA_HOME",
  "CARGO_HOME",
  "RUSTUP_HOME",
  "DOCKER_HOST",
  "DOCKER_CONFIG",
  "NO_COLOR",
  "FORCE_COLOR",
  "CI",
]);

/** The allowed part of `source`, with `extra` on top. */
export function minimalEnvironment(
  source: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && (allowed.has(name) || name.startsWith("LC_"))) {
      kept[name] = value;
    }
  }
  return { ...kept, ...extra };
}
