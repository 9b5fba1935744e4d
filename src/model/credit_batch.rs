//! Credit batches: the units in which credits are held.

use super::id::{
    CreditBatchId, DeliveryId, IssuanceId, OrderId, ProjectId, RemovalId, RetirementId, SupplierId,
};
use super::open_enum::open_enum;
use super::organisation::Organisation;
use super::quantity::CreditQuantity;
use super::scalar::{
    CalendarDate, KilogramsInput, NonEmptyUniqueList, Optional, Timestamp, TimestampInput,
};
use super::table::model;

open_enum! {
    /// The state of a credit batch.
    pub enum CreditBatchStatus {
        /// Its credits can be delivered, transferred and retired.
        Active = "active",
        /// Divided into two child batches, which now hold its credits.
        Split = "split",
        /// Its credits are retired. This is final.
        Retired = "retired",
    }
}

open_enum! {
    /// What a list of credit batches can be sorted by.
    pub enum CreditBatchSortField {
        /// The time of issuance.
        IssuedAt = "issued_at",
    }
}

open_enum! {
    /// The sort order of a list.
    pub enum SortDirection {
        /// Smallest or oldest first.
        Asc = "asc",
        /// Largest or newest first.
        Desc = "desc",
    }
}

model! {
    /// The measurements behind a credit batch, in kilograms of carbon dioxide.
    pub struct CarbonRemovalData {
        /// Carbon dioxide removed, before deductions.
        pub gross_carbon_removed_kg: i64,
        /// The net removal, after emissions, counterfactuals and losses. Credits are issued for this amount.
        pub net_carbon_removed_kg: i64,
        /// Emissions of the project itself.
        pub emissions_kg: i64,
        /// What would have been removed without the project.
        pub counterfactuals_kg: i64,
        /// Carbon dioxide that was removed and later released again.
        pub losses_kg: i64,
    }
}

model! {
    /// Credits that were issued together and have one owner and one status.
    ///
    /// A transaction that takes only a part of a batch splits it: the batch stays `split` permanently, and two child
    /// batches replace it.
    ///
    /// `GET /credit_batches/{id}`, `GET /organisations/{id}/credit_batches`
    pub struct CreditBatch {
        /// Its id.
        pub id: CreditBatchId,
        /// The serial number of its credits, as shown on certificates.
        pub serial_number: String,
        /// Its status.
        pub status: CreditBatchStatus,
        /// Its size.
        pub size: CreditQuantity,
        /// When its credits were issued.
        pub issued_at: Timestamp,
        /// When it was retired; `null` if it has not been.
        pub retired_at: Option<Timestamp>,
        /// When it was delivered to a buyer; `null` if it has not been.
        pub delivered_at: Option<Timestamp>,
        /// The day on which the carbon was stored. Its year is the vintage.
        pub sequestered_on: CalendarDate,
        /// The country of issuance, ISO 3166-1 alpha-3.
        pub country_of_issue: String,
        /// The supplier who removed the carbon.
        pub supplier_id: SupplierId,
        /// The batch that it was split from; `null` if it was not created by a split.
        pub parent_id: Option<CreditBatchId>,
        /// The first of its two child batches; `null` unless it is `split`.
        pub left_child_id: Option<CreditBatchId>,
        /// The second of its two child batches; `null` unless it is `split`.
        pub right_child_id: Option<CreditBatchId>,
        /// The issuance that it comes from.
        pub issuance_id: IssuanceId,
        /// The delivery that transferred it to a buyer; `null` if there was none.
        pub delivery_id: Option<DeliveryId>,
        /// The organisation in whose name it was retired; `null` if it has not been retired.
        pub beneficiary: Option<Organisation>,
        /// The retirement that it is part of; `null` if it has not been retired.
        pub retirement_id: Option<RetirementId>,
        /// The removal of carbon that it represents.
        pub removal_id: RemovalId,
        /// Its owner.
        pub owner: Organisation,
        /// The project that removed the carbon.
        pub project_id: ProjectId,
        /// The measurements of the removal; `null` if they are not recorded.
        pub carbon_removal_data: Option<CarbonRemovalData>,
        /// Whether its project was approved under the Core Carbon Principles of the ICVCM at the time of issuance.
        pub ccp_approved: bool,
    }
}

model! {
    /// A part of a credit batch, or all of it, to deliver, transfer or retire.
    pub struct CreditBatchQuantity {
        /// The batch to take from.
        pub credit_batch_id: CreditBatchId,
        /// How much of it to take, in kilograms. If the batch is larger, it is split.
        pub credit_quantity_kg: KilogramsInput,
    }
}

model! {
    /// Filters for a list of an organisation's credit batches. A batch is listed if it matches every given filter.
    ///
    /// `GET /organisations/{id}/credit_batches`
    #[derive(Default)]
    pub struct CreditBatchFilters {
        /// Issued to this supplier.
        pub supplier_id: Optional<Option<SupplierId>>,
        /// Issued for this project.
        pub project_id: Optional<Option<ProjectId>>,
        /// From this issuance.
        pub issuance_id: Optional<Option<IssuanceId>>,
        /// From this delivery.
        pub delivery_id: Optional<Option<DeliveryId>>,
        /// Delivered against this order.
        pub order_id: Optional<Option<OrderId>>,
        /// Part of this retirement.
        pub retirement_id: Optional<Option<RetirementId>>,
        /// With one of these statuses, of which at least one must be given. By default, `split` batches are left out.
        pub status: Optional<Option<NonEmptyUniqueList<CreditBatchStatus>>>,
        /// Issued after this time; the time itself is excluded.
        pub issued_after: Optional<Option<TimestampInput>>,
        /// Issued before this time; the time itself is excluded.
        pub issued_before: Optional<Option<TimestampInput>>,
        /// What to sort by. Default: `issued_at`.
        pub sort_field: Optional<CreditBatchSortField>,
        /// The sort order. Default: `desc`, newest first.
        pub sort_direction: Optional<SortDirection>,
    }
}
