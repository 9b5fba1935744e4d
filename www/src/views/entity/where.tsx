import type { Location, Pathway } from "isometric-registry";
import type { ComponentChildren } from "preact";
import { Globe } from "../../components/globe";
import { pathwayColour } from "../../components/values";
import { Section } from "./entity-page";

interface Props {
  readonly location: Location | null;
  readonly pathway?: Pathway;
  readonly children: ComponentChildren;
}

/** The place on the globe beside what happened there; the latter alone where no place is on record. */
export const Where = ({ location, pathway, children }: Props) =>
  location === null ? (
    <div class="alone">{children}</div>
  ) : (
    <div class="pair where">
      <Section title="Where">
        <Globe of={location} colour={pathway === undefined ? "var(--accent)" : pathwayColour(pathway)} />
      </Section>
      {children}
    </div>
  );
