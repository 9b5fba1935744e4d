import type { CreditBatchId } from "isometric-registry";
import type { Life } from "../../queries/batch-life";

/** A batch in its family; the batch as issued when it is not in it. */
export function findLife(life: Life, id: CreditBatchId): Life {
  return family(life).find(({ batch }) => batch.id === id) ?? life;
}

const family = (life: Life): Life[] => [life, ...life.children.flatMap(family)];
