//! What the façade hands over: objects whose shape it fixes.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::Headers;

#[wasm_bindgen]
extern "C" {
    /// Functions of the façade, for what is JavaScript's own. See `host.ts`. Those that take a key
    /// call [`wake`](super::wait::wake) with it, later and once, unless what they give is cancelled.
    pub type Host;

    /// The access token, or a promise of it, or nothing.
    #[wasm_bindgen(method, catch)]
    pub fn token(this: &Host, call: &Call, refused: bool) -> Result<JsValue, JsValue>;
    /// Wakes with what a promise comes to.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Host, promise: &JsValue, key: usize) -> Pending;
    /// Sends a request by `fetch`; wakes once there is a response. `headers` has a line for each name
    /// and each value in turn.
    #[wasm_bindgen(method)]
    pub fn send(
        this: &Host,
        call: &Call,
        method: &str,
        url: &str,
        headers: &str,
        body: Option<&str>,
        key: usize,
    ) -> Exchange;
    /// Wakes after so many ms.
    #[wasm_bindgen(method)]
    pub fn sleep(this: &Host, milliseconds: f64, key: usize) -> Pending;
    /// Wakes once the call's signal aborts.
    #[wasm_bindgen(method)]
    pub fn listen(this: &Host, call: &Call, key: usize);
    /// Stops listening.
    #[wasm_bindgen(method)]
    pub fn unlisten(this: &Host, call: &Call);
    /// Tells the hooks of an event: its name, the request (with headers as [`send`](Host::send) takes
    /// them), the attempt, and what is known of status, ms and the registry's name for the request.
    #[wasm_bindgen(method)]
    pub fn observe(
        this: &Host,
        call: &Call,
        name: &str,
        headers: &str,
        attempt: u32,
        status: Option<u16>,
        milliseconds: Option<f64>,
        request_id: Option<&str>,
    );
    /// Whether what `fetch` threw says that no connection was made.
    #[wasm_bindgen(method, js_name = neverConnected)]
    pub fn never_connected(this: &Host, error: &JsValue) -> bool;
    /// The moment that a date of HTTP names, in ms since 1970, or `NaN`.
    #[wasm_bindgen(method, js_name = parseDate)]
    pub fn parse_date(this: &Host, text: &str) -> f64;
    /// The value of the decoded body whose records are in memory.
    #[wasm_bindgen(method, catch)]
    pub fn read(this: &Host) -> Result<JsValue, JsValue>;

    /// What one call brings of its own.
    pub type Call;

    /// The operation's name.
    #[wasm_bindgen(method, getter)]
    pub fn operation(this: &Call) -> String;
    /// The longest that one attempt may take, in ms.
    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    pub fn timeout_ms(this: &Call) -> Option<f64>;
    /// How often the request is sent again.
    #[wasm_bindgen(method, getter, js_name = maxRetries)]
    pub fn max_retries(this: &Call) -> Option<u32>;
    /// Headers, where there are any: a line for each name and each value in turn.
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &Call) -> Option<String>;
    /// Whether a refused token can be replaced by a new one.
    #[wasm_bindgen(method, getter, js_name = canRefreshToken)]
    pub fn can_refresh_token(this: &Call) -> bool;
    /// Whether hooks want to know.
    #[wasm_bindgen(method, getter)]
    pub fn observed(this: &Call) -> bool;
    /// The credentials that the call is known to use, a line each, which no message may quote.
    #[wasm_bindgen(method, getter, js_name = secretLines)]
    pub fn secrets(this: &Call) -> String;
    /// Notes the request, should the wasm die on the way.
    #[wasm_bindgen(method)]
    pub fn note(this: &Call, method: &str, url: &str);
    /// Whether there is a signal by which the caller can give up.
    #[wasm_bindgen(method, getter, js_name = canAbort)]
    pub fn can_abort(this: &Call) -> bool;
    /// Whether the caller has given up.
    #[wasm_bindgen(method, getter)]
    pub fn aborted(this: &Call) -> bool;
    /// Why.
    #[wasm_bindgen(method, getter)]
    pub fn reason(this: &Call) -> JsValue;

    /// Something that will wake a key.
    #[derive(Clone)]
    pub type Pending;

    /// Gives it up: it wakes nobody any more.
    #[wasm_bindgen(method)]
    pub fn cancel(this: &Pending);

    /// One request on its way and what has come back.
    #[derive(Clone)]
    #[wasm_bindgen(extends = Pending)]
    pub type Exchange;

    /// The HTTP status; 0 where a redirect is hidden, or was followed against our wish.
    #[wasm_bindgen(method, getter)]
    pub fn status(this: &Exchange) -> u16;
    /// The response's headers.
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &Exchange) -> Headers;
    /// Reads the body; wakes with `true` at its end, or `false` once it is longer than `limit` bytes.
    #[wasm_bindgen(method)]
    pub fn read(this: &Exchange, limit: usize, key: usize);
    /// How much of the body has come, in bytes.
    #[wasm_bindgen(method, getter)]
    pub fn size(this: &Exchange) -> usize;
    /// Copies that to this address of the core's memory.
    #[wasm_bindgen(method, js_name = copyTo)]
    pub fn copy_to(this: &Exchange, address: usize);
    /// The same as text.
    #[wasm_bindgen(method, getter)]
    pub fn text(this: &Exchange) -> JsValue;
}
