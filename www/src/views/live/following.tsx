import type { Mirror } from "isometric-registry/mirror";
import { useEffect, useState } from "preact/hooks";
import { Empty, ErrorNotice } from "../../components/notice";
import { count, credits, wholeCredits } from "../../lib/format";
import { type Feed, followFeed, type LiveEvent, type Totals } from "../../queries/live";
import type { Session } from "../../session/session";
import { Event, inWords } from "./event";
import { usePulse } from "./use-pulse";

interface Props {
  readonly session: Session;
  readonly mirror: Mirror;
  readonly from: Feed;
}

/** The figures as they move, and the events that move them. */
export function Following({ session, mirror, from }: Props) {
  const [isPlaying, setPlaying] = useState(true);
  const { feed, error } = useFeed(mirror, from);
  const pulse = usePulse(session, mirror, isPlaying);
  const [latest] = feed.events;
  return (
    <>
      <Figures totals={feed.totals} latest={latest} />
      <section class="card live" aria-label="Events">
        <header>
          <h2>Events</h2>
          <p class="live-state" data-playing={isPlaying ? "" : undefined}>
            {isPlaying ? "Following" : "Paused"}
          </p>
          <button type="button" onClick={() => setPlaying(!isPlaying)}>
            {isPlaying ? "Pause" : "Go on"}
          </button>
        </header>
        {(error ?? pulse.error) !== undefined && <ErrorNotice error={error ?? pulse.error} />}
        <p class="visually-hidden" role="status">
          {latest && inWords(latest)}
        </p>
        {feed.events.length === 0 ? (
          <Empty>Nothing new yet. It shows here as soon as it is on the record.</Empty>
        ) : (
          <ol class="events">
            {feed.events.map((event) => (
              <Event key={event.seq} event={event} />
            ))}
          </ol>
        )}
        <p class="quiet live-cost">
          Looked {count(pulse.looks)} {pulse.looks === 1 ? "time" : "times"} with {count(pulse.requests)} requests; of
          what was new, the laws were checked {count(pulse.held + pulse.broken)} times and broken {count(pulse.broken)}{" "}
          times.
        </p>
      </section>
    </>
  );
}

/** The feed as the mirror publishes more of the record. */
function useFeed(mirror: Mirror, from: Feed): { feed: Feed; error: unknown } {
  const [feed, setFeed] = useState(from);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const follow = async () => {
      for await (const next of followFeed(mirror, from, signal)) {
        setFeed(next);
      }
    };
    follow().catch((reason: unknown) => signal.aborted || setError(reason));
    return () => controller.abort();
  }, [mirror, from]);
  return { feed, error };
}

const labels = [
  ["issued", "Issued"],
  ["delivered", "Delivered"],
  ["transferred", "Transferred"],
  ["retired", "Retired"],
] as const;

const Figures = ({ totals, latest }: { totals: Totals; latest: LiveEvent | undefined }) => (
  <dl class="headlines live-figures">
    {labels.map(([kind, label]) => {
      const hasMoved = latest?.kind === kind;
      return (
        <div key={hasMoved ? `${kind} ${latest.seq}` : kind} data-moved={hasMoved ? "" : undefined}>
          <dt>{label}</dt>
          <dd>
            <b title={`${credits(totals[kind])} credits`}>{wholeCredits(totals[kind])}</b> credits
            <small>{hasMoved ? `+${credits(latest.after - latest.before)} just now` : "\u00A0"}</small>
          </dd>
        </div>
      );
    })}
  </dl>
);
