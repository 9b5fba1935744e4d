import type { Organisation, Project, Supplier } from "isometric-registry";
import type { ComponentChildren } from "preact";
import { href } from "../lib/router";

const paths: Readonly<Record<string, string>> = {
  org: "organisations",
  spl: "suppliers",
  prj: "projects",
  iss: "issuances",
  ctb: "batches",
  dlv: "deliveries",
  tfr: "transfers",
  ret: "retirements",
  ord: "orders",
  bpr: "refunds",
};

/** The address of what an id names; `undefined` for kinds without a page. */
export function hrefOf(id: string): string | undefined {
  const path = paths[id.slice(0, 3)];
  return path === undefined ? undefined : href(`${path}/${id}`);
}

/** An id, as a link to what it names. */
export function Id({ id, children }: { id: string; children?: ComponentChildren }) {
  const address = hrefOf(id);
  const text = children ?? <code class="id">{id}</code>;
  return address === undefined ? text : <a href={address}>{text}</a>;
}

export const OrganisationLink = ({ of }: { of: Organisation }) => <Id id={of.id}>{of.name}</Id>;
export const SupplierLink = ({ of }: { of: Supplier }) => <Id id={of.id}>{of.organisation.name}</Id>;
export const ProjectLink = ({ of }: { of: Project }) => <Id id={of.id}>{of.name}</Id>;
