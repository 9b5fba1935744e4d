import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Credits } from "../parts/credits";
import { More } from "../parts/more";
import { Problem } from "../parts/problem";
import { queries } from "../registry";

export function ProjectsPage() {
  const projects = useInfiniteQuery(queries.projects.list({ first: 10 }));
  const nodes = projects.data?.pages.flatMap((page) => page.nodes) ?? [];
  return (
    <>
      <h1>Projects</h1>
      <ul className="list">
        {nodes.map((project) => (
          <li key={project.id}>
            <Link to={`/projects/${project.id}`}>{project.name}</Link>
            <Credits of={project.issued_credits_total} />
            <small>{project.supplier.organisation.name}</small>
            <small>credits issued</small>
          </li>
        ))}
      </ul>
      {projects.isPending && <p>Loading…</p>}
      {projects.isError && <Problem error={projects.error} retry={projects.refetch} />}
      <More {...projects} />
    </>
  );
}
