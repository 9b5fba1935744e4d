export { fileJournal } from "./file-journal.js";
export { sqliteJournal } from "./sqlite-journal.js";
