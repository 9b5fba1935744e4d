import { useEffect, useState } from "preact/hooks";
import type { Session } from "../session/session";

type Entry = readonly [id: string, name: string];

/** Names for the ids that filters take. */
export interface Directory {
  readonly suppliers: readonly Entry[];
  readonly projects: readonly Entry[];
  readonly organisations: readonly Entry[];
}

const nobody: Directory = { suppliers: [], projects: [], organisations: [] };

/** Read once for a session, and empty where it cannot be read: ids do as well. */
export function useDirectory(session: Session | undefined, isWanted = true): Directory {
  const [directory, setDirectory] = useState(nobody);
  useEffect(() => {
    if (!isWanted || session === undefined) {
      return undefined;
    }
    let isMounted = true;
    void readDirectory(session).then((found) => isMounted && setDirectory(found));
    return () => {
      isMounted = false;
    };
  }, [session, isWanted]);
  return directory;
}

const known = new WeakMap<Session, Promise<Directory>>();

export function readDirectory(session: Session): Promise<Directory> {
  const before = known.get(session);
  if (before !== undefined) {
    return before;
  }
  const reading = read(session).catch(() => {
    known.delete(session);
    return nobody;
  });
  known.set(session, reading);
  return reading;
}

async function read({ registry }: Session): Promise<Directory> {
  const [suppliers, projects, organisations] = await Promise.all([
    registry.suppliers.list().toArray(),
    registry.projects.list().toArray(),
    Promise.all([registry.organisations.current(), registry.beneficiaries.list().toArray()]).then(
      ([me, others]) => [me, ...others],
      () => [],
    ),
  ]);
  return {
    suppliers: suppliers.map(({ id, organisation }) => [id, organisation.name]),
    projects: projects.map(({ id, name }) => [id, name]),
    organisations: organisations.map(({ id, name }) => [id, name]),
  };
}
