//! The registry as a whole: a ledger, a clock and an address.

use crate::admin;
use crate::behaviour::Behaviour;
use crate::busy::Busy;
use crate::calendar::Moment;
use crate::http::{self, Credentials, Request, Response, Setting};
use crate::ledger::Ledger;
use crate::ledger::refusal::Refusal;
use crate::pace::Pace;
use crate::random::{hash, mix};
use crate::{sample, state};

/// A local registry. Each call receives the caller's clock, in milliseconds since 1970.
#[derive(Debug, Clone)]
pub struct Registry {
    pub(crate) seed: u64,
    /// The seed of credentials.
    pub(crate) credentials: u64,
    pub(crate) ledger: Ledger,
    /// The time at which `setTime` stopped the clock.
    pub(crate) stopped: Option<Moment>,
    base_url: String,
    answered: u64,
    behaviour: Behaviour,
    /// Other parties that trade, if any.
    busy: Option<Busy>,
    pace: Pace,
}

/// Why stored state is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateError(pub(crate) String);

impl core::fmt::Display for StateError {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl core::error::Error for StateError {}

impl Registry {
    /// A registry without data.
    #[must_use]
    pub fn empty(seed: &str) -> Self {
        let seed = hash(seed.as_bytes());
        Self::of(seed, Ledger::new(seed))
    }

    /// A registry with sample data, whose history ends no later than `now`.
    #[must_use]
    pub fn sample(seed: &str, now: i64) -> Self {
        let mut registry = Self::empty(seed);
        let filled = sample::fill(&mut registry.ledger, registry.seed, Moment::of_ms(now));
        debug_assert_eq!(filled, Ok(()), "the sample keeps the rules");
        registry
    }

    pub(crate) fn of(seed: u64, ledger: Ledger) -> Self {
        let base_url = format!("http://127.0.0.1{}", http::BASE_PATH);
        Self {
            seed,
            credentials: seed,
            ledger,
            stopped: None,
            base_url,
            answered: 0,
            behaviour: Behaviour::default(),
            busy: None,
            pace: Pace::default(),
        }
    }

    /// Derives the credentials of all accounts from another text than the rest.
    pub fn set_credentials(&mut self, seed: &str) {
        self.credentials = hash(seed.as_bytes());
        self.ledger.ids.set_credentials(self.credentials);
    }

    /// Issues and delivers more credits until there is the given number of credit batches, for measuring.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn grow(&mut self, batches: usize, now: i64) -> Result<(), String> {
        let now = self.time(now);
        sample::grow(&mut self.ledger, batches, now).map_err(admin::message)
    }

    /// Sets the address at which the registry is reached: `http://127.0.0.1:3000/registry/v0`.
    pub fn set_base_url(&mut self, base_url: &str) {
        base_url.trim_end_matches('/').clone_into(&mut self.base_url);
    }

    /// Sets its behaviour from now on. Trades that others have started are not committed any more.
    pub fn behave(&mut self, behaviour: Behaviour) {
        let often = behaviour.busy_per_minute;
        self.busy = (often > 0).then(|| Busy::new(self.seed, often));
        self.behaviour = behaviour;
    }

    /// Carries out what others have done by now, without a request.
    pub fn advance(&mut self, now: i64) {
        let now = self.time(now);
        if let Some(busy) = self.busy.as_mut().filter(|_| self.stopped.is_none()) {
            busy.advance(&mut self.ledger, now);
        }
    }

    /// Answers a request whose transaction started earlier, in milliseconds since 1970, and is committed only now: its
    /// records and ids have the earlier time.
    pub fn handle_late(&mut self, now: i64, began: i64, request: &Request<'_>) -> Response {
        let began = Moment::of_ms(began.min(now));
        self.answer(now, |ledger, setting| {
            ledger.commit_late(began, |ledger| http::answer(ledger, request, setting))
        })
    }

    /// Answers a request.
    pub fn handle(&mut self, now: i64, request: &Request<'_>) -> Response {
        self.answer(now, |ledger, setting| http::answer(ledger, request, setting))
    }

    fn answer(
        &mut self,
        now: i64,
        answer: impl FnOnce(&mut Ledger, &Setting<'_>) -> Response,
    ) -> Response {
        self.advance(now);
        self.answered = self.answered.wrapping_add(1);
        let id = mix(self.seed ^ mix(self.answered));
        let setting =
            Setting { now: self.time(now), base_url: &self.base_url, behaviour: &self.behaviour };
        let response = match self.pace.admit(self.behaviour.requests_per_minute, now) {
            Ok(()) => answer(&mut self.ledger, &setting),
            Err(seconds) => http::too_many(seconds),
        };
        response.with("x-request-id", format!("req_{id:016x}"))
    }

    /// The credentials of all accounts, as JSON.
    #[must_use]
    pub fn accounts(&self) -> String {
        let organisations = self.ledger.books.organisations.handles();
        let accounts: Vec<_> =
            organisations.filter_map(|number| Credentials::of(&self.ledger, number)).collect();
        serde_json::to_string(&accounts).unwrap_or_default()
    }

    /// Carries out a call that the API does not have: `addSupplier`, `issue`, `setTime` and so on. Input and output are
    /// JSON.
    ///
    /// # Errors
    /// What is wrong. Nothing has changed then.
    pub fn admin(&mut self, now: i64, name: &str, input: &str) -> Result<String, String> {
        admin::run(self, now, name, input)
    }

    /// The whole registry as bytes.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        state::save(self)
    }

    /// A registry from its bytes.
    ///
    /// # Errors
    /// What is wrong with the bytes.
    pub fn load(bytes: &[u8]) -> Result<Self, StateError> {
        state::load(bytes)
    }

    /// Computes everything again that transactions keep up to date, and compares.
    ///
    /// # Errors
    /// Where the books are inconsistent.
    pub fn audit(&self) -> Result<(), String> {
        self.ledger.audit()
    }

    /// The registry's time when the caller's clock shows `now`.
    pub(crate) fn time(&self, now: i64) -> Moment {
        let running = || {
            // The caller's clock has milliseconds; the rest is made up.
            let fraction = mix(self.seed ^ now.cast_unsigned()) % 1000;
            Moment::of_ms(now).plus_us(i64::try_from(fraction).unwrap_or_default())
        };
        self.stopped.unwrap_or_else(running).max(self.ledger.books.latest)
    }
}

impl From<Refusal> for String {
    fn from(refusal: Refusal) -> Self {
        admin::message(refusal)
    }
}
