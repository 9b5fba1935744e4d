//! Lists: complete, or page by page.

use serde::{Deserialize, Serialize};

use super::Shape;
use super::scalar::{Cursor, Optional, PageSize};
use super::table::{Kind, Model, Property, Table, Value, model};

model! {
    /// The position of a page in its list.
    pub struct PageInfo {
        /// Whether there are items before it.
        pub has_previous_page: bool,
        /// The cursor of its first item, for `before`; `null` for an empty page.
        pub start_cursor: Option<String>,
        /// Whether there are items after it.
        pub has_next_page: bool,
        /// The cursor of its last item, for `after`; `null` for an empty page.
        pub end_cursor: Option<String>,
    }
}

model! {
    /// Which page of a list to start from. `first` and `after` page forward, `last` and `before` backward; combining
    /// both directions is an error.
    #[derive(Default)]
    #[cfg_attr(not(target_arch = "wasm32"), tsify(type = "ForwardPage | BackwardPage"))]
    pub struct PageParams {
        /// How many items a page holds, paging forward. Default: 50, the maximum.
        pub first: Optional<PageSize>,
        /// Start after this cursor.
        pub after: Optional<Option<Cursor>>,
        /// How many items a page holds, paging backward. Default: 50, the maximum.
        pub last: Optional<PageSize>,
        /// Start before this cursor.
        pub before: Optional<Option<Cursor>>,
    }
}

/// The two directions of [`PageParams`] in TypeScript, where combining both does not compile.
#[cfg(not(target_arch = "wasm32"))]
pub const DIRECTION_DECLARATIONS: &[&str] = &[
    "/**
 * Pages forward, from the start of a list.
 */
export interface ForwardPage {
    /**
     * How many items a page holds, paging forward. Default: 50, the maximum.
     */
    first?: Optional<PageSize>;
    /**
     * Start after this cursor: an `end_cursor`.
     */
    after?: Optional<Cursor | null>;
    last?: undefined;
    before?: undefined;
}",
    "/**
 * Pages backward, from the end of a list.
 */
export interface BackwardPage {
    /**
     * How many items a page holds, paging backward. Default: 50, the maximum.
     */
    last?: Optional<PageSize>;
    /**
     * Start before this cursor: a `start_cursor`.
     */
    before?: Optional<Cursor | null>;
    first?: undefined;
    after?: undefined;
}",
];

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify), tsify(rename = "PageData"))]
pub struct Page<T> {
    /// The items of this page.
    pub nodes: Vec<T>,
    /// The number of items in the whole list.
    pub total_count: u32,
    /// The position of this page in its list.
    pub page_info: PageInfo,
}

impl<T: Value> Model for Page<T> {
    const TABLE: &'static Table = &Table {
        name: "Page",
        shape: Shape::Page,
        properties: &[
            Property::required("nodes", <Vec<T>>::KIND),
            Property::required("total_count", Kind::Integer),
            Property::required("page_info", PageInfo::KIND),
        ],
    };
}

impl<T: Value> Value for Page<T> {
    const KIND: Kind = Kind::Object(Self::TABLE);
}

/// A list that is returned whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct ListResource<T> {
    /// The items.
    pub nodes: Vec<T>,
    /// The number of items.
    pub total_count: u32,
}

impl<T: Value> Model for ListResource<T> {
    const TABLE: &'static Table = &Table {
        name: "ListResource",
        shape: Shape::ListResource,
        properties: &[
            Property::required("nodes", <Vec<T>>::KIND),
            Property::required("total_count", Kind::Integer),
        ],
    };
}

impl<T: Value> Value for ListResource<T> {
    const KIND: Kind = Kind::Object(Self::TABLE);
}
