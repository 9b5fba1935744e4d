import { isSample } from "../session/session";

/** Says of what could be mistaken for real that it is not. */
export const SampleMark = () => (isSample ? <span class="sample-mark">Sample data</span> : null);
