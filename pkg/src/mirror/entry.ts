import type { CoreSource } from "../core/loader.js";
import { type Mirror, open } from "./mirror.js";
import type { MirrorStore } from "./store.js";

/** Opens mirrors. */
export interface OpenMirror {
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
  (store: MirrorStore): Promise<Mirror>;
}

/** `openMirror` with wasm from `source`. */
export function mirrorEntry(source: CoreSource): OpenMirror {
  return (store) => open(source, store);
}
