import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { RetirementOrder, RetirementProgress } from "../server/retirements";
import type { Visitor } from "../server/sessions";

/** The signed-in user; `null` if there is none. */
export const session = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => ask<Visitor | null>("/session", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const signIn = () => ask<Visitor>("/session", { method: "POST" });

export const signOut = () => ask<null>("/session", { method: "DELETE" });

/** The progress of a retirement; `null` if it was not ordered. */
export const retirementOf = (reference: string) =>
  queryOptions({
    queryKey: ["retirements", reference],
    queryFn: ({ signal }) => ask<RetirementProgress | null>(`/retirements/${reference}`, { signal }),
    refetchInterval: ({ state }) => (isOpen(state.data) ? 300 : false),
    staleTime: 0,
  });

const isOpen = (progress: RetirementProgress | null | undefined) =>
  progress?.state === "running" || progress?.state === "unknown";

export const orderRetirement = mutationOptions({
  mutationKey: ["retirements"],
  mutationFn: (order: RetirementOrder) =>
    ask<RetirementProgress>("/retirements", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    }),
  // `fetch` throws a TypeError if no answer arrived. The reference makes it safe to send an order again.
  retry: (count, error) => error instanceof TypeError && count < 3,
  networkMode: "always",
});

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(path, init);
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(answer.detail);
  }
  return answer;
}
