//! How a registry differs from its ordinary behaviour: other parties, limits of requests, and drift of its answers.
//! None of it is stored with the registry's state.

use serde_json::Value;

use crate::drift::Drift;

/// The behaviour of a registry. By default nobody else trades, there is no limit of requests, and its answers match the
/// contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// How often other parties trade, per minute, on average; 0 for never. They issue, deliver, transfer, retire and
    /// refund their own credits. Half of their transactions are committed late, up to 20 s after the time in their
    /// records, and appear among older ones.
    pub busy_per_minute: u32,
    /// The most requests in any 60 s, above which the answer is 429; 0 for no limit.
    pub requests_per_minute: u32,
    /// Whether `first` and `last` together are answered in Relay's own way, with the last of the first, instead of a
    /// forward page.
    pub relay_order: bool,
    /// Changes to properties of the answers.
    pub drift: Vec<Drift>,
}

impl Behaviour {
    /// Reads `{ busy: { perMinute }, requestsPerMinute, relayOrder, drift: { "Model.property": change } }`.
    ///
    /// # Errors
    /// What is wrong with the drift.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
        let count = |value: Option<&Value>| {
            value.and_then(Value::as_u64).and_then(|count| u32::try_from(count).ok())
        };
        let drift = value.get("drift").and_then(Value::as_object).into_iter().flatten();
        Ok(Self {
            busy_per_minute: count(value.get("busy").and_then(|busy| busy.get("perMinute")))
                .unwrap_or_default(),
            requests_per_minute: count(value.get("requestsPerMinute")).unwrap_or_default(),
            relay_order: value.get("relayOrder") == Some(&Value::Bool(true)),
            drift: drift
                .map(|(place, change)| Drift::parse(place, change))
                .collect::<Result<_, _>>()?,
        })
    }
}
