//! Waiting.

use core::cell::RefCell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Node returns an object, other runtimes a number.
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The longest delay of a JavaScript timer, in ms.
const LONGEST_TIMER_MS: f64 = 2_147_483_647.0;

/// A timer that is cleared when it is dropped.
#[derive(Default)]
struct Timer(RefCell<JsValue>);

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0.borrow());
    }
}

/// Waits for the given time, in ms.
pub(super) async fn sleep(milliseconds: f64) {
    let timer = Timer::default();
    let promise = Promise::new(&mut |resolve, _| {
        timer.0.replace(set_timeout(&resolve, milliseconds.min(LONGEST_TIMER_MS)));
    });
    // It only ever resolves.
    let _ = JsFuture::from(promise).await;
}
