//! Waiting for JavaScript: a future that ends when the façade says so, by its key.

use core::cell::RefCell;
use core::pin::Pin;
use core::task::{Context, Poll, Waker};

use slab::Slab;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// How far the wait for something has come.
enum State {
    Begun,
    Polled(Waker),
    Over(Result<JsValue, JsValue>),
}

thread_local! {
    static WAITS: RefCell<Slab<State>> = const { RefCell::new(Slab::new()) };
}

/// What happened is its output. Whoever drops it before sees to it that the façade does not wake its
/// key any more, which may be another's then.
pub(super) struct Wait {
    key: usize,
}

impl Wait {
    pub(super) fn new() -> Self {
        Self { key: WAITS.with_borrow_mut(|waits| waits.insert(State::Begun)) }
    }

    /// What [`wake`] is to be called with.
    pub(super) fn key(&self) -> usize {
        self.key
    }
}

impl Future for Wait {
    type Output = Result<JsValue, JsValue>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        WAITS.with_borrow_mut(|waits| {
            let Some(state) = waits.get_mut(self.key) else { return Poll::Pending };
            match core::mem::replace(state, State::Polled(context.waker().clone())) {
                State::Over(result) => Poll::Ready(result),
                State::Begun | State::Polled(_) => Poll::Pending,
            }
        })
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        // What it held is dropped after the borrow has ended.
        drop(WAITS.with_borrow_mut(|waits| waits.try_remove(self.key)));
    }
}

/// What the core waits for under this key has happened: it gave this value, or failed with it.
#[wasm_bindgen]
pub fn wake(key: usize, failed: bool, value: JsValue) {
    let result = if failed { Err(value) } else { Ok(value) };
    let earlier = WAITS.with_borrow_mut(|waits| {
        waits.get_mut(key).map(|state| core::mem::replace(state, State::Over(result)))
    });
    if let Some(State::Polled(waker)) = earlier {
        waker.wake();
    }
}
