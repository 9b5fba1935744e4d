//! Cancellation: of our own requests, and by a caller.

use core::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal};

/// Cancels a request when it is dropped, unless the request has ended.
#[derive(Debug)]
pub(super) struct Canceller {
    controller: AbortController,
    is_armed: Cell<bool>,
}

impl Canceller {
    pub(super) fn new() -> Result<Self, JsValue> {
        Ok(Self { controller: AbortController::new()?, is_armed: Cell::new(true) })
    }

    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// The request has ended.
    pub(super) fn disarm(&self) {
        self.is_armed.set(false);
    }
}

impl Drop for Canceller {
    fn drop(&mut self) {
        if self.is_armed.get() {
            self.controller.abort();
        }
    }
}

/// Listens to a signal during its lifetime.
pub(super) struct Abort<'a> {
    signal: &'a AbortSignal,
    listener: Cell<Option<js_sys::Function>>,
}

impl Abort<'_> {
    /// Resolves with the signal's reason once it aborts.
    pub(super) async fn of(signal: &AbortSignal) -> JsValue {
        let abort = Abort { signal, listener: Cell::new(None) };
        let promise = Promise::new(&mut |resolve, _| {
            if signal.aborted() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            } else if signal
                .add_event_listener_with_callback("abort", resolve.unchecked_ref())
                .is_ok()
            {
                abort.listener.set(Some(resolve));
            }
        });
        // It only ever resolves.
        let _ = JsFuture::from(promise).await;
        signal.reason()
    }
}

impl Drop for Abort<'_> {
    fn drop(&mut self) {
        if let Some(listener) = self.listener.take() {
            let _ = self.signal.remove_event_listener_with_callback("abort", &listener);
        }
    }
}
