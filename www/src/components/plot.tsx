import type { PlotOptions } from "@observablehq/plot";
import { useEffect, useRef, useState } from "preact/hooks";
import { ErrorNotice, Skeleton } from "./notice";

interface Props {
  /** What to draw at a width in CSS pixels. */
  readonly draw: (plot: typeof import("../lib/plot"), width: number) => PlotOptions;
  readonly inputs: readonly unknown[];
  readonly label: string;
  readonly height: number;
}

/** A chart. The charting library is loaded when the first chart shows. */
export function Plot({ draw, inputs, label, height }: Props) {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [isDrawn, setDrawn] = useState(false);
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    if (holder.current) {
      observer.observe(holder.current);
    }
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (width === 0) {
      return undefined;
    }
    let isWanted = true;
    const show = (plot: typeof import("../lib/plot")) => {
      if (!isWanted) {
        return;
      }
      const options = {
        width,
        height,
        ariaLabel: label,
        style: { background: "none" },
        ...draw(plot, width),
      };
      const chart = plot.plot(options);
      chart.setAttribute("role", "group");
      for (const part of chart.querySelectorAll("g[aria-label]")) {
        part.removeAttribute("aria-label"); // "rect", "tip"
      }
      holder.current?.replaceChildren(chart);
      setDrawn(true);
    };
    import("../lib/plot").then(show).catch((reason: unknown) => isWanted && setError(reason));
    return () => {
      isWanted = false;
    };
  }, [width, ...inputs]);

  if (error !== undefined) {
    return <ErrorNotice error={error} />;
  }
  return (
    <>
      {!isDrawn && <Skeleton height={`${height}px`} label={`Drawing: ${label}`} />}
      <div class="plot" ref={holder} />
    </>
  );
}
