declare module "virtual:sample-figures" {
  export const figures: import("./queries/figures").Figures;
}
