const COUNTRIES = ["GBR", "USA", "CAN", "ISL", "KEN", "BRA", "IND", "NOR"];
const NAMES = ["United Kingdom", "United States", "Canada", "Ísland", "Kenya", "Brasil", "India", "Norway"];
const PATHWAYS = ["direct_air_capture", "biomass_storage", "enhanced_weathering", "carbon_mineralization"];
const PURPOSES = ["corporate_targets", "compliance", "resale", "other"];

/** Makes up what the registry says, by the names of its models: values differ from one to the next. */
export function createSamples(random) {
  const values = createValues(random);
  const parties = createParties(values);
  const market = { ...parties, ...createCredits(values, parties), ...createProjects(values, parties) };
  return { ...market, ...createMovements(values, market), ...createSummaries(values, market) };
}

function createValues({ below, pick, id, day, moment }) {
  const orNull = (value, oneIn = 4) => (below(oneIn) === 0 ? null : value());
  const kilograms = () => 1000 + below(9_000_000);
  const quantity = (credit_kgs = kilograms()) => ({ credits: credit_kgs / 1000, credit_kgs });
  const slug = () => `sample-${below(1e6)}`;
  const url = (kind) => `https://registry.example/${kind}/${slug()}`;
  const note = (about) => orNull(() => `Sample note ${below(1e6)} ${about}, as agreed on ${day()}`);

  return { below, pick, id, day, moment, orNull, quantity, kilograms, slug, url, note };
}

function createParties({ below, pick, id, orNull }) {
  const Organisation = () => ({
    id: id("org"),
    name: `Sample Buyer ${below(90)} & Söhne`.replace("ö", below(8) === 0 ? "ö" : "o"),
    domain: below(4) === 0 ? null : "buyer.example",
  });

  const Location = () => {
    const country = below(COUNTRIES.length);
    return {
      country_code: COUNTRIES[country],
      country_name: NAMES[country],
      latitude: below(1_800_000) / 10_000 - 90,
      longitude: below(3_600_000) / 10_000 - 180,
      description: orNull(() => `Beside sample plant ${below(1e6)}`),
    };
  };

  const Supplier = () => ({
    id: id("spl"),
    short_description: orNull(
      () => `Sample supplier ${below(1e6)} stores carbon in ${pick(["basalt", "soil", "brine", "wood"])}`,
    ),
    long_description: orNull(
      () =>
        `Takes ${below(1e6)} tonnes of CO${below(8) === 0 ? "₂" : "2"} a year out of the air and keeps them where they stay for ${below(1e4)} years.\n` +
        `Measured by "sample method ${below(1e3)}", verified each quarter, and reported to whoever bought the credits.`,
    ),
    organisation: Organisation(),
    location: orNull(Location),
  });

  return { Organisation, Location, Supplier };
}

function createCredits({ below, pick, id, day, moment, quantity, kilograms }, { Organisation, Supplier }) {
  const CreditBatch = () => {
    const credit_kgs = kilograms();
    const isRetired = below(3) === 0;
    return {
      id: id("ctb"),
      serial_number: `ISO-1-SAMPLE-${pick(COUNTRIES)}-F5X7-2024-${below(1e6)}-${below(1e7)}`,
      status: isRetired ? "retired" : "active",
      size: quantity(credit_kgs),
      issued_at: moment(),
      retired_at: isRetired ? moment() : null,
      delivered_at: moment(),
      sequestered_on: day(),
      country_of_issue: pick(COUNTRIES),
      supplier_id: id("spl"),
      parent_id: below(2) === 0 ? id("ctb") : null,
      left_child_id: null,
      right_child_id: null,
      issuance_id: id("iss"),
      delivery_id: id("dlv"),
      beneficiary: isRetired ? Organisation() : null,
      retirement_id: isRetired ? id("ret") : null,
      removal_id: id("rmv"),
      owner: Organisation(),
      project_id: id("prj"),
      carbon_removal_data: {
        gross_carbon_removed_kg: credit_kgs + 900,
        net_carbon_removed_kg: credit_kgs,
        emissions_kg: 500,
        counterfactuals_kg: 300,
        losses_kg: 100,
      },
      ccp_approved: below(2) === 0,
    };
  };

  return {
    CreditBatch,
    Issuance: () => ({
      id: id("iss"),
      issued_at: moment(),
      supplier: Supplier(),
      project_id: id("prj"),
      reporting_period_start_at: day(),
      reporting_period_end_at: day(),
      supplier_credit_batch_size_total: quantity(),
      buffer_pool_credit_batch_size_total: quantity(),
      credit_batch_size_total: quantity(),
    }),
  };
}

