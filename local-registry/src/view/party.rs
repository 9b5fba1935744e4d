//! Organisations, suppliers, projects and documents.

use isometric_registry::model::balance::{
    CreditBalance, OrderCreditBalance, OrganisationCreditBalance, ProjectCreditBalance,
    SupplierCreditBalance,
};
use isometric_registry::model::id::{IdKind, ProjectDocumentId, SupplierStripeConfigurationId};
use isometric_registry::model::location::Location;
use isometric_registry::model::organisation::Organisation;
use isometric_registry::model::project::{Project, ProjectDocument};
use isometric_registry::model::scalar::{Latitude, Longitude, Optional};
use isometric_registry::model::stripe::SupplierStripeConfiguration;
use isometric_registry::model::supplier::Supplier;

use super::{SITE, View, quantity};
use crate::ledger::arena::{DocumentNo, OrganisationNo, ProjectNo, SupplierNo};
use crate::ledger::records::{Place, Role};
use crate::ledger::{Balance, Facet};

impl View<'_> {
    /// An organisation in the public record: the domain of a beneficiary is not shown.
    pub(crate) fn organisation(&self, number: OrganisationNo) -> Option<Organisation> {
        let public = self.0.books.organisations.get(number)?.role != Role::Beneficiary;
        let organisation = self.own_organisation(number)?;
        Some(Organisation { domain: organisation.domain.filter(|_| public), ..organisation })
    }

    /// An organisation for those who know its domain.
    pub(crate) fn own_organisation(&self, number: OrganisationNo) -> Option<Organisation> {
        let organisation = self.0.books.organisations.get(number)?;
        Some(Organisation {
            id: self.organisation_id(number),
            name: organisation.name.clone(),
            domain: organisation.domain.clone(),
        })
    }

    pub(crate) fn supplier(&self, number: SupplierNo) -> Option<Supplier> {
        let supplier = self.0.books.suppliers.get(number)?;
        Some(Supplier {
            id: self.supplier_id(number),
            short_description: supplier.short_description.clone(),
            long_description: supplier.long_description.clone(),
            organisation: self.organisation(supplier.organisation)?,
            location: supplier.location.as_ref().map(location),
        })
    }

    pub(crate) fn stripe_configuration(
        &self,
        number: SupplierNo,
    ) -> Option<SupplierStripeConfiguration> {
        let stripe = self.0.books.suppliers.get(number)?.stripe.as_ref()?;
        let id = self.0.id_of_kind(IdKind::SupplierStripeConfiguration, number);
        Some(SupplierStripeConfiguration {
            id: SupplierStripeConfigurationId(id),
            account_id: stripe.account_id.clone(),
            credit_product_price_per_tonne: stripe.credit_product_price_per_tonne.clone(),
            verification_product_price_per_tonne: stripe
                .verification_product_price_per_tonne
                .clone(),
            currency: stripe.currency.clone(),
            isometric_terms_and_conditions_url: format!("{SITE}/terms"),
        })
    }

    pub(crate) fn project(&self, number: ProjectNo) -> Option<Project> {
        let project = self.0.books.projects.get(number)?;
        Some(Project {
            id: self.project_id(number),
            name: project.name.clone(),
            supplier: self.supplier(project.supplier)?,
            status: project.status.clone(),
            short_code: project.short_code.clone(),
            url: self.page("projects", number),
            process_key: project.process_key.clone(),
            pathway: project.pathway.clone(),
            protocol_slug: project.protocol_slug.clone(),
            country_code: project.country_code.clone(),
            validator_name: project.validator_name.clone(),
            current_verifier_name: project.current_verifier_name.clone(),
            crediting_period_start: project.crediting_period_start.clone(),
            crediting_period_end: project.crediting_period_end.clone(),
            issued_credits_total: quantity(project.totals.issued),
            retired_credits_total: quantity(project.totals.retired),
            issued_buffer_pool_credits_total: quantity(project.totals.issued_to_buffer_pool),
            retired_buffer_pool_credits_total: quantity(project.totals.retired_from_buffer_pool),
            location: project.location.as_ref().map(location),
        })
    }

    pub(crate) fn document(&self, number: DocumentNo) -> Option<ProjectDocument> {
        let document = self.0.books.documents.get(number)?;
        Some(ProjectDocument {
            id: ProjectDocumentId(self.0.id(number)),
            display_name: document.display_name.clone(),
            project_id: self.project_id(document.project),
            url: document.url.clone(),
        })
    }

    pub(crate) fn credit_balance(&self, number: OrganisationNo) -> OrganisationCreditBalance {
        let mut balance = OrganisationCreditBalance {
            total: credit_balance(Balance::default()),
            supplier_balances: Vec::new(),
            project_balances: Vec::new(),
            order_balances: Vec::new(),
        };
        for (facet, part) in self.0.balances.of(number) {
            let total = credit_balance(part);
            match facet {
                Facet::All => balance.total = total,
                Facet::Supplier(supplier) => {
                    let supplier_id = self.supplier_id(supplier);
                    balance.supplier_balances.push(SupplierCreditBalance { supplier_id, total });
                }
                Facet::Project(project) => {
                    let project_id = self.project_id(project);
                    balance.project_balances.push(ProjectCreditBalance { project_id, total });
                }
                Facet::Order(order) => {
                    let order_id = self.order_id(order);
                    balance.order_balances.push(OrderCreditBalance { order_id, total });
                }
                Facet::OrderAndProject(..) => {}
            }
        }
        balance
    }
}

fn credit_balance(balance: Balance) -> CreditBalance {
    CreditBalance {
        active_credits_total: quantity(balance.active),
        retired_credits_total: quantity(balance.retired),
    }
}

fn location(place: &Place) -> Location {
    Location {
        country_code: place.country_code.clone(),
        country_name: place.country_name.clone(),
        latitude: Latitude(place.latitude),
        longitude: Longitude(place.longitude),
        description: Optional(place.description.clone().map(Some)),
    }
}
