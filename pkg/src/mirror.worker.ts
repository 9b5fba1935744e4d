import { mirrorEntry, type OpenMirror } from "./mirror/entry.js";
import { staticMirror } from "./mirror/static.js";

export * from "./mirror/exports.js";

/** Opens a mirror: a complete, verified copy of a registry's public record. */
export const openMirror: OpenMirror = /* @__PURE__ */ mirrorEntry(staticMirror);
