//! The client: one path from a request to the bytes of its answer, generic over the [`Transport`] that does the I/O.
//!
//! A call looks up the access token, sends, reads the body under one deadline per attempt, and tries again if that
//! cannot act twice. At every moment it is known whether the registry may have acted: see [`Outcome`].

mod config;
mod failure;
mod outcome;
mod pace;
mod retry;
mod transport;

use core::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};

pub use config::Config;
pub use failure::{Failure, FailureKind};
pub use outcome::Outcome;
use outcome::Progress;
pub use pace::Pace;
use retry::Decision;
pub use transport::{CallSettings, Outgoing, ReadError, Response, SendError, Transport};

use crate::operation::{Issue, Request};
use crate::text::concat;

/// The result of a call: a success whose body was read to its end, or a failure.
pub type Sent<T> = Result<
    <T as Transport>::Response,
    Failure<<T as Transport>::Cause, <T as Transport>::Response>,
>;

/// A client of one registry.
#[derive(Debug)]
pub struct Client<T> {
    config: Config,
    pace: Option<Rc<Pace>>,
    transport: T,
}

impl<T: Transport> Client<T> {
    /// A client that uses this transport.
    #[must_use]
    pub const fn new(config: Config, transport: T) -> Self {
        Self { config, pace: None, transport }
    }

    /// The same client, limited by a pace that it can share with others.
    #[must_use]
    pub fn with_pace(self, pace: Option<Rc<Pace>>) -> Self {
        Self { pace, ..self }
    }

