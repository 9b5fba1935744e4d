/** An id of each kind, as short and as long as ids are. */
export const ids = /** @type {const} */ ({
  organisation: "org_0123456789ABCDEF",
  otherOrganisation: "org_abcdefghijklmnopqrstuvwxyz_012345",
  supplier: "spl_0123456789ABCDEF",
  project: "prj_0123456789ABCDEF",
  issuance: "iss_0123456789ABCDEF",
  creditBatch: "ctb_0123456789ABCDEF",
  delivery: "dlv_0123456789ABCDEF",
  transfer: "tfr_0123456789ABCDEF",
  retirement: "ret_0123456789ABCDEF",
  order: "ord_0123456789ABCDEF",
  refund: "bpr_0123456789ABCDEF",
});

const quantities = [{ credit_batch_id: ids.creditBatch, credit_quantity_kg: 9007199254740993n }];
const quantitiesText = `[{"credit_batch_id":"${ids.creditBatch}","credit_quantity_kg":9007199254740993}]`;

const retirement = {
  owner_organisation_id: ids.organisation,
  beneficiary_organisation_id: ids.otherOrganisation,
  supplier_id: ids.supplier,
  retirement_purposes: ["corporate_targets", "other"],
};
const retirementText =
  `"owner_organisation_id":"${ids.organisation}","beneficiary_organisation_id":"${ids.otherOrganisation}",` +
  `"supplier_id":"${ids.supplier}","retirement_purposes":["corporate_targets","other"]`;

/**
 * A call of every operation: its name, its arguments, the request that they make byte for byte, and the
 * model of the example that answers it.
 */
