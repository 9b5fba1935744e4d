import { type Mirror, type MirrorSources, open } from "./mirror.js";
import type { MirrorStore } from "./store.js";

/** Opens mirrors. */
export interface OpenMirror {
  /**
   * Opens a mirror: a complete, verified copy of a registry's public record, kept up to date with few requests.
   *
   * ```ts
   * const mirror = await openMirror(memoryStore());
   * await mirror.refresh(registry);
   * const { laws } = await mirror.verify();
   * ```
   *
   * @throws Error when the store has a newer format, or is not a mirror.
   */
  (store: MirrorStore): Promise<Mirror>;
}

/** Creates `openMirror` with wasm and libraries from `sources`. */
export function mirrorEntry(sources: MirrorSources): OpenMirror {
  return (store) => open(sources, store);
}
