const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Makes up values that follow from the seed. */
export function createRandom(seed) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const below = (bound) => Math.floor(random() * bound);
  const day = () => `20${20 + below(6)}-0${1 + below(9)}-${10 + below(18)}`;
  return {
    /** A whole number from 0 up to the bound. */
    below,
    pick: (list) => list[below(list.length)],
    id: (prefix) => `${prefix}_${Array.from({ length: 16 }, () => LETTERS[below(LETTERS.length)]).join("")}`,
    day,
    moment: () => `${day()}T${10 + below(14)}:${10 + below(50)}:${10 + below(50)}.${100_000 + below(900_000)}Z`,
  };
}