export const calls = [
  call("organisations.current", [], "GET /organisation", "Organisation"),
  call("organisations.get", [ids.organisation], `GET /organisations/${ids.organisation}`, "Organisation"),
  call(
    "organisations.orders",
    [ids.organisation, { first: 1, after: "a+/= &?#%ü" }],
    `GET /organisations/${ids.organisation}/orders?first=1&after=a%2B%2F%3D+%26%3F%23%25%C3%BC`,
    "Page<Order>",
  ),
  call(
    "organisations.creditBalance",
    [ids.organisation],
    `GET /organisations/${ids.organisation}/credit_balance`,
    "OrganisationCreditBalance",
  ),
  call(
    "organisations.creditBatches",
    [
      ids.otherOrganisation,
      {
        first: 7,
        sort_direction: "asc",
        sort_field: "issued_at",
        issued_before: "2024-12-31T23:59:59.999+01:00",
        issued_after: new Date("2024-01-01T00:00:00Z"),
        status: ["active", "split"],
        retirement_id: ids.retirement,
        order_id: ids.order,
        delivery_id: ids.delivery,
        issuance_id: ids.issuance,
        project_id: ids.project,
        supplier_id: ids.supplier,
      },
    ],
    `GET /organisations/${ids.otherOrganisation}/credit_batches?supplier_id=${ids.supplier}&project_id=${ids.project}` +
      `&issuance_id=${ids.issuance}&delivery_id=${ids.delivery}&order_id=${ids.order}&retirement_id=${ids.retirement}` +
      "&status=active&status=split&issued_after=2024-01-01T00%3A00%3A00.000Z" +
      "&issued_before=2024-12-31T23%3A59%3A59.999%2B01%3A00&sort_field=issued_at&sort_direction=asc&first=7",
    "Page<CreditBatch>",
  ),
  call("suppliers.current", [], "GET /supplier", "Supplier"),
  call("suppliers.get", [ids.supplier], `GET /suppliers/${ids.supplier}`, "Supplier"),
  call("suppliers.list", [], "GET /suppliers?first=50", "Page<Supplier>"),
  call(
    "suppliers.projects",
    [ids.supplier, { last: 50 }],
    `GET /suppliers/${ids.supplier}/projects?last=50`,
    "Page<Project>",
  ),
  call(
    "suppliers.orders",
    [ids.supplier, { before: "c3RhcnQ=" }],
    `GET /suppliers/${ids.supplier}/orders?last=50&before=c3RhcnQ%3D`,
    "Page<Order>",
  ),
  call(
    "suppliers.deliveries",
    [ids.supplier, {}],
    `GET /suppliers/${ids.supplier}/deliveries?first=50`,
    "Page<Delivery>",
  ),
  call(
    "suppliers.issuances",
    [ids.supplier, undefined],
    `GET /suppliers/${ids.supplier}/issuances?first=50`,
    "Page<Issuance>",
  ),
  call("projects.get", [ids.project], `GET /projects/${ids.project}`, "Project"),
  call("projects.list", [{ first: 10, after: null }], "GET /projects?first=10", "Page<Project>"),
  call(
    "projects.documents",
    [ids.project, { last: 2, before: "b" }],
    `GET /projects/${ids.project}/documents?last=2&before=b`,
    "Page<ProjectDocument>",
  ),
  call("issuances.get", [ids.issuance], `GET /issuances/${ids.issuance}`, "Issuance"),
  call("issuances.list", [{ after: "a" }], "GET /issuances?first=50&after=a", "Page<Issuance>"),
  call(
    "issuances.creditBatches",
    [ids.issuance],
    `GET /issuances/${ids.issuance}/credit_batches`,
    "IssuanceCreditBatches",
  ),
  call(
    "deliveries.list",
    [{ to_organisation_id: ids.organisation, from_supplier_id: ids.supplier }],
    `GET /deliveries?from_supplier_id=${ids.supplier}&to_organisation_id=${ids.organisation}&first=50`,
    "Page<Delivery>",
  ),
  call(
    "deliveries.create",
    [{ order_id: ids.order, credit_batch_quantities: quantities }],
    "POST /deliveries",
    "Delivery",
    `{"credit_batch_quantities":${quantitiesText},"order_id":"${ids.order}","notes":null}`,
  ),
  call("deliveries.get", [ids.delivery], `GET /deliveries/${ids.delivery}`, "Delivery"),
  call(
    "deliveries.creditBatches",
    [ids.delivery],
    `GET /deliveries/${ids.delivery}/credit_batches`,
    "ListResource<CreditBatch>",
  ),
  call(
    "transfers.list",
    [{ from_organisation_id: ids.organisation, to_organisation_id: null }],
    `GET /transfers?from_organisation_id=${ids.organisation}&first=50`,
    "Page<Transfer>",
  ),
  call(
    "transfers.create",
    [
      {
        notes: "“Tschüss”, said 🌲\n\\",
        supplier_id: ids.supplier,
        to_organisation_id: ids.otherOrganisation,
        from_organisation_id: ids.organisation,
        credit_batch_quantities: quantities,
      },
    ],
    "POST /transfers",
    "Transfer",
    `{"credit_batch_quantities":${quantitiesText},"from_organisation_id":"${ids.organisation}",` +
      `"to_organisation_id":"${ids.otherOrganisation}","supplier_id":"${ids.supplier}",` +
      '"notes":"“Tschüss”, said 🌲\\n\\\\"}',
  ),
  call("transfers.get", [ids.transfer], `GET /transfers/${ids.transfer}`, "Transfer"),
  call(
    "transfers.creditBatches",
    [ids.transfer],
    `GET /transfers/${ids.transfer}/credit_batches`,
    "ListResource<CreditBatch>",
  ),
  call("refunds.get", [ids.refund], `GET /refunds/${ids.refund}`, "BufferPoolRefund"),
  call("refunds.creditBatches", [ids.refund], `GET /refunds/${ids.refund}/credit_batches`, "ListResource<CreditBatch>"),
  call(
    "retirements.list",
    [{ owner_org_id: ids.organisation, beneficiary_org_id: ids.otherOrganisation, last: 3 }],
    `GET /retirements?beneficiary_org_id=${ids.otherOrganisation}&owner_org_id=${ids.organisation}&last=3`,
    "Page<Retirement>",
  ),
  call(
    "retirements.create",
    [{ ...retirement, notes: null, credit_batch_quantities: quantities }],
    "POST /retirements",
    "Retirement",
    `{${retirementText},"notes":null,"credit_batch_quantities":${quantitiesText}}`,
  ),
  call(
    "retirements.createFromOldestCredits",
    [{ ...retirement, notes: "a", credit_quantity_kg: 1, vintage: 2023, order_id: ids.order }],
    "POST /retirements/from_oldest_credits",
    "Retirement",
    `{${retirementText},"notes":"a","credit_quantity_kg":1,"vintage":2023,"order_id":"${ids.order}"}`,
  ),
  call("retirements.get", [ids.retirement], `GET /retirements/${ids.retirement}`, "Retirement"),
  call(
    "retirements.creditBatches",
    [ids.retirement],
    `GET /retirements/${ids.retirement}/credit_batches`,
    "ListResource<CreditBatch>",
  ),
  call("orders.get", [ids.order], `GET /orders/${ids.order}`, "Order"),
  call("orders.deliveries", [ids.order], `GET /orders/${ids.order}/deliveries?first=50`, "Page<Delivery>"),
  call("creditBatches.get", [ids.creditBatch], `GET /credit_batches/${ids.creditBatch}`, "CreditBatch"),
  call("beneficiaries.list", [], "GET /beneficiaries?first=50", "Page<Organisation>"),
  call(
    "beneficiaries.create",
    [{ beneficiary_domain: "kuestenwald.example", beneficiary_name: "Küstenwald" }],
    "POST /beneficiary",
    "Organisation",
    '{"__typename":"CreateOrganizationBeneficiary","beneficiary_name":"Küstenwald",' +
      '"beneficiary_domain":"kuestenwald.example"}',
  ),
  call(
    "beneficiaries.create",
    [{ beneficiary_email: "ada@kuestenwald.example", beneficiary_name: "Ada L." }],
    "POST /beneficiary",
    "Organisation",
    '{"__typename":"CreateIndividualBeneficiary","beneficiary_name":"Ada L.",' +
      '"beneficiary_email":"ada@kuestenwald.example"}',
  ),
  call("transferees.list", [], "GET /transferees?first=50", "Page<Organisation>"),
  call(
    "stripe.createCheckoutSession",
    [
      {
        quantity_kg: 9007199254740991,
        frequency: "one_time",
        isometric_terms_and_conditions_accepted: true,
        supplier_terms_and_conditions_accepted: true,
        customer_email: null,
        success_url: "https://shop.example/paid?a=1&b=2",
        cancel_url: "https://shop.example/cancelled",
      },
    ],
    "POST /stripe/checkout",
    "StripeCheckoutResponse",
    '{"quantity_kg":9007199254740991,"frequency":"one_time","isometric_terms_and_conditions_accepted":true,' +
      '"supplier_terms_and_conditions_accepted":true,"customer_email":null,' +
      '"success_url":"https://shop.example/paid?a=1&b=2","cancel_url":"https://shop.example/cancelled"}',
  ),
  call("stripe.configuration", [], "GET /stripe/configuration", "SupplierStripeConfiguration"),
];

function call(operation, values, request, answer, body = null) {
  const [resource, method] = operation.split(".");
  return { operation, request, body, answer, by: (registry) => registry[resource][method](...values) };
}
