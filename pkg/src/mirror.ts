import { mirrorEntry, type OpenMirror } from "./mirror/entry.js";
import { inlineMirror } from "./mirror/inline.js";

export * from "./mirror/exports.js";

export const openMirror: OpenMirror = /* @__PURE__ */ mirrorEntry(inlineMirror);
