/** The words that make the program send the request of a call of `contract/calls.mjs`. */
export function wordsOf({ operation, by }) {
  const [resource, method] = operation.split(".");
  let values = [];
  by({
    [resource]: {
      [method]: (...given) => {
        values = given;
      },
    },
  });
  const ids = values.filter((value) => typeof value === "string");
  const filters = values.find((value) => typeof value === "object" && value !== null) ?? {};
  const options = Object.entries(filters).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((each) => each !== null && each !== undefined)
      .map((each) => `--${kebab(name)}=${each instanceof Date ? each.toISOString() : each}`),
  );
  return [kebab(resource), kebab(method), ...ids, ...options];
}

const kebab = (name) => name.replaceAll("_", "-").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
