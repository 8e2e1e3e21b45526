import type { Detection, Isolation, Verification } from "@backwright/core";

/** Where a virtual environment stands, and what it was installed from. */
export const installation: NonNullable<Verification["installation"]> = {
  path: ".venv",
  from: [
    "pyproject.toml",
    "uv.lock",
    "poetry.lock",
    "Pipfile.lock",
    "requirements.txt",
    "requirements-dev.txt",
    "requirements/base.txt",
    "requirements/dev.txt",
  ],
};

/** pip installs into whatever Python it is called with, so it gets one of its own; the other managers make theirs. */
export function isolation({ packageManager }: Detection): Isolation | null {
  return packageManager === "pip"
    ? { path: ".venv", programs: ".venv/bin", create: ["python3", "-m", "venv", ".venv"] }
    : null;
}
