import { useEffect, useState } from "preact/hooks";

/** The land masses, once they are loaded; maps show their places without them as well. */
export function useLand() {
  const [land, setLand] = useState<typeof import("./land").landShape>();
  useEffect(() => {
    import("./land").then(
      ({ landShape }) => setLand(landShape),
      () => {},
    );
  }, []);
  return land;
}
