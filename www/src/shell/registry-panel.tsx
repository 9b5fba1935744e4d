import type { Organisation } from "isometric-registry";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Conditions } from "../session/conditions";
import { allowWriting, changeSample, conditions, proxy, type Session, session } from "../session/session";

/** What the page is connected to, and a dialog to change it. */
export function RegistryPanel({ isSample }: { isSample: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const current = session.value;
  return (
    <>
      <button
        type="button"
        class={isSample ? "source source-sample" : "source"}
        disabled={current === undefined}
        onClick={() => setOpen(true)}
      >
        {isSample ? "Sample data" : words(proxy?.environment, current?.writable)}
      </button>
      {isOpen && current && <PanelDialog current={current} onClose={() => setOpen(false)} />}
    </>
  );
}

function PanelDialog({ current, onClose }: { current: Session; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="registry-panel-title" onClose={onClose}>
      {current.sample === null ? (
        <RealRegistry current={current} close={close} />
      ) : (
        <Sample current={current} close={close} />
      )}
    </dialog>
  );
}

const words = (environment = "", writable = false) => `${environment}, ${writable ? "can write" : "read-only"}`;

interface PanelProps {
  readonly current: Session;
  readonly close: () => void;
}

function Sample({ current, close }: PanelProps) {
  const [account, setAccount] = useState(current.account);
  const [next, setNext] = useState<Conditions>(conditions.value);
  const accounts = useAccountNames(current);
  const submit = (event: Event) => {
    event.preventDefault();
    void changeSample(account, next).then(close);
  };
  return (
    <form onSubmit={submit}>
      <h2 id="registry-panel-title">The sample registry</h2>
      <p>
        It runs in this page, with the rules of the real one. Its suppliers, projects and credits are made up. What you
        do stays in this tab until you reload.
      </p>
      <label class="field">
        <span>Signed in as</span>
        <select value={account} onChange={({ currentTarget }) => setAccount(Number(currentTarget.value))}>
          {accounts.map((name, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Weather value={next} onChange={setNext} />
      <div class="buttons">
        <button type="button" onClick={close}>
          Cancel
        </button>
        <button type="submit" class="primary">
          Apply
        </button>
      </div>
    </form>
  );
}

interface WeatherProps {
  readonly value: Conditions;
  readonly onChange: (conditions: Conditions) => void;
}

function Weather({ value, onChange }: WeatherProps) {
  const share = (name: "before" | "after" | "stall") => ({
    value: value[name],
    onChange: (part: number) => onChange({ ...value, [name]: part }),
  });
  return (
    <fieldset>
      <legend>Try it in bad weather</legend>
      <label class="field">
        <span>Every answer takes</span>
        <select
          value={value.latencyMs}
          onChange={({ currentTarget }) => onChange({ ...value, latencyMs: Number(currentTarget.value) })}
        >
          {[0, 100, 500, 2000].map((ms) => (
            <option key={ms} value={ms}>
              {ms} ms
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>On the live view, others trade</span>
        <select
          value={value.perMinute}
          onChange={({ currentTarget }) => onChange({ ...value, perMinute: Number(currentTarget.value) })}
        >
          {[...new Set([6, 20, 60, value.perMinute])].map((times) => (
            <option key={times} value={times}>
              {times} times a minute
            </option>
          ))}
        </select>
      </label>
      <Share
        {...share("before")}
        label="Connection breaks before the registry acts"
        hint="Reads are tried again, up to twice."
      />
      <Share
        {...share("after")}
        label="Connection breaks after the registry has acted"
        hint="The outcome of a retirement is then unknown."
      />
      <Share
        {...share("stall")}
        label="Registry acts and stays silent"
        hint={`The client gives up after ${value.timeoutMs / 1000} s.`}
      />
    </fieldset>
  );
}

interface ShareProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly onChange: (share: number) => void;
}

/** How often something happens. */
const Share = ({ label, hint, value, onChange }: ShareProps) => (
  <label class="field">
    <span>{label}</span>
    <select value={value} onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}>
      <option value={0}>Never</option>
      <option value={0.1}>1 in 10</option>
      <option value={0.5}>1 in 2</option>
      <option value={1}>Always</option>
    </select>
    <small>{hint}</small>
  </label>
);

/** The names behind the sample accounts. */
function useAccountNames({ registry, sample }: Session): readonly string[] {
  const accounts = sample?.accounts ?? [];
  const [found, setFound] = useState<readonly (Organisation | null)[]>([]);
  useEffect(() => {
    const ids = accounts.map(({ organisation_id }) => organisation_id);
    Promise.all(ids.map((id) => registry.organisations.get(id))).then(setFound, () => setFound([]));
  }, [registry]);
  return accounts.map(({ organisation_id, role }, index) => `${found[index]?.name ?? organisation_id} (${role})`);
}

function RealRegistry({ current: { writable }, close }: PanelProps) {
  return (
    <form method="dialog">
      <h2 id="registry-panel-title">Isometric's {proxy?.environment} registry</h2>
      <p>The credentials stay with the server that served this page. This page has none.</p>
      {proxy?.writes ? (
        <label class="check">
          <input
            type="checkbox"
            checked={writable}
            onChange={({ currentTarget }) => void allowWriting(currentTarget.checked)}
          />
          Allow this page to retire credits. They are real, and a retirement cannot be undone.
        </label>
      ) : (
        <p>The server was started read-only, so nothing here can change anything.</p>
      )}
      <div class="buttons">
        <button type="submit" class="primary" onClick={close}>
          Close
        </button>
      </div>
    </form>
  );
}
