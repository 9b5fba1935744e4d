/** How each view of the page is reached, for tests and for screenshots. */
export const views = {
  overview: (tab, open) => open(tab, "#/", ".plot svg"),
  explorer: (tab, open) => open(tab, "#/explore/issuances", "tbody tr"),
  batches: (tab, open) => open(tab, "#/explore/batches?status=active", "tbody tr"),
  empty: (tab, open) => open(tab, "#/explore/transfers?from_organisation_id=org_AAAAAAAAAAAAAAAA", ".empty"),
  failed: (tab, open) => open(tab, "?before=1#/explore/projects", ".notice-error"),
  project: (tab, open) => follow(tab, open, "#/explore/projects", "tbody a"),
  supplier: (tab, open) => follow(tab, open, "#/explore/suppliers", "tbody a"),
  issuance: (tab, open) => follow(tab, open, "#/explore/issuances", "td[data-label=Id] a"),
  delivery: (tab, open) => follow(tab, open, "#/explore/deliveries", "td[data-label=Id] a"),
  transfer: (tab, open) => follow(tab, open, "#/explore/transfers", "td[data-label=Id] a"),
  retirement: (tab, open) => follow(tab, open, "#/explore/retirements", "tr:nth-child(3) td[data-label=Id] a"),
  order: (tab, open) => follow(tab, open, "#/explore/orders", "td[data-label=Id] a"),
  organisation: (tab, open) => follow(tab, open, "#/explore/transfers", "td:nth-child(2) a"),
  holdings: async (tab, open) => {
    await views.organisation(tab, open);
    await tab.getByRole("button", { name: "Work out its holdings" }).click();
    await tab.getByText(/^It holds/).waitFor();
  },
  choose: (tab, open) => open(tab, "#/batches", "tbody a"),
  life: (tab, open) => follow(tab, open, "#/batches", "tbody a", ".tree [aria-current]"),
  live: (tab, open) => open(tab, "?perMinute=600#/live", ".events li:nth-child(3)"),
  paused: async (tab, open) => {
    await views.live(tab, open);
    await tab.getByRole("button", { name: "Pause" }).click();
  },
  proof: (tab, open) => open(tab, "#/proof", ".laws"),
  damaged: async (tab, open) => {
    await views.proof(tab, open);
    await tab.getByRole("button", { name: "Take 1 kg from a batch" }).click();
    await tab.locator(".laws [data-broken]").first().waitFor();
  },
  retire: async (tab, open) => {
    await open(tab, "#/retire", ".quantity");
    await tab.getByLabel("How much").fill("123.456");
    await tab.getByText("123,456 kg").waitFor();
  },
  review: async (tab, open) => {
    await open(tab, "#/retire", ".quantity");
    await fillRetirement(tab, "123.456");
    await tab.getByRole("button", { name: "Review" }).click();
    await tab.getByRole("heading", { name: "Please review" }).waitFor();
  },
  certificate: async (tab, open) => {
    await views.review(tab, open);
    await confirm(tab);
    await tab.locator(".certificate").waitFor();
  },
  finding: async (tab, open) => {
    await views.review(tab, open);
    await setWeather(tab, "after the registry has acted", "Always");
    await confirm(tab);
    await tab
      .getByText(/Looking again in/)
      .nth(1)
      .waitFor();
  },
  found: async (tab, open) => {
    await views.finding(tab, open);
    await setWeather(tab, "after the registry has acted", "Never");
    await tab.locator(".certificate").waitFor();
    await tab.getByText("How this was found out").click();
  },
  code: async (tab, open) => {
    await open(tab, "#/explore/projects", "tbody tr");
    await tab.getByRole("button", { name: /Show me the code|Code/ }).click();
    await tab.locator(".code pre").waitFor();
  },
  panel: async (tab, open) => {
    await open(tab, "#/", ".plot svg");
    await tab.getByRole("button", { name: "Sample data" }).click();
    await tab.getByRole("heading", { name: "The sample registry" }).waitFor();
  },
  nowhere: (tab, open) => open(tab, "#/nowhere", ".notice"),
};

async function follow(tab, open, address, link, shown = "dl.facts") {
  await open(tab, address, "tbody tr");
  // On a phone the link may be in a row that is not opened.
  await tab.locator(link).first().dispatchEvent("click");
  await tab.locator(shown).first().waitFor();
}

/** Fills in the form of a retirement, in credits. */
export async function fillRetirement(tab, credits) {
  await tab.getByLabel("Insetting").check();
  await tab.getByLabel("How much").fill(credits);
}

/** Confirms what is under review. */
export async function confirm(tab) {
  await tab.getByLabel(/want to retire these credits for good/).check();
  await tab.getByRole("button", { name: /^Retire .* for good$/ }).click();
}

/** Sets how often connections fail in a way that the panel names. */
export async function setWeather(tab, hint, often) {
  await tab.getByRole("button", { name: "Sample data" }).click();
  await tab.locator("dialog label", { hasText: hint }).getByRole("combobox").selectOption(often);
  await tab.getByRole("button", { name: "Apply" }).click();
  await tab.locator("dialog").waitFor({ state: "detached" });
}
