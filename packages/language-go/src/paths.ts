/** Folder of a path, `.` for the root. */
export function dirOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

/** Joins a folder and a relative path; `.` and `..` are resolved, what leads out of the root stays at the root. */
export function joinPath(dir: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${dir}/${path}`.split("/")) {
    if (part === "..") {
      parts.pop();
    } else if (part !== "." && part !== "") {
      parts.push(part);
    }
  }
  return parts.length === 0 ? "." : parts.join("/");
}

/** True for a path in a folder, `.` being the root. */
export function isInside(path: string, dir: string): boolean {
  return dir === "." || path.startsWith(`${dir}/`);
}
