import { RegistryClient } from "isometric-registry";

/** A client whose requests are kept and answered with JSON text, or with a response that a function makes. */
export function recording(answer, options = {}) {
  const requests = [];
  const registry = new RegistryClient({
    baseUrl: "https://registry.test/v0",
    clientSecret: "client-secret-value",
    accessToken: "access-token-value",
    fetch: async (url, init) => {
      const request = { url, ...init };
      requests.push(request);
      return typeof answer === "function"
        ? answer(request)
        : new Response(answer, { headers: { "content-type": "application/json" } });
    },
    ...options,
  });
  return { registry, requests };
}
