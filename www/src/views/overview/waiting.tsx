import { figures } from "virtual:sample-figures";
import { Skeleton } from "../../components/notice";
import { isSample } from "../../session/session";
import { OverviewFigures } from "./overview-figures";

/** The overview until its code and the registry are there. */
export const OverviewWaiting = () => (
  <>
    <OverviewTitle />
    <FirstFigures />
  </>
);

export const OverviewTitle = () => (
  <header class="title">
    <h1>Carbon removal, on the record</h1>
  </header>
);

/** What shows until the record is read: the sample's figures are known before, those of a real registry are not. */
export const FirstFigures = () => (
  <div class="overview" aria-busy="true">
    {isSample && <OverviewFigures of={figures} />}
    <div class="overview-rest">
      <Skeleton height="70vh" label="Reading the public record" />
    </div>
  </div>
);
