import { RegistryError } from "../error/errors.js";
import type { WasmModule } from "../platform/wasm.js";
import { refuse } from "../value/refuse.js";
import { compile } from "./compile.js";
import { CoreLoader } from "./loader.js";

/** What the core's wasm can be taken from. */
// A module's own type is empty, and would let text through.
export type CoreInput = URL | Response | ArrayBufferView | ArrayBuffer | (WasmModule & object);

let given: CoreInput | Promise<CoreInput> | undefined;

/** The loader of the core that `useCore` was given. */
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
  const source = input instanceof URL ? await fetch(input) : input;
  return compile(source instanceof Response ? await bytesOf(source) : source);
});

/**
 * Says where the core's wasm is: its address, a response with it, its bytes, or the module. It is fetched and
 * compiled at the first call. The file is `isometric-registry/core.wasm`.
 *
 * @throws InvalidRequestError for an address that is text: write `new URL(address, import.meta.url)`.
 */
export function useCore(source: CoreInput | Promise<CoreInput>): void {
  if (typeof source !== "object") {
    refuse("useCore", "source", "a URL, a Response, bytes or a WebAssembly.Module", source);
  }
  given = source;
  // What keeps it from coming is told at the first call.
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
