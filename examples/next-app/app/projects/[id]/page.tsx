import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { ProjectId } from "isometric-registry";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache, Suspense } from "react";
import { getQueryClient } from "../../../lib/query-client";
import { server } from "../../../lib/registry";
import { Issuances } from "./issuances";
import { Project } from "./project";

interface Props {
  readonly params: Promise<{ readonly id: ProjectId }>;
}

/** Reads a project once, for the page and for its title. */
const read = cache(async (id: ProjectId) => {
  const { queries } = await server();
  const queryClient = getQueryClient();
  const project = await queryClient.fetchQuery(queries.projects.get(id));
  return { project: project ?? notFound(), queries, queryClient };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project } = await read((await params).id);
  return { title: project.name };
}

export default async function Page({ params }: Props) {
  const { id } = await params;
  const { project, queries, queryClient } = await read(id);
  // Not waited for: the page goes out, and this follows when it is there.
  void queryClient.prefetchInfiniteQuery(queries.suppliers.issuances(project.supplier.id));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <Project id={id} />
      <Suspense fallback={<p>Loading issuances…</p>}>
        <Issuances supplier={project.supplier.id} />
      </Suspense>
    </HydrationBoundary>
  );
}
