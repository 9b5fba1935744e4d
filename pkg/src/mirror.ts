import { inlineMirror } from "./mirror/inline.js";
import { type Mirror, open } from "./mirror/mirror.js";
import type { MirrorStore } from "./mirror/store.js";

export * from "./mirror/exports.js";

/**
 * Opens a mirror: a complete copy of the public record of a registry, kept up to date with few requests, and proved.
 *
 * ```ts
 * const mirror = await openMirror(memoryStore());
 * await mirror.refresh(registry);
 * const { laws } = await mirror.verify();
 * ```
 *
 * @throws Error when the store is of a newer version, or of something else.
 */
export function openMirror(store: MirrorStore): Promise<Mirror> {
  return open(inlineMirror, store);
}
