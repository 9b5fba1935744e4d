export { type ExportFolderOptions, exportFolder, FileExistsError } from "./mirror/export/folder.js";
export type { PgClient, PgPool, PgQuery } from "./mirror/postgres/pool.js";
export { type PostgresStoreOptions, postgresStore } from "./mirror/postgres/store.js";
export { sqliteStore } from "./mirror/sqlite/store.js";
