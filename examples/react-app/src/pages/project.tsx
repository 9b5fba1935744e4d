import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ProjectId } from "isometric-registry";
import { useParams } from "react-router";
import { Credits } from "../parts/credits";
import { Problem } from "../parts/problem";
import { queries } from "../registry";

export function ProjectPage() {
  // The client rejects an invalid project id with an error of its own.
  const id = useParams()["id"] as ProjectId;
  const { data: project, isPending, error, refetch } = useQuery(queries.projects.get(id));
  if (isPending) {
    return <p>Loading…</p>;
  }
  if (error) {
    return <Problem error={error} retry={refetch} />;
  }
  if (project === null) {
    return <p>There is no project {id}.</p>;
  }
  const { organisation } = project.supplier;
  return (
    <>
      <h1>{project.name}</h1>
      <p>{project.supplier.short_description}</p>
      <dl>
        <dt>Supplier</dt>
        <dd>{organisation.name}</dd>
        <dt>Country</dt>
        <dd>{project.location?.country_name ?? project.country_code}</dd>
        <dt>Protocol</dt>
        <dd>{project.protocol_slug}</dd>
        <dt>Issued</dt>
        <dd>
          <Credits of={project.issued_credits_total} /> credits
        </dd>
        <dt>Retired</dt>
        <dd>
          <Credits of={project.retired_credits_total} /> credits
        </dd>
      </dl>
      <Documents id={id} />
    </>
  );
}

function Documents({ id }: { id: ProjectId }) {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(queries.projects.documents(id));
  const documents = data?.pages.flatMap((page) => page.nodes) ?? [];
  return (
    <section>
      <h2>Documents</h2>
      {data && documents.length === 0 && <p>There are none.</p>}
      <ul>
        {documents.map(({ id, display_name, url }) => (
          <li key={id}>
            <a href={url}>{display_name}</a>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          More documents
        </button>
      )}
    </section>
  );
}
