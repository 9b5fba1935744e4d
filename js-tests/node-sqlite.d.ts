/** Newer than the Node whose types are installed here. */
declare module "node:sqlite" {
  // biome-ignore lint/suspicious/noExplicitAny: tests and examples read what they know is there.
  export const DatabaseSync: any;
}
