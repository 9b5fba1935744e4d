import { server } from "../../../lib/registry";

/** What pages ask for goes through the proxy. */
export async function GET(request: Request): Promise<Response> {
  const { proxy } = await server();
  return proxy(request);
}
