/** How many batches a page has. */
export const PAGE_SIZE = 50;

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const COUNTRIES = ["GBR", "USA", "CAN", "ISL", "KEN", "BRA", "IND", "NOR"];

/** Numbers from 0 up to 1 that follow from the seed. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** The bytes of pages of credit batches, as the registry would send them: the same for the same arguments. */
export function creditBatchPages(count) {
  const random = generator(20_260_101);
  const below = (bound) => Math.floor(random() * bound);
  const id = (prefix) => `${prefix}_${Array.from({ length: 16 }, () => LETTERS[below(LETTERS.length)]).join("")}`;
  const day = () => `20${20 + below(6)}-0${1 + below(9)}-${10 + below(18)}`;
  const moment = () => `${day()}T${10 + below(14)}:${10 + below(50)}:${10 + below(50)}.${100_000 + below(900_000)}Z`;
  const organisation = () => ({ id: id("org"), name: `Sample Buyer ${below(90)} & Söhne`.replace("ö", below(8) === 0 ? "ö" : "o"), domain: below(4) === 0 ? null : "buyer.example" });
  const batch = () => {
    const kilograms = 1000 + below(9_000_000);
    const isRetired = below(3) === 0;
    return {
      id: id("ctb"),
      serial_number: `ISO-1-SAMPLE-${COUNTRIES[below(8)]}-F5X7-2024-${below(1e6)}-${below(1e7)}`,
      status: isRetired ? "retired" : "active",
      size: { credits: kilograms / 1000, credit_kgs: kilograms },
      issued_at: moment(),
      retired_at: isRetired ? moment() : null,
      delivered_at: moment(),
      sequestered_on: day(),
      country_of_issue: COUNTRIES[below(8)],
      supplier_id: id("spl"),
      parent_id: below(2) === 0 ? id("ctb") : null,
      left_child_id: null,
      right_child_id: null,
      issuance_id: id("iss"),
      delivery_id: id("dlv"),
      beneficiary: isRetired ? organisation() : null,
      retirement_id: isRetired ? id("ret") : null,
      removal_id: id("rmv"),
      owner: organisation(),
      project_id: id("prj"),
      carbon_removal_data: {
        gross_carbon_removed_kg: kilograms + 900,
        net_carbon_removed_kg: kilograms,
        emissions_kg: 500,
        counterfactuals_kg: 300,
        losses_kg: 100,
      },
      ccp_approved: below(2) === 0,
    };
  };
  const encoder = new TextEncoder();
  return Array.from({ length: count }, (_, index) =>
    encoder.encode(
      JSON.stringify({
        nodes: Array.from({ length: PAGE_SIZE }, batch),
        total_count: count * PAGE_SIZE,
        page_info: {
          has_previous_page: index > 0,
          start_cursor: `start-${index}`,
          has_next_page: index + 1 < count,
          end_cursor: `end-${index}`,
        },
      }),
    ),
  );
}

/** A `fetch` that gives these pages, by the cursor it is asked to go on from. */
export function fetchPages(pages) {
  return async (input) => {
    const url = typeof input === "string" ? input : input.url;
    const after = /[?&]after=end-(\d+)/.exec(url);
    const page = pages[after === null ? 0 : Number(after[1]) + 1];
    return new Response(page, { status: 200, headers: { "content-type": "application/json" } });
  };
}
