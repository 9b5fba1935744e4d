//! The agreement between the core and the façade: numbers that stand for words, and the order of lists. The façade's
//! side is printed from here, so neither can change alone.

use serde::ser::{Serialize, SerializeTuple, Serializer};

/// Something printed into TypeScript: its name there, its number or type, and its doc comment.
#[cfg(not(target_arch = "wasm32"))]
pub type Printed<T> = (&'static str, T, &'static [&'static str]);

/// Declares an enum whose numbers the façade knows by name.
macro_rules! numbered {
    ($(#[doc = $doc:literal])* pub enum $name:ident { $( $(#[doc = $item_doc:literal])* $item:ident = $number:literal, )* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $( $(#[doc = $item_doc])* $item, )* }

        impl $name {
            /// A description, and its items, for the façade.
            #[cfg(not(target_arch = "wasm32"))]
            pub const PRINTED: (&'static [&'static str], &'static [Printed<u32>]) =
                (&[$($doc),*], &[ $( (stringify!($item), $number, &[$($item_doc),*]), )* ]);

            /// The number that stands for it.
            #[must_use]
            pub const fn number(self) -> u32 {
                match self { $( Self::$item => $number, )* }
            }

            /// What a number stands for.
            #[must_use]
            pub const fn of(number: u32) -> Option<Self> {
                match number { $( $number => Some(Self::$item), )* _ => None }
            }
        }
    };
}

numbered! {
    /// What the façade does next for a call.
    pub enum Action {
        /// Look up the access token.
        LookUp = 0,
        /// Look up another access token: the last one was rejected.
        LookUpAgain = 1,
        /// Send the request, and read the response to its end.
        Send = 2,
        /// Wait before the next attempt.
        BackOff = 3,
        /// Wait until the pace allows another request to start.
        HoldBack = 4,
        /// Nothing: the answer can be read from memory.
        Value = 5,
        /// Nothing: the answer is `null`.
        Null = 6,
        /// Nothing: the call failed.
        Fail = 7,
    }
}

numbered! {
    /// The progress of an attempt.
    pub enum Phase {
        /// Nothing has been sent.
        LookingUp = 0,
        /// The request may have been sent.
        Sent = 1,
        /// The headers of a response have arrived.
        Head = 2,
        /// The whole body has arrived.
        Body = 3,
    }
}

numbered! {
    /// How an action ended.
    pub enum End {
        /// It was carried out.
        Done = 0,
        /// Something was thrown.
        Failed = 1,
        /// No connection was made, so the request was provably never sent.
        NotConnected = 2,
        /// The body is larger than allowed.
        TooLarge = 3,
        /// The attempt has reached its time limit.
        TimedOut = 4,
        /// The caller cancelled.
        Aborted = 5,
    }
}

/// Declares a struct of words that the façade reads from memory, one after the other.
macro_rules! words {
    ($(#[doc = $doc:literal])* pub struct $name:ident { $( $(#[doc = $field_doc:literal])* $field:ident, )* }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, Default)]
        #[repr(C)]
        pub struct $name { $( $(#[doc = $field_doc])* pub $field: usize, )* }

        impl $name {
            /// A description, and its fields in order, for the façade.
            #[cfg(not(target_arch = "wasm32"))]
            pub const PRINTED: (&'static [&'static str], &'static [Printed<()>]) =
                (&[$($doc),*], &[ $( (stringify!($field), (), &[$($field_doc),*]), )* ]);
        }
    };
}

words! {
    /// The data of an action: numbers, and addresses and lengths of text in bytes.
    pub struct Needs {
        /// The number of the call.
        call,
        /// The time allowed for the attempt or the wait, in ms.
        milliseconds,
        /// The address of the request's head: method, address, and a line for each name and value of a header.
        head_at,
        /// Its length.
        head_length,
        /// The address of the request's body.
        body_at,
        /// Its length; 0 if there is none.
        body_length,
        /// The largest body of a response that is read, in bytes.
        limit,
    }
}

/// Stands for missing text, in place of its length.
pub const NO_TEXT: usize = u32::MAX as usize;

/// Declares a struct that is passed as a list, in the order of its fields.
macro_rules! listed {
    ($(#[doc = $doc:literal])* pub struct $name:ident { $( $(#[doc = $field_doc:literal])* $field:ident: $type:ty = $printed:literal, )* }) => {
        $(#[doc = $doc])*
        #[derive(Default)]
        pub struct $name { $( $(#[doc = $field_doc])* pub $field: $type, )* }

        impl $name {
            /// A description, and its fields, for the façade.
            #[cfg(not(target_arch = "wasm32"))]
            pub const PRINTED: (&'static [&'static str], &'static [Printed<&'static str>]) =
                (&[$($doc),*], &[ $( (stringify!($field), $printed, &[$($field_doc),*]), )* ]);
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut list = serializer.serialize_tuple([$(stringify!($field)),*].len())?;
                $( list.serialize_element(&self.$field)?; )*
                list.end()
            }
        }
    };
}

listed! {
    /// Why a call failed, as the core sees it. What was thrown and received stays with the façade.
    pub struct FailureDetails {
        /// The kind of failure.
        kind: &'static str = "FailureKind",
        /// The outcome of the request at the registry.
        outcome: &'static str = "Outcome",
        /// The HTTP method; empty for text that was never requested from the registry.
        method: &'static str = "string",
        /// The address.
        url: String = "string",
        /// How many attempts were made.
        attempts: u32 = "number",
        /// The problems of the arguments: paths and messages.
        issues: Vec<(String, String)> = "readonly (readonly [path: string, message: string])[]",
        /// How long the registry asks to wait, in ms.
        retry_after_ms: Option<f64> = "number | undefined",
        /// The time limit of an attempt, in ms.
        timeout_ms: Option<f64> = "number | undefined",
        /// The path to the problem in the body.
        path: String = "string",
        /// What was expected there.
        expected: String = "string",
        /// What was found there.
        found: String = "string",
    }
}

listed! {
    /// The result of checking a page's request for a proxy.
    pub struct Rebuilt {
        /// The target and the body of the request to send, if it is valid.
        request: Option<(String, Option<String>)> = "readonly [target: string, body: string | undefined] | undefined",
        /// The problems: paths and messages.
        issues: Vec<(String, String)> = "readonly (readonly [path: string, message: string])[]",
    }
}

/// Leaves out what a page has sent.
impl core::fmt::Debug for Rebuilt {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("Rebuilt")
    }
}

/// Leaves out the details: issues may quote a caller's arguments.
impl core::fmt::Debug for FailureDetails {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("FailureDetails")
    }
}

/// The words for the kinds of failures.
pub mod kind {
    /// The arguments are invalid.
    pub const INVALID: &str = "invalid";
    /// The access token could not be looked up.
    pub const TOKEN: &str = "token";
    /// The caller cancelled.
    pub const ABORTED: &str = "aborted";
    /// The pace would make it wait longer than allowed.
    pub const PACED: &str = "paced";
    /// An attempt took too long.
    pub const TIMEOUT: &str = "timeout";
    /// The connection failed.
    pub const NETWORK: &str = "network";
    /// The registry answered with a status that is not a success.
    pub const STATUS: &str = "status";
    /// The body does not match the contract.
    pub const DECODE: &str = "decode";

    /// All of them.
    pub const ALL: &[&str] = &[INVALID, TOKEN, ABORTED, PACED, TIMEOUT, NETWORK, STATUS, DECODE];
}
