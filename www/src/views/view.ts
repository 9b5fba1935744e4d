import type { ComponentType } from "preact";
import type { Route } from "../lib/router";
import type { Session } from "../session/session";

/** A source file as it was written, to read and to copy from. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

export interface ViewProps {
  readonly session: Session;
  readonly route: Route;
}

/** What a place in the page shows, and the code that reads the data for it. */
export interface View {
  readonly title: string;
  readonly Component: ComponentType<ViewProps>;
  readonly sources: (route: Route) => readonly Source[];
}
