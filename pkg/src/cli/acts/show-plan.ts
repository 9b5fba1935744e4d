import type { PlannedPart } from "../../transactions.js";
import { creditsFromKg } from "../../value/quantity.js";
import { layOut, type TableColumn } from "../output/layout.js";
import { printable } from "../output/printable.js";

const column = (title: string, isNumber: boolean, rank: number, text: (part: PlannedPart) => string): TableColumn => ({
  title,
  label: title,
  rank,
  isNumber,
  canShrink: false,
  text: (part) => text(part as PlannedPart),
});

const columns = [
  column("batch", false, 0, (part) => part.credit_batch_id),
  column("serial_number", false, 3, (part) => printable(part.serial_number)),
  column("sequestered_on", false, 2, (part) => part.sequestered_on),
  column("credits", true, 0, (part) => creditsFromKg(part.credit_quantity_kg)),
  column("of", true, 1, (part) => creditsFromKg(part.batch_size_kg)),
];

/** The batches of a plan as a table: how much is taken, of how much. */
export function partsTable(parts: readonly PlannedPart[], width: number): string {
  const layout = layOut(columns, parts, width);
  return [layout.head, ...parts.map((part) => layout.row(part))].join("\n");
}
