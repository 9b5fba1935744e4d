import * as library from "isometric-registry/slim";
import { useRegistry } from "./six-lines.mjs";

/** The six lines by the entry without wasm, in a page. */
export const useSlim = () => useRegistry(library, JSON.parse(decodeURIComponent(location.hash.slice(1))));
