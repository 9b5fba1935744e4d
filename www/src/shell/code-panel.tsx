import { useEffect, useRef, useState } from "preact/hooks";
import { count } from "../lib/format";
import { highlight } from "../lib/highlight";
import { type Exchange, exchanges } from "../session/exchanges";
import type { Source } from "../views/view";

/** The code that read what the view shows, as it ran, and what went over the wire. */
export function CodePanel({ sources, onClose }: { sources: readonly Source[]; onClose: () => void }) {
  const [shown, setShown] = useState("");
  const panel = useRef<HTMLElement>(null);
  const source = sources.find(({ name }) => name === shown) ?? sources[0];
  const isWire = shown === WIRE || source === undefined;
  useEffect(() => panel.current?.focus(), []);
  return (
    <aside
      class="code-panel"
      aria-label="The code behind this view"
      ref={panel}
      tabIndex={-1}
      onKeyDown={({ key }) => key === "Escape" && onClose()}
    >
      <header>
        <h2>The code behind this view</h2>
        <button type="button" onClick={onClose} aria-label="Close the code">
          ✕
        </button>
      </header>
      <div class="tabs">
        {sources.map(({ name }) => (
          <button
            key={name}
            type="button"
            aria-pressed={!isWire && name === source?.name}
            onClick={() => setShown(name)}
          >
            {name}
          </button>
        ))}
        <button type="button" aria-pressed={isWire} onClick={() => setShown(WIRE)}>
          HTTP
        </button>
      </div>
      {isWire ? <Wire /> : <Code text={source.text} />}
    </aside>
  );
}

const WIRE = "HTTP";

function Code({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div class="code">
      <button type="button" class="quiet-button" onClick={copy}>
        {isCopied ? "Copied" : "Copy"}
      </button>
      <pre tabIndex={0} role="group" aria-label="Source">
        <code>
          {highlight(text).map(({ kind, text: piece }, index) =>
            kind === "plain" ? (
              piece
            ) : (
              <span key={index} class={`token-${kind}`}>
                {piece}
              </span>
            ),
          )}
        </code>
      </pre>
    </div>
  );
}

const Wire = () => (
  <div class="wire">
    <p class="quiet">The latest requests, the newest first. The client has taken the credentials out.</p>
    <ol>
      {exchanges.value.map((exchange) => (
        <ExchangeEntry key={exchange.number} exchange={exchange} />
      ))}
    </ol>
  </div>
);

function ExchangeEntry({ exchange: { request, response, retry } }: { exchange: Exchange }) {
  const { pathname, search } = new URL(request.url, location.href);
  return (
    <li>
      <details>
        <summary>
          <b>{request.method}</b> <span class="wire-path">{pathname + search}</span>{" "}
          <span class="wire-status">{outcome(response, retry)}</span>
        </summary>
        <pre tabIndex={0} role="group" aria-label="Exchange">
          {[
            `${request.operation}, attempt ${request.attempt}`,
            ...lines(request.headers),
            ...(response ? ["", `${response.status}`, ...lines(response.headers)] : []),
            ...(retry ? ["", `again in ${count(Math.round(retry.delayMs ?? 0))} ms`] : []),
          ].join("\n")}
        </pre>
      </details>
    </li>
  );
}

const lines = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

function outcome(response: Exchange["response"], retry: Exchange["retry"]): string {
  if (response) {
    return `${response.status} · ${count(Math.round(response.durationMs ?? 0))} ms`;
  }
  return retry ? "failed, again" : "…";
}
