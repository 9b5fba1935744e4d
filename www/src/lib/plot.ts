/** The parts of Observable Plot that this page draws with, in one chunk of their own. */
export { barX, dot, geo, plot, rectY, ruleY, text } from "@observablehq/plot";
