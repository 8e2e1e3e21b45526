import type { Refusal } from "@backwright/core";
import type { Conventions, MongoosePractice } from "@backwright/language-node";
import type { Connects } from "./connects.ts";

interface Subject {
  /** `null` where the app's use of Mongoose is not understood. */
  readonly practice: MongoosePractice | null;
  readonly connects: Connects | null;
  /** Test files that close the connection. */
  readonly closers: readonly string[];
}

/** A connection that the app opens when it is loaded can be opened once more, where each file of tests loads it for itself. */
function closerRefusals(conventions: Conventions, { practice, connects, closers }: Subject): Refusal[] {
  const reopened = connects === "on-load" && conventions.tests?.runner !== "mocha";
  const owned = connects === "by-call" && practice?.memoryServer === true && conventions.tests?.runner !== "mocha";
  return connects === null || reopened || owned
    ? []
    : closers.map((path) => ({
        reason: `${path} closes the connection behind its own tests, which takes it from the new ones.`,
        hint: "Close it in one module that the configuration of the test runner names, behind all tests.",
      }));
}

/** Before it, `asPromise`, `matchedCount` and types of its own are missing. */
const oldestMajor = 6;
/** Before it, Mongoose loads parts of itself late, which jest has forgotten once it loads the app anew. */
const oldestForJest = 7;

/** Why the database of an app cannot be used. */
export function refusalsOf(conventions: Conventions, subject: Subject): Refusal[] {
  const { practice, connects } = subject;
  if (practice === null) {
    return [
      {
        reason: "No module of the app calls `mongoose.connect`.",
        hint: "Connect in one module with `mongoose.connect`, not with `createConnection`.",
      },
    ];
  }
  const { major, connection } = practice;
  const refusals: Refusal[] = closerRefusals(conventions, subject);
  const jest = conventions.tests?.runner === "jest";
  const oldest = jest ? oldestForJest : oldestMajor;
  if (major !== null && major < oldest) {
    refusals.push({
      reason: `The app uses Mongoose ${major}${jest ? " and jest" : ""}, which the blueprint does not write.`,
      hint: `Move the app to Mongoose ${oldest} or later.`,
    });
  }
  if (connection.variables.length === 0) {
    refusals.push({
      reason: "The app's database cannot be set by the environment, so tests would write into it.",
      hint: `Read its address from a variable like MONGODB_URI in ${connection.module}.`,
    });
  } else if (connection.composed && connects !== "by-call") {
    refusals.push({
      reason: `The name of the app's database does not stand in ${connection.variables[0] ?? ""}, so tests would write into it.`,
      hint: `Let the address that ${connection.module} connects to name the database as well.`,
    });
  }
  if (connects === null) {
    refusals.push({
      reason: `The app's tests connect to MongoDB each for itself (${connection.inTests.join(", ")}), so tests that are added would meet an open connection.`,
      hint: "Connect in one module that the configuration of the test runner names, as `setupFiles` do.",
    });
  }
  return refusals;
}
