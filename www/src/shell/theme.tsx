import { signal } from "@preact/signals";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];

const KEY = "theme";
const theme = signal<Theme>(themes.find((each) => each === localStorage.getItem(KEY)) ?? "auto");
apply();

/** Light, dark, or as the system says. */
export const ThemeChoice = () => (
  <label class="theme-choice">
    <span class="visually-hidden">Theme</span>
    <select value={theme.value} onChange={({ currentTarget }) => choose(currentTarget.value as Theme)}>
      <option value="auto">Auto</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  </label>
);

function choose(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(KEY, chosen);
  apply();
}

function apply(): void {
  document.documentElement.dataset["theme"] = theme.value;
}
