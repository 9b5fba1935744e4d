// Runs statements on a file, and prints the rows of the last one.
import { DatabaseSync } from "node:sqlite";

const { path, statements } = JSON.parse(process.argv[2]);
const database = new DatabaseSync(path);
let rows = [];
for (const statement of statements) {
  rows = database.prepare(statement).all();
}
console.log(JSON.stringify(rows));
