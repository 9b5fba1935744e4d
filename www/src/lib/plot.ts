/** The parts of Observable Plot that this page draws with, in one chunk of their own. */
export { barX, dot, geo, graticule, plot, rectY, ruleY, sphere, text } from "@observablehq/plot";
