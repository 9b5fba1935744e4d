import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { connection } from "next/server";
import { getQueryClient } from "../lib/query-client";
import { server } from "../lib/registry";
import { Projects } from "./projects";

export default async function Page() {
  await connection(); // for each visitor, not while the app is built
  const { queries } = await server();
  const queryClient = getQueryClient();
  await queryClient.prefetchInfiniteQuery(queries.projects.list({ first: 10 }));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <h1>Projects</h1>
      <Projects />
    </HydrationBoundary>
  );
}
