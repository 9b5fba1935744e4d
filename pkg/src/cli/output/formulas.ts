/** How a text begins that spreadsheet programs take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Looks at the values of a CSV, and says once if a text is among them that a spreadsheet program would run. Anybody can
 * give an organisation such a name. The CSV keeps it as it is: programs that read it need it so.
 */
export function formulasSaid(say: (message: string) => void): (value: unknown) => void {
  let hasSaid = false;
  return (value) => {
    if (!hasSaid && typeof value === "string" && FORMULA.test(value)) {
      hasSaid = true;
      say("a text in the CSV begins like a formula: import such columns as text into a spreadsheet program");
    }
  };
}
