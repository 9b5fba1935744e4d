/** The query is how Cloudflare's tools and Nitro know that the module itself is wanted. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
