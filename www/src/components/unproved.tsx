import type { MirrorProblem } from "isometric-registry/mirror";

/** Lists that could not be read to their end, and why. */
export const Unproved = ({ of }: { of: readonly MirrorProblem[] }) => (
  <div class="notice notice-warn">
    <h2>The copy is not complete</h2>
    <p>Some of the record could not be read, so not everything can be proved.</p>
    <ul>
      {of.map(({ list, reason }) => (
        <li key={list}>
          {list}: {reason}
        </li>
      ))}
    </ul>
  </div>
);
