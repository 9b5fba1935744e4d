//! What a client needs of the world: sending, reading, time and chance.

use crate::operation::Method;
use crate::text::concat;

/// A request as it goes out.
#[derive(Clone)]
pub struct Outgoing {
    /// The HTTP method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// All headers, credentials among them.
    pub headers: Vec<(String, String)>,
    /// The JSON body of a POST.
    pub body: Option<String>,
}

impl Outgoing {
    /// Sets the access token, in place of the last one.
    pub(super) fn authorize(&mut self, token: Option<String>) {
        const NAME: &str = "Authorization";
        self.headers.retain(|(name, _)| name != NAME);
        self.headers.extend(token.map(|token| (NAME.to_owned(), concat(&["Bearer ", &token]))));
    }
}

/// Says nothing of headers and body.
impl core::fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{} {}", self.method.as_str(), self.url)
    }
}

/// A response: its head, and what has come of its body so far. A clone is the same response.
pub trait Response: Clone {
    /// The HTTP status; 0 where a redirect is hidden, or was followed against our wish.
    fn status(&self) -> u16;
    /// The value of a header, whatever the case of its name.
    fn header(&self, name: &str) -> Option<String>;
}

/// Why a request got no response.
#[derive(Debug)]
pub enum SendError<C> {
    /// The caller gave up before it left.
    NotSent(C),
    /// No connection was made: the request provably never left.
    NotConnected(C),
    /// Anything else.
    Failed(C),
}

/// Why a body could not be read to its end.
#[derive(Debug)]
pub enum ReadError<C> {
    /// It is larger than allowed.
    TooLarge,
    /// The connection failed.
    Failed(C),
}

/// What a single call sets for itself.
#[derive(Default)]
pub struct CallSettings {
    /// The longest that one attempt may take, in ms.
    pub timeout_ms: Option<f64>,
    /// How often the request is sent again.
    pub max_retries: Option<u32>,
    /// The longest that it waits for the pace, in ms.
    pub max_wait_ms: Option<f64>,
    /// Headers, which come before the client's own.
    pub headers: Vec<(String, String)>,
}

/// Leaves out headers, which may hold credentials.
impl core::fmt::Debug for CallSettings {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("CallSettings")
    }
}

/// The I/O of a client. Dropping a future of it cancels what it does.
#[expect(async_fn_in_trait, reason = "a client runs on one thread; its futures need not be Send")]
pub trait Transport {
    /// What a call brings of its own.
    type Call;
    /// Why something failed. JavaScript keeps what was thrown and reports only that something was.
    type Cause;
    /// What comes back.
    type Response: Response;

    /// What the call sets for itself.
    fn settings<'a>(&self, call: &'a Self::Call) -> &'a CallSettings;
    /// Whether a refused token can be replaced by a new one.
    fn can_refresh_token(&self, call: &Self::Call) -> bool;
    /// Looks up the access token; `refused` says that the last one was not accepted.
    async fn access_token(
        &self,
        call: &Self::Call,
        refused: bool,
    ) -> Result<Option<String>, Self::Cause>;
    /// Sends a request. Follows no redirect.
    async fn send(
        &self,
        call: &Self::Call,
        request: &Outgoing,
    ) -> Result<Self::Response, SendError<Self::Cause>>;
    /// Reads the response's body to its end, unless it is longer than `limit` bytes.
    async fn read(
        &self,
        call: &Self::Call,
        response: &Self::Response,
        limit: usize,
    ) -> Result<(), ReadError<Self::Cause>>;
    /// The reason for which the call has been given up already.
    fn abort_reason(&self, call: &Self::Call) -> Option<Self::Cause>;
    /// Resolves when the caller gives up.
    async fn aborted(&self, call: &Self::Call) -> Self::Cause;
    /// Resolves when an attempt that begins now has had its time, in ms.
    async fn deadline(&self, call: &Self::Call, timeout_ms: f64);
    /// Waits before the request is sent again, in ms.
    async fn back_off(&self, call: &Self::Call, delay_ms: f64);
    /// Waits for the pace, in ms.
    async fn hold_back(&self, call: &Self::Call, wait_ms: f64);
    /// The time by a clock that only goes forward, in ms.
    fn monotonic(&self) -> f64;
    /// The time, in ms since 1970.
    fn now(&self) -> f64;
    /// The moment that an HTTP date in a `Retry-After` header names, in ms since 1970.
    fn parse_date(&self, call: &Self::Call, text: &str) -> Option<f64>;
    /// A number from 0 up to 1.
    fn random(&self) -> f64;
}
