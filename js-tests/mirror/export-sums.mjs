// What the laws of `verify` say is equal, added up again by DuckDB over the files of an export.

/** For each law the quantities that are to be equal, in kilograms: a row for each case. */
const PAIRS = {
  project_totals: (all) => `
    WITH issued AS (
      SELECT project_id AS id, sum(size_kg) AS kg, sum(size_kg) FILTER (part = 'buffer_pool') AS pool
      FROM ${all("record_batches")} JOIN ${all("credit_batches")} AS batches ON batches.id = batch_id
      WHERE part IS NOT NULL GROUP BY 1),
    retired AS (
      SELECT project_id AS id, sum(size_kg) AS kg FROM ${all("credit_batches")} WHERE status = 'retired' GROUP BY 1)
    SELECT [issued_credits_total_kg, issued_buffer_pool_credits_total_kg, retired_credits_total_kg]::HUGEINT[] AS one,
      [coalesce(issued.kg, 0), coalesce(issued.pool, 0), coalesce(retired.kg, 0)]::HUGEINT[] AS other
    FROM ${all("projects")} AS projects LEFT JOIN issued USING (id) LEFT JOIN retired USING (id)
    WHERE gone_at IS NULL`,
  issuance_batches: (all) => `
    WITH parts AS (
      SELECT id, 'supplier' AS part, supplier_credit_batch_size_total_kg AS kg FROM ${all("issuances")}
      UNION ALL SELECT id, 'buffer_pool', buffer_pool_credit_batch_size_total_kg FROM ${all("issuances")}),
    sums AS (
      SELECT record_id AS id, part, sum(size_kg) AS kg
      FROM ${all("record_batches")} JOIN ${all("credit_batches")} AS batches ON batches.id = batch_id
      WHERE part IS NOT NULL GROUP BY 1, 2)
    SELECT parts.kg AS one, coalesce(sums.kg, 0) AS other FROM parts LEFT JOIN sums USING (id, part)`,
  records: (all) => `
    WITH records AS (${["deliveries", "transfers", "retirements"]
      .map((table) => `SELECT id, credit_batch_size_total_kg AS kg FROM ${all(table)} WHERE gone_at IS NULL`)
      .join(" UNION ALL ")}),
    sums AS (
      SELECT record_id AS id, sum(size_kg) AS kg
      FROM ${all("record_batches")} JOIN ${all("credit_batches")} AS batches ON batches.id = batch_id GROUP BY 1)
    SELECT records.kg AS one, coalesce(sums.kg, 0) AS other FROM records LEFT JOIN sums USING (id)`,
  split: (all) => `
    SELECT parent.size_kg AS one, sum(child.size_kg) AS other
    FROM ${all("credit_batches")} AS parent LEFT JOIN ${all("credit_batches")} AS child ON child.parent_id = parent.id
    WHERE parent.status = 'split' GROUP BY parent.id, parent.size_kg`,
  leaves: (all) => `
    WITH RECURSIVE parts AS (
      SELECT batch_id AS root, batch_id AS id FROM ${all("record_batches")} WHERE part IS NOT NULL
      UNION ALL SELECT root, batches.id FROM parts JOIN ${all("credit_batches")} AS batches ON parent_id = parts.id)
    SELECT any_value(size_kg) FILTER (parts.id = root) AS one, sum(size_kg) FILTER (status <> 'split') AS other
    FROM parts JOIN ${all("credit_batches")} AS batches USING (id) GROUP BY root`,
};

/**
 * Adds up an export. `ask` asks DuckDB, and `all` gives what it can select all rows of a table from.
 *
 * @returns {Promise<{ law: string, equal: number, different: number }[]>}
 */
export async function sumsOf(ask, all) {
  const sums = [];
  for (const [law, pairs] of Object.entries(PAIRS)) {
    const [{ equal, different }] = await ask(
      `SELECT count(*) FILTER (one = other) AS equal, count(*) FILTER (one IS DISTINCT FROM other) AS different
        FROM (${pairs(all)})`,
    );
    sums.push({ law, equal: Number(equal), different: Number(different) });
  }
  return sums;
}

/** The same of a verification. */
export const verifiedSums = ({ laws }) =>
  Object.keys(PAIRS).map((law) => {
    const { held, broken } = laws.find((one) => one.law === law);
    return { law, equal: held, different: broken };
  });
