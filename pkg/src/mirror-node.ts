export { sqliteStore } from "./mirror/sqlite/store.js";
