//! How a registry behaves beyond its rules: what others do, how often it may be asked, how its answers
//! differ from the contract. None of it is kept with the registry's state.

use serde_json::Value;

use crate::drift::Drift;

/// How a registry behaves. By default nobody else trades, it may be asked at any pace, and its answers are
/// what the contract says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// How often other parties trade, a minute, in the mean; 0 for never. They issue, deliver, transfer,
    /// retire and refund what is their own. Half of their transactions are committed late, up to
    /// 20 s after the moment that their records bear, and appear among what came before.
    pub busy_per_minute: u32,
    /// How many requests any 60 s may hold, before 429 is answered; 0 for any number.
    pub requests_per_minute: u32,
    /// Whether `first` and `last` together are answered in Relay's order, the last of the first, and
    /// not as a forward page.
    pub relay_order: bool,
    /// What has become of properties of the answers.
    pub drift: Vec<Drift>,
}

impl Behaviour {
    /// Reads `{ busy: { perMinute }, requestsPerMinute, relayOrder, drift: { "Model.property": change } }`.
    ///
    /// # Errors
    /// Says what is wrong with the drift.
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
