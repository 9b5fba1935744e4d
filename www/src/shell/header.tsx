import type { Signal } from "@preact/signals";
import { href, route } from "../lib/router";
import { isSample } from "../session/session";
import { RegistryPanel } from "./registry-panel";
import { Search } from "./search";
import { ThemeChoice } from "./theme";

const places = [
  ["", "Overview"],
  ["explore", "Explorer"],
  ["batches", "Batch life"],
  ["live", "Live"],
  ["proof", "Proof"],
  ["retire", "Retire"],
] as const;

/** Entities belong to the explorer. */
const currentPlace = () => {
  const [name = ""] = route.value.path;
  return places.some(([path]) => path === name) ? name : "explore";
};

export const Header = ({ isCodeShown }: { isCodeShown: Signal<boolean> }) => (
  <header class="header">
    <a class="brand" href={href("")}>
      <Mark />
      Registry explorer
    </a>
    <nav aria-label="Views">
      {places.map(([path, label]) => (
        <a key={path} href={href(path)} aria-current={currentPlace() === path ? "page" : undefined}>
          {label}
        </a>
      ))}
    </nav>
    <Search />
    <div class="tools">
      <RegistryPanel isSample={isSample} />
      <button
        type="button"
        aria-label="Show me the code"
        aria-expanded={isCodeShown.value}
        onClick={() => (isCodeShown.value = !isCodeShown.value)}
      >
        <span aria-hidden="true">{"</>"}</span> <span class="wide-only">Show me the code</span>
        <span class="narrow-only">Code</span>
      </button>
      <ThemeChoice />
    </div>
  </header>
);

const Mark = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <path fill="var(--accent)" d="m12 2 9 5-9 5-9-5z" />
    <path fill="var(--accent)" opacity=".45" d="m3 8.6 8.2 4.6v9L3 17.6z" />
    <path fill="var(--accent)" opacity=".7" d="m21 8.6-8.2 4.6v9l8.2-4.6z" />
  </svg>
);
