import { hrefOf, Id } from "./links";

const ID = /([a-z]{3}_[0-9A-Z]{16})/;

/** Text in which ids are links to what they name. */
export const WithIds = ({ text }: { text: string }) => (
  <>{text.split(ID).map((part, index) => (index % 2 === 1 && hrefOf(part) ? <Id key={index} id={part} /> : part))}</>
);
