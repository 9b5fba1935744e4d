//! Reading whatever a `fetch` gives: a response of this realm or another, or an object like one.

use core::cell::RefCell;

use gloo_net::http::Headers;
use js_sys::{JSON, Promise, TypeError};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use super::host::Host;
use crate::client::{self, Head, ReadError};

#[wasm_bindgen]
extern "C" {
    /// An object that looks like a response.
    pub(super) type ResponseLike;

    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = type)]
    fn kind(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn redirected(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn body(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch, js_name = arrayBuffer)]
    fn array_buffer(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn text(this: &ResponseLike) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn json(this: &ResponseLike) -> Result<JsValue, JsValue>;

    /// A stream of chunks.
    type StreamLike;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &StreamLike) -> Result<Reader, JsValue>;

    /// What takes the chunks from a stream.
    type Reader;

    #[wasm_bindgen(method, catch)]
    fn read(this: &Reader) -> Result<JsValue, JsValue>;

    /// What a reader gives.
    type Chunk;

    #[wasm_bindgen(method, getter, catch)]
    fn done(this: &Chunk) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn value(this: &Chunk) -> Result<JsValue, JsValue>;
}

/// A body that has not been read.
pub(super) struct Body(ResponseLike);

/// The headers of a response.
pub(super) struct ResponseHeaders(Headers);

impl client::Headers for ResponseHeaders {
    fn get(&self, name: &str) -> Option<String> {
        self.0.get(name)
    }

    fn pairs(&self) -> Vec<(String, String)> {
        self.0.entries().collect()
    }
}

/// What stands in front of the body.
///
/// # Errors
/// What is thrown by an object that is nothing like a response.
pub(super) fn head(response: JsValue) -> Result<Head<ResponseHeaders, Body>, JsValue> {
    let response: ResponseLike = response.unchecked_into();
    let status = response.status()?.as_f64();
    let status = status.ok_or_else(|| TypeError::new("what fetch gave is not a response"))?;
    let is_redirect = response.kind()? == "opaqueredirect" || response.redirected()?.is_truthy();
    Ok(Head {
        status: if is_redirect { 0 } else { status as u16 },
        headers: ResponseHeaders(Headers::from_raw(headers(&response.headers()?))),
        body: Body(response),
    })
}

/// The headers as this realm's `Headers`, whatever list or record of them came.
fn headers(given: &JsValue) -> web_sys::Headers {
    given.dyn_ref::<web_sys::Headers>().cloned().unwrap_or_else(|| {
        web_sys::Headers::new_with_headers(given.unchecked_ref())
            .unwrap_or_else(|_| Headers::new().into_raw())
    })
}

/// Cancels the stream when the body is given up half-way.
struct ReaderGuard<'a> {
    host: &'a Host,
    reader: Option<Reader>,
}

impl Drop for ReaderGuard<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.host.cancel(reader.as_ref());
        }
    }
}

/// Reads a body to its end: from a stream where there is one, or by whichever method the object has.
///
/// # Errors
/// When it is too large, or with what is thrown on the way.
pub(super) async fn read(
    host: &Host,
    Body(response): Body,
    limit: usize,
    into: &RefCell<Vec<u8>>,
) -> Result<(), ReadError<JsValue>> {
    let body = response.body().map_err(ReadError::Failed)?;
    if js_sys::Reflect::has(&body, &"getReader".into()).unwrap_or(false) {
        let stream: StreamLike = body.unchecked_into();
        let reader = stream.get_reader().map_err(ReadError::Failed)?;
        let mut guard = ReaderGuard { host, reader: Some(reader) };
        while let Some(reader) = &guard.reader {
            let chunk = settled(reader.read()).await.map_err(ReadError::Failed)?;
            let chunk: Chunk = chunk.unchecked_into();
            if chunk.done().map_err(ReadError::Failed)?.is_truthy() {
                guard.reader = None;
            } else {
                append(host, &chunk.value().map_err(ReadError::Failed)?, limit, into)?;
            }
        }
        return Ok(());
    }
    if let Ok(whole) = response.array_buffer() {
        let whole = settled(Ok(whole)).await.map_err(ReadError::Failed)?;
        return append(host, &whole, limit, into);
    }
    let text = match response.text() {
        Ok(text) => settled(Ok(text)).await,
        Err(_) => match settled(response.json()).await {
            Ok(json) => JSON::stringify(&json).map(JsValue::from),
            Err(error) => Err(error),
        },
    };
    let text = text.map_err(ReadError::Failed)?.as_string().unwrap_or_default();
    if text.len() > limit {
        return Err(ReadError::TooLarge);
    }
    into.borrow_mut().extend_from_slice(text.as_bytes());
    Ok(())
}

/// Adds a chunk.
fn append(
    host: &Host,
    chunk: &JsValue,
    limit: usize,
    into: &RefCell<Vec<u8>>,
) -> Result<(), ReadError<JsValue>> {
    let bytes = host.bytes(chunk).map_err(ReadError::Failed)?;
    let mut into = into.borrow_mut();
    let start = into.len();
    let end = start.saturating_add(bytes.length() as usize);
    if end > limit {
        return Err(ReadError::TooLarge);
    }
    into.resize(end, 0);
    if let Some(room) = into.get_mut(start..) {
        bytes.copy_to(room);
    }
    Ok(())
}

/// Waits for what may be a promise.
pub(super) async fn settled(value: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value?)).await
}
