export type { LawReport, MirrorAccount, MirrorProblem, MirrorProgress, MirrorReport } from "./actions.js";
export type { MirrorChange, MirrorTable } from "./changes.js";
export type { OpenMirror } from "./entry.js";
export { BrokenCopyError } from "./export/export.js";
export type {
  ExportedFile,
  ExportFormat,
  ExportOptions,
  ExportReport,
  ExportTable,
  ExportView,
} from "./export/options.js";
export type { ExportFile, ExportTarget } from "./export/target.js";
export { memoryStore } from "./memory.js";
export type { FollowOptions, Mirror, RefreshOptions, StatementOptions, VerifyOptions } from "./mirror.js";
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
export { LockedCopyError, type MirrorStore } from "./store.js";
