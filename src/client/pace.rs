//! How often requests may start: reservations of start times, which a cancelled call returns.

use core::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::retry::{LONGEST_RETRY_AFTER_MS, retry_after_ms};

/// The most requests that may start at once after a rest.
const BURST: usize = 20;

/// The period in which at most the limit start, in ms: 61 s, plus a margin for uneven travel times.
const WINDOW_MS: f64 = 61_500.0;

/// A limit on how many requests start in a minute. Times are in ms by a clock that only goes forward.
///
/// After a rest, a burst may start at once, then one every minute divided by the limit; and at most the limit in any 61
/// s.
#[derive(Debug)]
pub struct Pace {
    limit: usize,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The start times of requests within the period and after it, in order.
    starts: VecDeque<f64>,
    /// Those that have been returned.
    returned: Vec<f64>,
    /// No request starts before this time.
    held_until: f64,
}

/// The right to start a request at a certain time. It is returned to the pace unless it is used.
#[derive(Debug)]
pub(super) struct Reservation {
    pace: Rc<Pace>,
    at: f64,
    is_used: bool,
}

impl Pace {
    /// A pace of the given number of requests a minute, of which these have started at these times.
    #[must_use]
    pub fn new(limit: u32, started: &[f64]) -> Self {
        let starts = started.iter().copied().collect();
        let state = State { starts, ..State::default() };
        Self { limit: (limit as usize).max(1), state: RefCell::new(state) }
    }

    /// Reserves the earliest time at which another request may start.
    pub(super) fn reserve(self: &Rc<Self>, now: f64) -> Reservation {
        let at = self.state.borrow_mut().take(self.limit, now);
        Reservation { pace: Rc::clone(self), at, is_used: false }
    }

    /// Delays all requests until a `Retry-After` has passed, in ms: at most 60 s.
    pub(super) fn heed(&self, now: f64, wait_ms: f64) {
        let mut state = self.state.borrow_mut();
        state.held_until = state.held_until.max(now + wait_ms.min(LONGEST_RETRY_AFTER_MS));
    }

    /// The same, from the text of a `Retry-After`. `until_date` is the time until the date in it, in ms, or `NaN`.
    pub fn heed_header(&self, now: f64, retry_after: &str, until_date: f64) {
        let wait_ms = retry_after_ms(retry_after, |_| until_date.is_finite().then_some(until_date));
        if let Some(wait_ms) = wait_ms {
            self.heed(now, wait_ms);
        }
    }

    /// Starts a request now, if allowed; otherwise returns the time until then, in ms.
    ///
    /// # Errors
    /// The time to wait.
    pub fn start(self: &Rc<Self>, now: f64) -> Result<(), f64> {
        let reservation = self.reserve(now);
        if reservation.at > now {
            return Err(reservation.at - now);
        }
        reservation.start();
        Ok(())
    }
}

impl State {
    fn take(&mut self, limit: usize, now: f64) -> f64 {
        self.forget(now);
        let earliest = now.max(self.held_until);
        let reused = self.returned.iter().copied().filter(|at| *at >= earliest).reduce(f64::min);
        if let Some(at) = reused {
            self.returned.retain(|returned| *returned != at);
            return at;
        }
        let at = self.next(limit, earliest);
        self.starts.push_back(at);
        at
    }

    /// The earliest time after all reservations.
    fn next(&self, limit: usize, earliest: f64) -> f64 {
        let interval = 60_000.0 / limit as f64;
        let burst = BURST.min(limit);
        let mut at = self.starts.back().copied().unwrap_or(earliest).max(earliest);
        for (index, start) in self.starts.iter().rev().enumerate() {
            let count = index.saturating_add(1);
            if count >= burst {
                let after_burst = count.saturating_sub(burst).saturating_add(1);
                at = at.max(start + interval * after_burst as f64);
            }
            if count == limit {
                at = at.max(start + WINDOW_MS);
            }
        }
        at
    }

    /// Forgets what no longer counts: what lies before the period, and what was returned and has passed.
    fn forget(&mut self, now: f64) {
        let State { starts, returned, .. } = self;
        returned.retain(|at| {
            let has_passed = *at < now;
            if has_passed {
                remove(starts, *at);
            }
            !has_passed
        });
        while starts.front().is_some_and(|at| *at < now - WINDOW_MS) {
            starts.pop_front();
        }
    }

    fn give_back(&mut self, at: f64) {
        self.returned.push(at);
        // A rest at the end need not be kept.
        while let Some(last) = self.starts.back().copied()
            && let Some(index) = self.returned.iter().position(|returned| *returned == last)
        {
            self.returned.swap_remove(index);
            self.starts.pop_back();
        }
    }
}

fn remove(starts: &mut VecDeque<f64>, at: f64) {
    if let Some(index) = starts.iter().position(|start| *start == at) {
        starts.remove(index);
    }
}

impl Reservation {
    /// The time until then, in ms; 0 or less when the request may start.
    pub(super) fn wait_ms(&self, now: f64) -> f64 {
        self.at - now
    }

    /// Whether it is still valid after any later `Retry-After`.
    pub(super) fn holds(&self) -> bool {
        self.at >= self.pace.state.borrow().held_until
    }

    /// The request starts.
    pub(super) fn start(mut self) {
        self.is_used = true;
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if !self.is_used {
            self.pace.state.borrow_mut().give_back(self.at);
        }
    }
}
