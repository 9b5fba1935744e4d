import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Calls `onSeen` when the element comes near the visible part of the page, again whenever `inputs` change. */
export function useSeen<T extends Element>(onSeen: () => void, inputs: readonly unknown[]): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSeen(), { rootMargin: "400px" });
    if (element.current) {
      observer.observe(element.current);
    }
    return () => observer.disconnect();
  }, inputs);
  return element;
}
