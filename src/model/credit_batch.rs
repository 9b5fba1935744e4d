//! Credit batches: the credits themselves.

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
    /// What has become of a credit batch.
    pub enum CreditBatchStatus {
        /// Its credits can be delivered, transferred and retired.
        Active = "active",
        /// Divided into two child batches, which hold its credits now.
        Split = "split",
        /// Its credits are retired, which is final.
        Retired = "retired",
    }
}

open_enum! {
    /// What a list of credit batches can be sorted by.
    pub enum CreditBatchSortField {
        /// The moment of issuance.
        IssuedAt = "issued_at",
    }
}

open_enum! {
    /// The order of a sorted list.
    pub enum SortDirection {
        /// Smallest or oldest first.
        Asc = "asc",
        /// Largest or newest first.
        Desc = "desc",
    }
}

model! {
    /// What was measured of the removal behind a credit batch, in kilograms of carbon dioxide.
    pub struct CarbonRemovalData {
        /// Removed before anything is taken off.
        pub gross_carbon_removed_kg: i64,
        /// What remains after emissions, counterfactuals and losses; what credits are issued for.
        pub net_carbon_removed_kg: i64,
        /// Emitted by the project itself.
        pub emissions_kg: i64,
        /// What would have been removed without the project.
        pub counterfactuals_kg: i64,
        /// Removed at first and lost again.
        pub losses_kg: i64,
    }
}

model! {
    /// Credits that were issued together, have one owner and share one fate.
    ///
    /// A transaction over a part of a batch splits it: the batch becomes `split` for good, and two
    /// child batches take its place.
    ///
    /// `GET /credit_batches/{id}`, `GET /organisations/{id}/credit_batches`
    pub struct CreditBatch {
        /// Its id.
        pub id: CreditBatchId,
        /// The serial number of its credits, as certificates show it.
        pub serial_number: String,
        /// What has become of it.
        pub status: CreditBatchStatus,
        /// How much it holds.
        pub size: CreditQuantity,
        /// When its credits were issued.
        pub issued_at: Timestamp,
        /// When it was retired; `null` if it was not.
        pub retired_at: Option<Timestamp>,
        /// When it was delivered to a buyer; `null` if it was not.
        pub delivered_at: Option<Timestamp>,
        /// The day on which the carbon was stored. Its year is the vintage.
        pub sequestered_on: CalendarDate,
        /// The country it was issued in, ISO 3166-1 alpha-3.
        pub country_of_issue: String,
        /// Who removed the carbon.
        pub supplier_id: SupplierId,
        /// The batch that it was split from; `null` for a batch as issued.
        pub parent_id: Option<CreditBatchId>,
        /// The first of its two child batches; `null` unless it is `split`.
        pub left_child_id: Option<CreditBatchId>,
        /// The second of its two child batches; `null` unless it is `split`.
        pub right_child_id: Option<CreditBatchId>,
        /// The issuance that it came from.
        pub issuance_id: IssuanceId,
        /// The delivery that brought it to a buyer; `null` if none did.
        pub delivery_id: Option<DeliveryId>,
        /// In whose name it was retired; `null` if it was not.
        pub beneficiary: Option<Organisation>,
        /// The retirement that it is part of; `null` if it is of none.
        pub retirement_id: Option<RetirementId>,
        /// The removal of carbon that it stands for.
        pub removal_id: RemovalId,
        /// Who owns it.
        pub owner: Organisation,
        /// The project whose work it stands for.
        pub project_id: ProjectId,
        /// What was measured of the removal; `null` where that is not on record.
        pub carbon_removal_data: Option<CarbonRemovalData>,
        /// Whether its project was approved under the Core Carbon Principles of the ICVCM when it was issued.
        pub ccp_approved: bool,
    }
}

model! {
    /// A part of a credit batch, or all of it, for a delivery, a transfer or a retirement.
    pub struct CreditBatchQuantity {
        /// The batch to take from.
        pub credit_batch_id: CreditBatchId,
        /// How much of it to take, in kilograms. A batch that is larger is split.
        pub credit_quantity_kg: KilogramsInput,
    }
}

model! {
    /// Which credit batches of an organisation to list. A batch is listed when it meets every
    /// filter that is given.
    ///
    /// `GET /organisations/{id}/credit_batches`
    #[derive(Default)]
    pub struct CreditBatchFilters {
        /// Issued to this supplier.
        pub supplier_id: Optional<Option<SupplierId>>,
        /// Issued for this project.
        pub project_id: Optional<Option<ProjectId>>,
        /// Of this issuance.
        pub issuance_id: Optional<Option<IssuanceId>>,
        /// Brought by this delivery.
        pub delivery_id: Optional<Option<DeliveryId>>,
        /// Delivered against this order.
        pub order_id: Optional<Option<OrderId>>,
        /// Part of this retirement.
        pub retirement_id: Optional<Option<RetirementId>>,
        /// Of one of these statuses, one at least. Without it, batches that are `split` are left out.
        pub status: Optional<Option<NonEmptyUniqueList<CreditBatchStatus>>>,
        /// Issued after this moment, not at it.
        pub issued_after: Optional<Option<TimestampInput>>,
        /// Issued before this moment, not at it.
        pub issued_before: Optional<Option<TimestampInput>>,
        /// What to sort by. Default: `issued_at`.
        pub sort_field: Optional<CreditBatchSortField>,
        /// In which order. Default: `desc`, the newest first.
        pub sort_direction: Optional<SortDirection>,
    }
}
