import { useDirectory } from "../lib/directory";
import { session } from "../session/session";
import { Id } from "./links";

/** What an id of a project or a supplier names, by its name where that is known. */
export function Named({ id }: { id: string }) {
  const directory = useDirectory(session.value);
  const name = [...directory.projects, ...directory.suppliers].find(([each]) => each === id)?.[1];
  return name === undefined ? <Id id={id} /> : <Id id={id}>{name}</Id>;
}
