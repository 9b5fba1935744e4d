//! The I/O that a client needs: sending, reading, time and randomness.

use crate::operation::Method;
use crate::text::concat;

/// A request as it is sent.
#[derive(Clone)]
pub struct Outgoing {
    /// The HTTP method.
    pub method: Method,
    /// The complete address.
    pub url: String,
    /// All headers, including credentials.
    pub headers: Vec<(String, String)>,
    /// The JSON body of a POST.
    pub body: Option<String>,
}

impl Outgoing {
    /// Sets the access token, replacing the last one.
    pub(super) fn authorize(&mut self, token: Option<String>) {
        const NAME: &str = "Authorization";
        self.headers.retain(|(name, _)| name != NAME);
        self.headers.extend(token.map(|token| (NAME.to_owned(), concat(&["Bearer ", &token]))));
    }
}

/// Leaves out the headers and the body.
impl core::fmt::Debug for Outgoing {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "{} {}", self.method.as_str(), self.url)
    }
}

/// A response: its headers, and the part of its body that has arrived. A clone is the same response.
pub trait Response: Clone {
    /// The HTTP status; 0 if a redirect is hidden, or was followed although that was forbidden.
    fn status(&self) -> u16;
    /// The value of a header, ignoring the case of its name.
    fn header(&self, name: &str) -> Option<String>;
}

/// Why there is no response to a request.
#[derive(Debug)]
pub enum SendError<C> {
    /// The caller cancelled it before it was sent.
    NotSent(C),
    /// No connection was made: the request was provably never sent.
    NotConnected(C),
    /// Any other reason.
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

/// The settings of a single call.
#[derive(Default)]
pub struct CallSettings {
    /// The time limit of one attempt, in ms.
    pub timeout_ms: Option<f64>,
    /// How often the request is sent again.
    pub max_retries: Option<u32>,
    /// The longest that it waits for the pace, in ms.
    pub max_wait_ms: Option<f64>,
    /// Headers, which override the client's own.
    pub headers: Vec<(String, String)>,
}

/// Leaves out the headers, which may contain credentials.
impl core::fmt::Debug for CallSettings {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("CallSettings")
    }
}

/// The I/O of a client. Dropping one of its futures cancels the work.
#[expect(async_fn_in_trait, reason = "a client runs on one thread; its futures need not be Send")]
pub trait Transport {
    /// A call's own data.
    type Call;
    /// Why something failed. JavaScript keeps what was thrown and only reports that something was.
    type Cause;
    /// The response.
    type Response: Response;

    /// The settings of the call.
    fn settings<'a>(&self, call: &'a Self::Call) -> &'a CallSettings;
    /// Whether a rejected token can be replaced.
    fn can_refresh_token(&self, call: &Self::Call) -> bool;
    /// Looks up the access token; `refused` says that the last one was rejected.
    async fn access_token(
        &self,
        call: &Self::Call,
        refused: bool,
    ) -> Result<Option<String>, Self::Cause>;
    /// Sends a request. Does not follow redirects.
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
    /// The reason for which the call has already been cancelled.
    fn abort_reason(&self, call: &Self::Call) -> Option<Self::Cause>;
    /// Resolves when the caller cancels.
    async fn aborted(&self, call: &Self::Call) -> Self::Cause;
    /// Resolves when an attempt that starts now has reached its time limit, in ms.
    async fn deadline(&self, call: &Self::Call, timeout_ms: f64);
    /// Waits before the request is sent again, in ms.
    async fn back_off(&self, call: &Self::Call, delay_ms: f64);
    /// Waits for the pace, in ms.
    async fn hold_back(&self, call: &Self::Call, wait_ms: f64);
    /// The time by a clock that only goes forward, in ms.
    fn monotonic(&self) -> f64;
    /// The time, in ms since 1970.
    fn now(&self) -> f64;
    /// The time given by an HTTP date in a `Retry-After` header, in ms since 1970.
    fn parse_date(&self, call: &Self::Call, text: &str) -> Option<f64>;
    /// A random number, at least 0 and less than 1.
    fn random(&self) -> f64;
}
