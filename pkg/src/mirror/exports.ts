export type { LawReport, MirrorProblem, MirrorProgress, MirrorReport } from "./actions.js";
export type { MirrorChange, MirrorTable } from "./changes.js";
export { memoryStore } from "./memory.js";
export type { FollowOptions, Mirror, RefreshOptions } from "./mirror.js";
export type { MirrorStore } from "./store.js";
