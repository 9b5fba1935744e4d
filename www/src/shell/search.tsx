import { useEffect, useId, useRef, useState } from "preact/hooks";
import { hrefOf } from "../components/links";
import { explain } from "../lib/explain";
import { route } from "../lib/router";
import { findSerialNumber, loadNames, matching, type Named } from "../queries/find";
import { type Session, session } from "../session/session";

/** The most names that are suggested. */
const SHOWN = 8;

const ID = /^[a-z]{3}_[A-Za-z0-9_]{16,}$/;
const SERIAL_NUMBER = /^[A-Za-z]+(-[A-Za-z0-9]+){3,}$/;

/** Finds what an id of any kind, a serial number or a part of a name stands for. */
export function Search() {
  const list = useId();
  const [text, setText] = useState("");
  const [status, setStatus] = useState("");
  const controller = useRef<AbortController>(null);
  const names = useNames(session.value, text !== "");
  const found = text.trim().length < 2 ? [] : matching(names, text).slice(0, SHOWN);
  const { path } = route.value;
  useEffect(() => setText(""), [path.join()]);

  const submit = (event: Event) => {
    event.preventDefault();
    controller.current?.abort();
    const current = new AbortController();
    controller.current = current;
    setStatus("Looking for it …");
    addressOf(text.trim(), found, current.signal).then(
      (address) => {
        if (current.signal.aborted) {
          return;
        }
        setStatus(address === undefined ? "Nothing by this id, serial number or name." : "");
        location.hash = address ?? location.hash;
      },
      (error: unknown) => current.signal.aborted || setStatus(explain(error).title),
    );
  };
  const input = (value: string) => {
    controller.current?.abort();
    setText(value);
    setStatus("");
  };
  return (
    <search class="search">
      <form onSubmit={submit} onKeyDown={({ key }) => key === "Escape" && input("")}>
        <input
          type="search"
          aria-label="Search"
          aria-describedby={list}
          placeholder="Name, id, serial"
          spellcheck={false}
          autocomplete="off"
          value={text}
          onInput={({ currentTarget }) => input(currentTarget.value)}
        />
      </form>
      <div id={list} class="search-results" hidden={found.length === 0 && status === ""}>
        <ul>
          {found.map(({ id, kind, name }) => (
            <li key={id}>
              <a href={hrefOf(id) ?? "#/"}>
                {name} <small>{kind}</small>
              </a>
            </li>
          ))}
        </ul>
        <p role="status">{status}</p>
      </div>
    </search>
  );
}

async function addressOf(text: string, found: readonly Named[], signal: AbortSignal): Promise<string | undefined> {
  const registry = session.value?.registry;
  if (ID.test(text)) {
    return hrefOf(text);
  }
  if (registry !== undefined && SERIAL_NUMBER.test(text)) {
    const batch = await findSerialNumber(registry, text, signal);
    return batch && hrefOf(batch.id);
  }
  return found[0] && hrefOf(found[0].id);
}

/** Read once for a session, when somebody begins to type; none where they cannot be read. */
function useNames(current: Session | undefined, isWanted: boolean): readonly Named[] {
  const [names, setNames] = useState<readonly Named[]>([]);
  const registry = current?.registry;
  useEffect(() => {
    let isMounted = true;
    if (isWanted && registry !== undefined) {
      loadNames(registry).then(
        (read) => isMounted && setNames(read),
        () => {},
      );
    }
    return () => {
      isMounted = false;
    };
  }, [registry, isWanted]);
  return names;
}
