// Runs statements on a file, says so, and holds what they took until it is killed.
import { DatabaseSync } from "node:sqlite";

const { path, statements } = JSON.parse(process.argv[2]);
const database = new DatabaseSync(path);
for (const statement of statements) {
  database.exec(statement);
}
console.log("held");
setInterval(() => database.isOpen, 1000);
