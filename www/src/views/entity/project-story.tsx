import type { Project, RegistryClient } from "isometric-registry";
import { columns } from "../../components/columns";
import { Load } from "../../components/load";
import { arrange } from "../../components/table";
import { useLoad } from "../../lib/use-load";
import { beneficiaries, holders, loadProjectStory } from "../../queries/project-story";
import { Rows } from "./entity-page";
import { IssuanceHistory } from "./issuance-history";
import { Shares } from "./shares";
import { Where } from "./where";

/** Without the supplier and the project, which are the same in each. */
const issuanceColumns = arrange(columns.issuances, {
  Issued: "lead",
  Credits: "figure",
  "To buffer pool": "",
  Id: "note",
});

/** Where a project is, and what has become of its credits, from its batches. */
export function ProjectStory({ project, registry }: { project: Project; registry: RegistryClient }) {
  const loaded = useLoad((signal) => loadProjectStory(registry, project, signal), [registry, project]);
  return (
    <Load of={loaded} label="Following the project’s credits" height="40rem">
      {(story) => (
        <>
          <Where location={project.location} pathway={project.pathway}>
            <IssuanceHistory projects={[project]} issuances={story.issuances} />
          </Where>
          <div class="pair">
            <Shares title="Who holds its credits" of={holders(story)} />
            <Shares title="Who retired its credits" of={beneficiaries(story)} />
          </div>
          <Rows title="Issuances" rows={story.issuances} columns={issuanceColumns} />
        </>
      )}
    </Load>
  );
}
