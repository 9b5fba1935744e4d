//! A bound on how many requests are under way at once, first come first served.

use core::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use futures_channel::oneshot::{Sender, channel};

/// A number of slots, and the calls that wait for one.
#[derive(Debug, Clone)]
pub(super) struct Slots(Rc<State>);

#[derive(Debug)]
struct State {
    free: Cell<usize>,
    waiting: RefCell<VecDeque<Sender<Slot>>>,
}

/// The right to send. It goes to the next in line when it is dropped.
#[derive(Debug)]
pub(super) struct Slot(Rc<State>);

impl Slots {
    pub(super) fn new(count: usize) -> Self {
        Self(Rc::new(State { free: Cell::new(count), waiting: RefCell::default() }))
    }

    /// Waits for a slot. Dropping the future leaves the line.
    pub(super) async fn acquire(&self) -> Slot {
        if let Some(free) = self.0.free.get().checked_sub(1) {
            self.0.free.set(free);
            return Slot(Rc::clone(&self.0));
        }
        let (sender, receiver) = channel();
        self.0.waiting.borrow_mut().push_back(sender);
        match receiver.await {
            Ok(slot) => slot,
            // The sender lives in the state, which lives as long as `self`.
            Err(_) => core::future::pending().await,
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        loop {
            let next = self.0.waiting.borrow_mut().pop_front();
            let Some(next) = next else { break };
            if next.is_canceled() {
                continue;
            }
            // Should the receiver vanish all the same, the slot comes back and is dropped in turn.
            drop(next.send(Slot(Rc::clone(&self.0))));
            return;
        }
        self.0.free.set(self.0.free.get().saturating_add(1));
    }
}
