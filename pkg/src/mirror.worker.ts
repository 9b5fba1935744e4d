import { mirrorEntry, type OpenMirror } from "./mirror/entry.js";
import { staticMirror } from "./mirror/static.js";

export * from "./mirror/exports.js";

export const openMirror: OpenMirror = /* @__PURE__ */ mirrorEntry(staticMirror);