function createProjects({ below, pick, id, day, orNull, quantity, slug, url }, { Supplier, Location }) {
  const Project = () => ({
    id: id("prj"),
    name: `Sample Project ${below(1e6)}`,
    supplier: Supplier(),
    status: pick(["validated", "draft", "under_validation"]),
    short_code: id("").slice(1, 5),
    url: url("projects"),
    process_key: pick(PATHWAYS),
    pathway: pick(PATHWAYS),
    protocol_slug: slug(),
    country_code: pick(COUNTRIES),
    validator_name: orNull(() => `Sample Validators ${below(100)}`),
    current_verifier_name: orNull(() => `Sample Verifiers ${below(100)}`),
    crediting_period_start: orNull(day),
    crediting_period_end: orNull(day),
    issued_credits_total: quantity(),
    retired_credits_total: quantity(),
    issued_buffer_pool_credits_total: quantity(),
    retired_buffer_pool_credits_total: quantity(),
    location: orNull(Location),
  });

  return {
    Project,
    ProjectDocument: () => ({
      id: id("pjd"),
      display_name: `Sample Monitoring Report ${below(1e6)}`,
      project_id: id("prj"),
      url: url("documents"),
    }),
  };
}

function createMovements({ below, pick, id, day, moment, orNull, quantity, url, note }, { Organisation, Supplier }) {
  return {
    Delivery: () => ({
      id: id("dlv"),
      delivered_at: moment(),
      order_id: id("ord"),
      from_supplier: Supplier(),
      to_organisation: Organisation(),
      credit_batch_size_total: quantity(),
      url: url("deliveries"),
      notes: note("for this delivery"),
    }),
    Transfer: () => ({
      id: id("tfr"),
      transferred_at: moment(),
      from_organisation: Organisation(),
      to_organisation: Organisation(),
      credit_batch_size_total: quantity(),
      notes: note("between friends"),
    }),
    Retirement: () => ({
      id: id("ret"),
      retired_at: moment(),
      purposes: PURPOSES.slice(0, 1 + below(PURPOSES.length)),
      beneficiary: Organisation(),
      owner: Organisation(),
      credit_batch_size_total: quantity(),
      url: url("retirements"),
      notes: note("for the flights of last year"),
    }),
    Order: () => ({
      id: id("ord"),
      effective_contract_date: day(),
      fulfilled_at: orNull(moment),
      buyer_organisation: Organisation(),
      supplier: Supplier(),
      status: pick(["completed", "open"]),
      credits_ordered: quantity(),
      credits_delivered: quantity(),
    }),
    BufferPoolRefund: () => ({
      id: id("bpr"),
      refunded_at: moment(),
      from_buffer_pool_organisation: Organisation(),
      to_organisation: Organisation(),
      credit_batch_size_total: quantity(),
      notes: `Sample refund ${below(1e6)}`,
    }),
  };
}

function createSummaries({ below, pick, id, orNull, quantity, slug, url }, { CreditBatch }) {
  const balance = () => ({ total: { active_credits_total: quantity(), retired_credits_total: quantity() } });
  const times = (count, make) => Array.from({ length: count }, make);

  return {
    IssuanceCreditBatches: () => ({
      issuance_id: id("iss"),
      supplier_credit_batches: times(40, CreditBatch),
      supplier_credit_batch_size_total: quantity(),
      buffer_pool_credit_batches: times(10, CreditBatch),
      buffer_pool_credit_batch_size_total: quantity(),
      credit_batch_size_total: quantity(),
    }),
    OrganisationCreditBalance: () => ({
      ...balance(),
      supplier_balances: times(5, () => ({ supplier_id: id("spl"), ...balance() })),
      project_balances: times(8, () => ({ project_id: id("prj"), ...balance() })),
      order_balances: times(12, () => ({ order_id: id("ord"), ...balance() })),
    }),
    StripeCheckoutResponse: () => ({ redirect_url: `https://pay.example/session/${slug()}` }),
    SupplierStripeConfiguration: () => ({
      id: id("ssc"),
      account_id: `acct_${below(1e6)}`,
      credit_product_price_per_tonne: orNull(() => `${100 + below(500)}.00`),
      verification_product_price_per_tonne: orNull(() => `${10 + below(50)}.50`),
      currency: orNull(() => pick(["USD", "EUR", "GBP"])),
      isometric_terms_and_conditions_url: url("terms"),
    }),
  };
}
