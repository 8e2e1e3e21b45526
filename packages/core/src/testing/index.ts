export { conformanceCases } from "./conformance.ts";
export type { ConformanceCase, ConformanceFixture, ConformanceSubject } from "./conformance.ts";
export { foreignProjects } from "./foreign-projects.ts";
export { memoryProject } from "./memory-project.ts";
