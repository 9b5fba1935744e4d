import type { ComponentChildren } from "preact";
import { explain } from "../lib/explain";

/** What went wrong, in words, and the way on. */
export function ErrorNotice({
  error,
  retry,
  children,
}: {
  error: unknown;
  retry?: () => void;
  children?: ComponentChildren;
}) {
  const { title, text, issues } = explain(error);
  return (
    <div class="notice notice-error" role="alert">
      <h3>{title}</h3>
      <p>{text}</p>
      {issues.length > 0 && (
        <ul>
          {issues.map((issue) => (
            <li key={issue}>{issue}</li>
          ))}
        </ul>
      )}
      {children}
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export const Empty = ({ children }: { children: ComponentChildren }) => <p class="empty">{children}</p>;

/** Holds the place of what is on its way. */
export const Skeleton = ({ height, label }: { height: string; label: string }) => (
  <div class="skeleton" style={{ height }} role="status">
    <span class="visually-hidden">{label}</span>
  </div>
);
