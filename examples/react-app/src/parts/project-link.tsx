import { useQuery } from "@tanstack/react-query";
import type { ProjectId } from "isometric-registry";
import { Link } from "react-router";
import { queries } from "../registry";

/** A project by its name. However many rows name it, it is asked for once. */
export function ProjectLink({ id }: { id: ProjectId }) {
  const { data: project } = useQuery(queries.projects.get(id));
  return <Link to={`/projects/${id}`}>{project?.name ?? id}</Link>;
}
