//! Waiting for a signal to abort.

use futures_channel::oneshot::channel;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

use super::host::Signal;

/// A listener that is removed when it is dropped.
struct Listener {
    signal: Signal,
    closure: Closure<dyn FnMut()>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        // A signal that cannot take its listener back cannot be helped.
        let _ = self.signal.remove_event_listener("abort", function);
    }
}

/// Resolves with the reason once the signal aborts. Without a signal, never.
pub(super) async fn aborted(signal: Option<Signal>) -> JsValue {
    let Some(signal) = signal else { return core::future::pending().await };
    if !signal.aborted().unwrap_or(false) {
        let (sender, receiver) = channel();
        let mut sender = Some(sender);
        let closure = Closure::new(move || {
            if let Some(sender) = sender.take() {
                // The receiver is gone only when the call has ended.
                let _ = sender.send(());
            }
        });
        let listener = Listener { signal: signal.clone(), closure };
        let function = listener.closure.as_ref().unchecked_ref();
        if listener.signal.add_event_listener("abort", function).is_err() || receiver.await.is_err()
        {
            return core::future::pending().await;
        }
    }
    reason(&signal)
}

/// Why a signal has aborted, if it has.
pub(super) fn abort_reason(signal: &Signal) -> Option<JsValue> {
    signal.aborted().unwrap_or(false).then(|| reason(signal))
}

/// Why a signal has aborted; or what it throws when it is asked.
fn reason(signal: &Signal) -> JsValue {
    signal.reason().unwrap_or_else(|thrown| thrown)
}
