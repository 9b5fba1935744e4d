"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { queries } from "../lib/queries";
import { Credits } from "./credits";

/** Begins with the page that the server has read, and asks the proxy for the others. */
export function Projects() {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    queries.projects.list({ first: 10 }),
  );
  return (
    <>
      <ul className="list">
        {data?.pages
          .flatMap(({ nodes }) => nodes)
          .map((project) => (
            <li key={project.id}>
              <Link href={`/projects/${project.id}`}>{project.name}</Link>
              <Credits of={project.issued_credits_total} />
              <small>{project.supplier.organisation.name}</small>
              <small>credits issued</small>
            </li>
          ))}
      </ul>
      {error && <p role="alert">{error.message}</p>}
      {hasNextPage && (
        <button type="button" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          More projects
        </button>
      )}
    </>
  );
}
