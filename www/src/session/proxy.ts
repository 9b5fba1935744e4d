/** The proxy to the real registry, as the server that served this page names it. */
export interface Proxy {
  readonly baseUrl: string;
  readonly environment: string;
  /** Whether it lets requests through that act. */
  readonly writes: boolean;
}

/** `null` for a page that was served without credentials. */
export function findProxy(): Proxy | null {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="registry-proxy"]');
  return meta === null ? null : (JSON.parse(meta.content) as Proxy);
}
