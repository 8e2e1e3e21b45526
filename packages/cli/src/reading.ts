// Bundled apart from the rest, with the parts of the engine and of the adapters that it needs: reading a project is what
// people and agents wait for, and loading takes longer than reading.
export { understand } from "@backwright/core";
export { knownFrameworks, openCatalog } from "./catalog.ts";
