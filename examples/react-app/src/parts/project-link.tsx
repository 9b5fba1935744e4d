import { useQuery } from "@tanstack/react-query";
import type { ProjectId } from "isometric-registry";
import { Link } from "react-router";
import { queries } from "../registry";

/** A project by its name. It is requested once, however many rows name it. */
export function ProjectLink({ id }: { id: ProjectId }) {
  const { data: project } = useQuery(queries.projects.get(id));
  return <Link to={`/projects/${id}`}>{project?.name ?? id}</Link>;
}
