//! How often the registry may be called: above the limit, requests are rejected until there is room again.

use std::collections::VecDeque;

/// A minute, in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// The requests of the last minute.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pace {
    answered: VecDeque<i64>,
}

impl Pace {
    /// Accepts a request, or returns in how many seconds it should be repeated.
    pub(crate) fn admit(&mut self, limit: u32, now: i64) -> Result<(), i64> {
        if limit == 0 {
            return Ok(());
        }
        let is_past = |at: &i64| at.saturating_add(MINUTE_MS) <= now || *at > now;
        while self.answered.front().is_some_and(is_past) {
            self.answered.pop_front();
        }
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        match self.answered.front() {
            Some(first) if self.answered.len() >= limit => {
                let wait = first.saturating_add(MINUTE_MS).saturating_sub(now);
                Err(wait.saturating_add(999).saturating_div(1000))
            }
            _ => {
                self.answered.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;

    #[test]
    fn a_minute_holds_so_many_requests_and_says_when_there_is_room() {
        let mut pace = Pace::default();
        for at in [0, 10_000, 20_500] {
            assert_eq!(pace.admit(3, at), Ok(()));
        }
        assert_eq!(pace.admit(3, 20_500), Err(40));
        assert_eq!(pace.admit(3, 59_999), Err(1));
        assert_eq!(pace.admit(3, 60_000), Ok(()));
        assert_eq!(pace.admit(3, 60_000), Err(10));
        assert_eq!(pace.admit(0, 60_000), Ok(()));
    }
}
