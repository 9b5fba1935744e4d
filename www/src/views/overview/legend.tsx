import { PathwayName } from "../../components/values";

export const Legend = ({ pathways }: { pathways: readonly string[] }) => (
  <ul class="legend">
    {pathways.map((pathway) => (
      <li key={pathway}>
        <PathwayName of={pathway} />
      </li>
    ))}
  </ul>
);
