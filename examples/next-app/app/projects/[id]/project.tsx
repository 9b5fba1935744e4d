"use client";

import { useQuery } from "@tanstack/react-query";
import type { ProjectId } from "isometric-registry";
import { queries } from "../../../lib/queries";
import { Credits } from "../../credits";

export function Project({ id }: { id: ProjectId }) {
  const { data: project } = useQuery(queries.projects.get(id));
  return (
    project && (
      <>
        <h1>{project.name}</h1>
        <p>{project.supplier.short_description}</p>
        <dl>
          <dt>Supplier</dt>
          <dd>{project.supplier.organisation.name}</dd>
          <dt>Country</dt>
          <dd>{project.location?.country_name ?? project.country_code}</dd>
          <dt>Issued</dt>
          <dd>
            <Credits of={project.issued_credits_total} /> credits
          </dd>
          <dt>Retired</dt>
          <dd>
            <Credits of={project.retired_credits_total} /> credits
          </dd>
        </dl>
      </>
    )
  );
}
