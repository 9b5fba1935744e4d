import { inlineCore } from "../../node_modules/isometric-registry/dist/core/inline.js";
import { CoreLoader } from "../../node_modules/isometric-registry/dist/core/loader.js";

/**
 * Opens the seam between the bytes of a body and the objects that a caller gets, below the public API. Gives, for the name of a kind of
 * response (`Order`, `Page<Project>`), the function that decodes its bytes.
 */
export const openSeam = () => seamOf({ CoreLoader, inlineCore });

/** The same of another build, by the address of its compiled façade, which ends with a slash. */
export async function openSeamAt(built) {
  const [{ CoreLoader }, { inlineCore }] = await Promise.all(
    ["core/loader.js", "core/inline.js"].map((file) => import(new URL(file, built).href)),
  );
  return seamOf({ CoreLoader, inlineCore });
}

async function seamOf({ CoreLoader, inlineCore }) {
  const { decoder } = await new CoreLoader(inlineCore).load();
  return (typeName) => {
    const kind = decoder.kindOf(typeName);
    if (kind === undefined) {
      throw new Error(`There is no type ${typeName}.`);
    }
    return (bytes) => decoder.decode(kind, bytes);
  };
}