    /// The transport.
    #[must_use]
    pub fn transport(&self) -> &T {
        &self.transport
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The largest answer to a request that is read, in bytes.
    #[must_use]
    pub fn limit(&self, request: &Request) -> usize {
        self.config.max_response_bytes.unwrap_or(request.longest_answer)
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// The failure, with the outcome at the registry.
    pub async fn send(&self, call: &T::Call, request: &Request) -> Sent<T> {
        if self.config.read_only && request.acts() {
            let message = "the client was made to read only, and this would act".to_owned();
            let issue = Issue { path: "readOnly".to_owned(), message };
            return Err(Failure::not_sent(FailureKind::Invalid(vec![issue])));
        }
        if let Some(reason) = self.transport.abort_reason(call) {
            return Err(Failure::not_sent(FailureKind::Aborted(reason)));
        }
        let progress = Progress::new();
        let aborted = pin!(self.transport.aborted(call));
        match select(pin!(self.attempts(call, request, &progress)), aborted).await {
            Either::Left((result, _)) => result,
            Either::Right((reason, _)) => Err(progress.failure(FailureKind::Aborted(reason))),
        }
    }

    /// Tries until there is an answer, or a failure that another attempt cannot or must not fix.
    async fn attempts(
        &self,
        call: &T::Call,
        request: &Request,
        progress: &Progress<T::Response>,
    ) -> Sent<T> {
        let settings = self.transport.settings(call);
        let max_retries = settings.max_retries.unwrap_or(self.config.max_retries);
        let timeout_ms = settings.timeout_ms.unwrap_or(self.config.timeout_ms);
        let mut outgoing = self.outgoing(request, &settings.headers);
        let limit = self.limit(request);
        let mut retries = 0;
        let mut token_refused = false;
        let max_wait_ms = settings.max_wait_ms.unwrap_or(self.config.max_wait_ms);
        let mut waited_ms = 0.0;
        loop {
            if let Some(pace) = &self.pace {
                let turn = self.take_turn(call, pace, max_wait_ms, &mut waited_ms);
                turn.await.map_err(|kind| progress.failure(kind))?;
            }
            progress.begin_attempt();
            let result = {
                let attempt =
                    pin!(self.attempt(call, &mut outgoing, token_refused, limit, progress));
                let deadline = pin!(self.transport.deadline(call, timeout_ms));
                match select(attempt, deadline).await {
                    Either::Left((result, _)) => result,
                    Either::Right(((), _)) => Err(FailureKind::Timeout { timeout_ms }),
                }
            };
            let failure = match result {
                Ok(response) => return Ok(response),
                Err(kind) => progress.failure(kind),
            };
            if let (Some(pace), Some(429 | 503)) = (&self.pace, failure.status())
                && let FailureKind::Status { retry_after_ms: Some(wait) } = failure.kind
            {
                pace.heed(self.transport.monotonic(), wait);
            }
            let may_refresh = !token_refused && self.transport.can_refresh_token(call);
            let random = self.transport.random();
            let delay_ms = match retry::decide(
                &failure,
                request.acts(),
                may_refresh,
                max_retries,
                retries,
                random,
            ) {
                Decision::GiveUp => return Err(failure),
                Decision::RefreshToken => {
                    token_refused = true;
                    0.0
                }
                Decision::After(delay_ms) => {
                    retries = retries.saturating_add(1);
                    delay_ms
                }
            };
            self.transport.back_off(call, delay_ms).await;
        }
    }

    /// Waits until the pace allows another request to start.
    async fn take_turn(
        &self,
        call: &T::Call,
        pace: &Rc<Pace>,
        max_wait_ms: f64,
        waited_ms: &mut f64,
    ) -> Result<(), FailureKind<T::Cause>> {
        loop {
            let reservation = pace.reserve(self.transport.monotonic());
            let wait = reservation.wait_ms(self.transport.monotonic());
            if wait > 0.0 {
                *waited_ms += wait;
                if *waited_ms > max_wait_ms {
                    return Err(FailureKind::Paced { retry_after_ms: wait });
                }
                self.transport.hold_back(call, wait).await;
            }
            // Meanwhile another call may have received a `Retry-After`.
            if reservation.holds() {
                reservation.start();
                return Ok(());
            }
        }
    }

    /// One attempt: from the lookup of the token to the last byte of the body.
    async fn attempt(
        &self,
        call: &T::Call,
        outgoing: &mut Outgoing,
        token_refused: bool,
        limit: usize,
        progress: &Progress<T::Response>,
    ) -> Result<T::Response, FailureKind<T::Cause>> {
        let token =
            self.transport.access_token(call, token_refused).await.map_err(FailureKind::Token)?;
        outgoing.authorize(token);
        // A call that was cancelled meanwhile must not be sent.
        if let Some(reason) = self.transport.abort_reason(call) {
            return Err(FailureKind::Aborted(reason));
        }
        let before = progress.sending();
        let response = match self.transport.send(call, outgoing).await {
            Ok(response) => response,
            Err(SendError::NotSent(reason)) => {
                progress.restore(before);
                return Err(FailureKind::Aborted(reason));
            }
            Err(SendError::NotConnected(cause)) => {
                progress.restore(Outcome::NotSent);
                return Err(FailureKind::Network(cause));
            }
            Err(SendError::Failed(cause)) => return Err(FailureKind::Network(cause)),
        };
        progress.answered(response.clone());

        let read = self.transport.read(call, &response, limit).await;
        if !(200..300).contains(&response.status()) {
            let retry_after_ms =
                response.header("retry-after").and_then(|text| self.retry_after_ms(call, &text));
            return Err(FailureKind::Status { retry_after_ms });
        }
        match read {
            Ok(()) => Ok(response),
            Err(ReadError::TooLarge) => Err(FailureKind::TooLarge { limit }),
            Err(ReadError::Failed(cause)) => Err(FailureKind::Network(cause)),
        }
    }

    fn retry_after_ms(&self, call: &T::Call, text: &str) -> Option<f64> {
        retry::retry_after_ms(text, |date| {
            Some(self.transport.parse_date(call, date)? - self.transport.now())
        })
    }

    /// The request with the base URL and all headers except the access token. The first header of a name counts: the
    /// client's own, then the call's, then the settings', then the defaults.
    fn outgoing(&self, request: &Request, call_headers: &[(String, String)]) -> Outgoing {
        let Config { base_url, client_secret, headers, user_agent, .. } = &self.config;
        let named = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let own = [
            request.body.as_ref().map(|_| named("Content-Type", "application/json")),
            client_secret.as_ref().map(|secret| named("X-Client-Secret", secret)),
        ];
        let defaults = [
            Some(named("Accept", "application/json")),
            user_agent.as_ref().map(|agent| named("User-Agent", agent)),
        ];
        let given = call_headers.iter().chain(headers).cloned();
        let mut set: Vec<(String, String)> = Vec::new();
        for header in own.into_iter().flatten().chain(given).chain(defaults.into_iter().flatten()) {
            if !set.iter().any(|(name, _)| name.eq_ignore_ascii_case(&header.0)) {
                set.push(header);
            }
        }
        Outgoing {
            method: request.method,
            url: concat(&[base_url, request.target.as_str()]),
            headers: set,
            body: request.body.clone(),
        }
    }
}
