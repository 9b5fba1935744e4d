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
    /// Headers, which come before the client's own.
    pub headers: Vec<(String, String)>,
    /// Whether a refused token can be replaced by a new one.
    pub can_refresh_token: bool,
    /// Whether hooks want to know what happens.
    pub observed: bool,
}

/// Says nothing of headers.
impl core::fmt::Debug for CallSettings {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("CallSettings")
    }
}

/// What happens on the way, for hooks.
#[derive(Debug)]
pub struct Event<'a> {
    /// What has happened.
    pub kind: EventKind<'a>,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// The request.
    pub outgoing: &'a Outgoing,
    /// The HTTP status, once there is one.
    pub status: Option<u16>,
}

/// What can happen.
#[derive(Debug)]
pub enum EventKind<'a> {
    /// A request is about to be sent.
    Request,
    /// The head of a response has come.
    Response {
        /// Since the request was sent, in ms.
        duration_ms: f64,
        /// The registry's name for the request.
        request_id: Option<&'a str>,
    },
    /// The attempt failed, and another follows.
    Retry {
        /// The wait before it, in ms.
        delay_ms: f64,
    },
}

/// The I/O of a client. Dropping a future of it cancels what it does.
#[expect(async_fn_in_trait, reason = "a client runs on one thread; its futures need not be Send")]
pub trait Transport {
    /// What a call brings of its own.
    type Call;
    /// What failures are told by: in JavaScript, whatever was thrown.
    type Cause;
    /// What comes back.
    type Response: Response;

    /// What the call sets for itself.
    fn settings(&self, call: &Self::Call) -> CallSettings;
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
    /// Reads the response's body to its end, unless that is longer than so many bytes.
    async fn read(
        &self,
        response: &Self::Response,
        limit: usize,
    ) -> Result<(), ReadError<Self::Cause>>;
    /// The reason for which the call has been given up already.
    fn abort_reason(&self, call: &Self::Call) -> Option<Self::Cause>;
    /// Resolves when the caller gives up.
    async fn aborted(&self, call: &Self::Call) -> Self::Cause;
    /// Waits so many ms.
    async fn sleep(&self, milliseconds: f64);
    /// The time, in ms since 1970.
    fn now(&self) -> f64;
    /// The moment that a date of HTTP names, in ms since 1970.
    fn parse_date(&self, text: &str) -> Option<f64>;
    /// A number from 0 up to 1.
    fn random(&self) -> f64;
    /// Tells the hooks of what happens.
    fn observe(&self, call: &Self::Call, event: Event<'_>);
}
