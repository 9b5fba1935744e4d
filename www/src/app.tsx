import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { ErrorNotice, Skeleton } from "./components/notice";
import { href, route } from "./lib/router";
import { type Loaded, useLoad } from "./lib/use-load";
import connectCode from "./session/connect.ts?raw";
import { openSession, session, sessionError } from "./session/session";
import { CodePanel } from "./shell/code-panel";
import { Footer } from "./shell/footer";
import { Header } from "./shell/header";
import { OverviewWaiting } from "./views/overview/waiting";
import type { Source, View } from "./views/view";
import { loadView } from "./views/views";

const isCodeShown = signal(false);
const connectSource: Source = { name: "connect.ts", text: connectCode };

export function App() {
  const loaded = useView();
  const sources = loaded.state === "ready" ? (loaded.value?.sources(route.value) ?? []) : [];
  return (
    <div class="page" data-code={isCodeShown.value ? "shown" : undefined}>
      {/* biome-ignore lint/a11y/useValidAnchor: it does lead to `main`; the fragment of the address is the route's. */}
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <Header isCodeShown={isCodeShown} />
      <main id="main" tabIndex={-1}>
        <Place loaded={loaded} />
      </main>
      {isCodeShown.value && (
        <CodePanel sources={[...sources, connectSource]} onClose={() => (isCodeShown.value = false)} />
      )}
      <Footer />
    </div>
  );
}

/** The view of the current address, once its code is here; `undefined` for an address that leads nowhere. */
function useView(): Loaded<View | undefined> {
  const [name] = route.value.path;
  const loaded = useLoad(async () => ({ name, view: await loadView(route.value) }), [name]);
  const isFirst = useRef(true);
  useEffect(() => {
    if (loaded.state !== "ready") {
      return;
    }
    document.title = `${loaded.value.view?.title ?? "Nowhere"} – Registry explorer`;
    if (!isFirst.current) {
      focusMain();
    }
    isFirst.current = false;
  }, [loaded]);
  if (loaded.state !== "ready") {
    return loaded;
  }
  // The view that is still here must not show another view's address.
  return loaded.value.name === name ? { state: "ready", value: loaded.value.view } : { state: "loading" };
}

function Place({ loaded }: { loaded: Loaded<View | undefined> }) {
  const current = session.value;
  if (sessionError.value !== undefined) {
    return <ErrorNotice error={sessionError.value} retry={() => void openSession()} />;
  }
  if (loaded.state === "failed") {
    return <ErrorNotice error={loaded.error} retry={loaded.retry} />;
  }
  if (loaded.state === "loading" || current === undefined) {
    return route.value.path.length === 0 ? (
      <OverviewWaiting />
    ) : (
      <Skeleton height="60vh" label="Opening the registry" />
    );
  }
  const view = loaded.value;
  return view === undefined ? <Nowhere /> : <view.Component session={current} route={route.value} />;
}

const Nowhere = () => (
  <div class="notice">
    <h1>This address leads nowhere</h1>
    <p>
      Perhaps it was cut short. The <a href={href("")}>overview</a> is a good place to start from.
    </p>
  </div>
);

const focusMain = () => document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });

function skipToMain(event: Event): void {
  event.preventDefault(); // the hash is the page's address
  focusMain();
}
