import { mirrorEntry, type OpenMirror } from "./mirror/entry.js";
import { inlineMirror } from "./mirror/inline.js";

export * from "./mirror/exports.js";

/** Opens a mirror: a complete, proved copy of the public record of a registry. */
export const openMirror: OpenMirror = /* @__PURE__ */ mirrorEntry(inlineMirror);
