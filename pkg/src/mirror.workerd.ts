import { bundledMirror } from "./mirror/bundled.js";
import { mirrorEntry, type OpenMirror } from "./mirror/entry.js";

export * from "./mirror/exports.js";

export const openMirror: OpenMirror = /* @__PURE__ */ mirrorEntry(bundledMirror);
