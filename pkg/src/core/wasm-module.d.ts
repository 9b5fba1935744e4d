/** The query tells Cloudflare's tools and Nitro that the module itself is wanted. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
