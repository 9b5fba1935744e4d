import { proxy } from "../session/session";

/** A copy of a real registry takes many requests, so nobody starts one by accident. */
export const AskToCopy = ({ onAccept }: { onAccept: () => void }) => (
  <div class="notice">
    <h2>Copy the {proxy?.environment} registry into this page?</h2>
    <p>
      The mirror reads the public record through the proxy that served this page: every list, and every batch. That
      takes several hundred requests at least, and a few minutes. The copy is kept in memory until you close the page.
    </p>
    <button type="button" class="primary" onClick={onAccept}>
      Copy and check it
    </button>
  </div>
);
