import { bodies } from "./bodies.mjs";
import { compareShort } from "./measure.mjs";
import { LETTERS } from "./pages.mjs";
import { printLines } from "./print.mjs";

/**
 * Makes ready what is compared for kinds of response: `prepare` gives, for a kind and its bodies, contenders that it has seen to give the
 * same. All are made ready before any is timed, so that no line finds the engine better prepared for it than for the others.
 */
export async function prepareKinds(typeNames, prepare) {
  const tables = [];
  for (const [letters, options] of Object.entries(LETTERS)) {
    const kinds = [];
    for (const typeName of typeNames) {
      const all = bodies(typeName, options);
      const bytes = Math.round(all.reduce((sum, { length }) => sum + length, 0) / all.length);
      kinds.push({ subject: typeName, bytes, contenders: await prepare(typeName, all) });
    }
    tables.push({ letters, kinds });
  }
  return tables;
}

/** Compares the contenders of each kind; prints a table for each sort of text. */
export async function compareKinds(title, tables, target) {
  for (const { letters, kinds } of tables) {
    const lines = [];
    for (const { subject, bytes, contenders } of kinds) {
      lines.push({ subject, bytes, rows: await compareShort(contenders) });
    }
    printLines(`${title}, ${letters}`, lines, target);
  }
}
