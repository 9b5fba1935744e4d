export { type ServedRegistry, type ServeOptions, serve } from "./local/serve.js";
