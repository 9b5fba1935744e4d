import type { Route } from "../lib/router";
import type { View } from "./view";

type Loader = () => Promise<{ view: View }>;

const entity =
  (name: string): Loader =>
  async () => {
    const { entityViews } = await import("./entity/entity-views");
    return { view: entityViews[name] as View };
  };

const loaders: Readonly<Record<string, Loader>> = {
  "": () => import("./overview/overview"),
  explore: () => import("./explorer/explorer"),
  batches: () => import("./batch/batch"),
  retire: () => import("./retire/retire"),
  proof: () => import("./proof/proof"),
  live: () => import("./live/live"),
  suppliers: entity("suppliers"),
  projects: entity("projects"),
  issuances: entity("issuances"),
  deliveries: entity("deliveries"),
  transfers: entity("transfers"),
  retirements: entity("retirements"),
  refunds: entity("refunds"),
  orders: entity("orders"),
  organisations: entity("organisations"),
};

/** `undefined` for an address that leads nowhere. */
export async function loadView({ path: [name = ""] }: Route): Promise<View | undefined> {
  const found = Object.hasOwn(loaders, name) ? await loaders[name]?.() : undefined;
  return found?.view;
}
