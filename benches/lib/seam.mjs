import { inlineCore } from "../../node_modules/isometric-registry/dist/core/inline.js";
import { CoreLoader } from "../../node_modules/isometric-registry/dist/core/loader.js";

/** The seam between bytes and objects: for the name of a type, a function that decodes bytes. */
export async function openSeam() {
  const { decoder } = await new CoreLoader(inlineCore).load();
  return (typeName) => {
    const kind = decoder.kindOf(typeName);
    if (kind === undefined) throw new Error(`There is no type ${typeName}.`);
    return (bytes) => decoder.decode(kind, bytes);
  };
}
