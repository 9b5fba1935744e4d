/** Shows an error, and lets the visitor try again. */
export function Problem({ error, retry }: { error: Error; retry?: () => unknown }) {
  return (
    <p className="problem" role="alert">
      {error.message}
      {retry && (
        <button type="button" onClick={() => void retry()}>
          Try again
        </button>
      )}
    </p>
  );
}
