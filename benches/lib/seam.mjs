import { inlineCore } from "../../node_modules/isometric-registry/dist/core/inline.js";
import { CoreLoader } from "../../node_modules/isometric-registry/dist/core/loader.js";

/**
 * Opens the seam between the bytes of a body and the objects that a caller gets, below the public API. Gives, for the name of a kind of
 * response (`Order`, `Page<Project>`), the function that decodes its bytes.
 */
export async function openSeam() {
  const { glue, reader } = await new CoreLoader(inlineCore).load();
  return (typeName) => (bytes) => glue.fromJson(typeName, bytes, reader);
}
