/**
 * A value as JavaScript has it: with what its type does not know, such as a property that is newer than the package.
 *
 * @param {any} value
 */
export const untyped = (value) => value;
