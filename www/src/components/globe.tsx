import type { Location } from "isometric-registry";
import { coordinates } from "../lib/format";
import { useLand } from "../lib/use-land";
import { Plot } from "./plot";
import { None } from "./values";

const SIZE = 220;

/** A place on the globe, which is turned to it, and in words. */
export function Globe({ of: { latitude, longitude, description, country_name }, colour }: Props) {
  const land = useLand();
  return (
    <div class="globe">
      <div class="globe-map">
        <Plot
          label={`${country_name} on the globe`}
          height={SIZE}
          inputs={[land, latitude, longitude, colour]}
          draw={({ dot, geo, graticule, sphere }) => ({
            width: SIZE,
            margin: 2,
            projection: { type: "orthographic", rotate: [-longitude, -Math.max(-60, Math.min(60, latitude))] },
            marks: [
              sphere({ fill: "var(--raised)", stroke: "var(--line-strong)" }),
              graticule({ stroke: "var(--line)", strokeOpacity: 1 }),
              land && geo(land, { fill: "var(--land-strong)" }),
              dot([[longitude, latitude]], { r: 6, fill: colour, stroke: "var(--surface)", strokeWidth: 2 }),
            ],
          })}
        />
      </div>
      <dl class="globe-words">
        <div>
          <dt>Place</dt>
          <dd>{description || <None />}</dd>
        </div>
        <div>
          <dt>Country</dt>
          <dd>{country_name}</dd>
        </div>
        <div>
          <dt>Coordinates</dt>
          <dd class="number">{coordinates(latitude, longitude)}</dd>
        </div>
      </dl>
    </div>
  );
}

interface Props {
  readonly of: Location;
  readonly colour: string;
}
