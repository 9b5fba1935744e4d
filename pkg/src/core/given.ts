import { RegistryError } from "../error/errors.js";
import type { WasmModule } from "../platform/wasm.js";
import { refuse } from "../value/refuse.js";
import { compile, compileText } from "./compile.js";
import { CoreLoader } from "./loader.js";

/** The sources that the core's wasm can be loaded from. Text is its address, or its bytes as base64 or as a `data:` address. */
// A module's own type is empty, and would let anything through.
export type CoreInput = string | URL | Response | ArrayBufferView | ArrayBuffer | (WasmModule & object);

/** The wasm itself as text: base64 of the bytes that every wasm file begins with. */
const INLINED = /^(data:[^,]*,)?(?=AGFz)/;

let given: CoreInput | Promise<CoreInput> | undefined;

/** The loader of the core that was passed to `useCore`. */
export const givenCore: CoreLoader = /* @__PURE__ */ new CoreLoader(async () => {
  const input = await given;
  if (input === undefined) {
    throw new RegistryError("isometric-registry/slim: call useCore(…) with the core's wasm first", {
      operation: "load",
    });
  }
  if (input instanceof WebAssembly.Module) {
    return input;
  }
  const isText = typeof input === "string";
  if (isText && INLINED.test(input)) {
    return compileText(input.replace(INLINED, ""));
  }
  const source = isText || input instanceof URL ? await fetch(input) : input;
  return compile(source instanceof Response ? await bytesOf(source) : source);
});

/**
 * Sets where the core's wasm is: its address, a response with it, its bytes, or the module. It is fetched and compiled
 * at the first call. The file is `isometric-registry/core.wasm`; an import of it can be passed in whatever form the
 * bundler provides: a module, bytes, base64, a `data:` address, or an address that begins with `/` or a scheme.
 *
 * @throws InvalidRequestError for an address such as `./core.wasm`: write `new URL(address, import.meta.url)`.
 */
export function useCore(source: CoreInput | Promise<CoreInput>): void {
  // What text that begins otherwise is relative to, only its module knows.
  if (typeof source !== "object" && !/^(\/|[\w-]+:|AGFz)/.test(source)) {
    refuse(
      "useCore",
      "source",
      "a new URL(address, import.meta.url), a Response, bytes or a WebAssembly.Module",
      source,
    );
  }
  given = source;
  // A failure to fetch it is reported at the first call.
  Promise.resolve(source).catch(() => {});
}

async function bytesOf(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) {
    throw new RegistryError(`isometric-registry/slim: the core's wasm could not be fetched: ${response.status}`, {
      operation: "load",
      url: response.url,
    });
  }
  return response.arrayBuffer();
}
