/** Newer than the Node whose types are installed here. */
declare module "node:sqlite" {
  export const DatabaseSync: any;
}
