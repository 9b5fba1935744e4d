//! What the façade hands over: plain objects whose shape it fixes.

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    /// Functions of the façade, for what is JavaScript's own.
    pub type Host;

    /// `fetch(url, init)`, called without a `this`.
    #[wasm_bindgen(method, getter)]
    pub fn fetch(this: &Host) -> Function;
    /// What every `init` holds.
    #[wasm_bindgen(method, getter)]
    pub fn init(this: &Host) -> Object;
    /// Reads the records of decoded bodies.
    #[wasm_bindgen(method, getter)]
    pub fn reader(this: &Host) -> Reader;
    /// The access token, or a promise of it, or nothing.
    #[wasm_bindgen(method, catch)]
    pub fn token(this: &Host, call: &Call, refused: bool) -> Result<JsValue, JsValue>;
    /// The bytes of a chunk of a body: an `ArrayBuffer` or a view of one, of this realm or another.
    #[wasm_bindgen(method, catch)]
    pub fn bytes(this: &Host, chunk: &JsValue) -> Result<Uint8Array, JsValue>;
    /// Tells the hooks of an event. Never throws.
    #[wasm_bindgen(method)]
    pub fn observe(this: &Host, call: &Call, name: &str, event: JsValue);
    /// Whether what `fetch` threw says that no connection was made.
    #[wasm_bindgen(method, js_name = neverConnected)]
    pub fn never_connected(this: &Host, error: &JsValue) -> bool;
    /// Cancels a stream's reader, whatever becomes of that.
    #[wasm_bindgen(method)]
    pub fn cancel(this: &Host, reader: &JsValue);

    /// Turns the records of a decoded body into JavaScript values; see `reader.ts`.
    pub type Reader;

    /// The body's value, from where its parts are in memory.
    #[wasm_bindgen(method, catch)]
    pub fn read(
        this: &Reader,
        values: usize,
        values_length: usize,
        numbers: usize,
        integers: usize,
        text: usize,
        text_length: usize,
        units: usize,
    ) -> Result<JsValue, JsValue>;

    /// What one call brings of its own.
    pub type Call;

    /// The operation's name.
    #[wasm_bindgen(method, getter)]
    pub fn operation(this: &Call) -> String;
    /// The signal by which the caller gives up.
    #[wasm_bindgen(method, getter)]
    pub fn signal(this: &Call) -> Option<Signal>;
    /// The longest that one attempt may take, in ms.
    #[wasm_bindgen(method, getter, js_name = timeoutMs)]
    pub fn timeout_ms(this: &Call) -> Option<f64>;
    /// How often the request is sent again.
    #[wasm_bindgen(method, getter, js_name = maxRetries)]
    pub fn max_retries(this: &Call) -> Option<u32>;
    /// Headers: name, value, name, value, ….
    #[wasm_bindgen(method, getter)]
    pub fn headers(this: &Call) -> Vec<String>;
    /// Whether a refused token can be replaced by a new one.
    #[wasm_bindgen(method, getter, js_name = canRefreshToken)]
    pub fn can_refresh_token(this: &Call) -> bool;
    /// Whether hooks want to know.
    #[wasm_bindgen(method, getter)]
    pub fn observed(this: &Call) -> bool;
    /// The credentials that the call is known to use, which no message may quote.
    #[wasm_bindgen(method, getter)]
    pub fn secrets(this: &Call) -> Vec<String>;
    /// Notes the request, should the wasm die on the way.
    #[wasm_bindgen(method, setter)]
    pub fn set_method(this: &Call, method: &str);
    #[wasm_bindgen(method, setter)]
    pub fn set_url(this: &Call, url: &str);
    /// Notes what cancels the attempt: from now on the registry may act.
    #[wasm_bindgen(method, setter)]
    pub fn set_sent(this: &Call, abort: &AbortController);

    /// An `AbortSignal`, of this realm or another.
    #[derive(Clone)]
    pub type Signal;

    /// Whether the caller has given up.
    #[wasm_bindgen(method, getter, catch)]
    pub fn aborted(this: &Signal) -> Result<bool, JsValue>;
    /// Why.
    #[wasm_bindgen(method, getter, catch)]
    pub fn reason(this: &Signal) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    pub fn add_event_listener(
        this: &Signal,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    pub fn remove_event_listener(
        this: &Signal,
        name: &str,
        listener: &Function,
    ) -> Result<(), JsValue>;

    /// Which page of a list is wanted.
    pub type PageTarget;

    /// Whether the list is walked from last to first.
    #[wasm_bindgen(method, getter)]
    pub fn backward(this: &PageTarget) -> bool;
    /// The cursor to go on from.
    #[wasm_bindgen(method, getter)]
    pub fn cursor(this: &PageTarget) -> Option<String>;
    /// The most items that the page is to hold.
    #[wasm_bindgen(method, getter)]
    pub fn limit(this: &PageTarget) -> Option<u32>;
}
