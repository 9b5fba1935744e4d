export type { LawReport, MirrorProblem, MirrorProgress, MirrorReport } from "./actions.js";
export type { MirrorChange, MirrorTable } from "./changes.js";
export type { OpenMirror } from "./entry.js";
export { memoryStore } from "./memory.js";
export type { FollowOptions, Mirror, RefreshOptions, StatementOptions } from "./mirror.js";
export { UnfinishedCopyError } from "./run.js";
export type {
  Holding,
  Holdings,
  InferredMovement,
  Moment,
  Statement,
  StatementKilograms,
  StatementLine,
} from "./statement.js";
export type { MirrorStore } from "./store.js";
