import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../examples/", import.meta.url);

/** The models that have an example of a variant: `full`, with all that can be there, or `bare`. */
export const exampleNames = (variant) =>
  readdirSync(new URL(`${variant}/`, folder)).map((file) =>
    file.replace(/(?:-(\w+))?\.json$/, (_, item) => (item ? `<${item}>` : "")),
  );

/** The text of a model's example. That of `Page<Order>` is in `Page-Order.json`. */
export const exampleText = (variant, model) =>
  readFileSync(new URL(`${variant}/${model.replace(/<(\w+)>/, "-$1")}.json`, folder), "utf8");
