import { feature } from "topojson-client";
import land from "world-atlas/land-110m.json";

type Topology = Parameters<typeof feature>[0];

const topology = land as unknown as Topology;

/** The land masses of the earth, coarse. */
export const landShape = feature(topology, topology.objects["land"] as never);
