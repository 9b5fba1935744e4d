import { isSample, proxy } from "../session/session";

export const Footer = () => (
  <footer class="footer">
    <p>
      {isSample
        ? "All names and figures are sample data, made up in this page. Nothing leaves your browser; reloading starts afresh."
        : `Data of Isometric's ${proxy?.environment} registry, read through the proxy that served this page.`}
    </p>
    <p>
      Built on the npm package <code>isometric-registry</code>. An independent project, not affiliated with Isometric.
    </p>
  </footer>
);
