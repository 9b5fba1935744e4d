//! Runs of the mirror in JavaScript. Actions are returned as JSON; the registry's answers are passed as bytes.

use isometric_registry::mirror::{self, Action, Answer, Event, Options, Run, Schema};
use wasm_bindgen::prelude::wasm_bindgen;

/// A run: returns the next action, and receives its result.
#[wasm_bindgen]
#[derive(Debug)]
pub struct MirrorRun {
    run: Run,
    answers: Vec<Answer>,
    event: Option<Event>,
}

impl MirrorRun {
    fn of(run: Run) -> Self {
        Self { run, answers: Vec::new(), event: None }
    }
}

#[wasm_bindgen]
impl MirrorRun {
    /// A refresh of the copy of the registry at `origin`, with at most the given number of requests for the sweep.
    #[must_use]
    pub fn refresh(origin: &str, sweep: u32) -> Self {
        let options = Options { origin: origin.to_owned(), sweep, planted: None };
        Self::of(mirror::refresh(options))
    }

    /// A verification of what is published. With the address of a registry, it also compares the copy with what the
    /// registry tells the account of the client's access token.
    #[must_use]
    pub fn verify(account_of: Option<String>) -> Self {
        Self::of(mirror::verify(account_of))
    }

    /// A statement of an organisation; its times are dates or timestamps.
    #[must_use]
    pub fn statement(organisation: String, from: Option<String>, to: Option<String>) -> Self {
        Self::of(mirror::statement(organisation, from, to))
    }

    /// Who held what at a given time: a date or a timestamp. Default: now.
    #[must_use]
    pub fn holdings(at: Option<String>) -> Self {
        Self::of(mirror::holdings(at))
    }

    /// Receives the body of a success: the answer to the next of the requests.
    pub fn body(&mut self, body: Vec<u8>) {
        self.answers.push(Answer::Body(body));
    }

    /// Receives the status of a rejection: the answer to the next of the requests.
    pub fn status(&mut self, status: u16) {
        self.answers.push(Answer::Status(status));
    }

    /// Reports that all requests have been answered.
    pub fn answered(&mut self) {
        self.event = Some(Event::Answers(core::mem::take(&mut self.answers)));
    }

    /// Receives the rows that were read: a JSON list of rows.
    pub fn rows(&mut self, json: String) {
        self.event = Some(Event::Rows(json));
    }

    /// Reports that the action is done.
    pub fn done(&mut self) {
        self.event = Some(Event::Done);
    }

    /// The next action, as JSON; nothing after the end. `now` is the caller's clock, in milliseconds since 1970.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and cuts what is finer"
    )]
    pub fn next(&mut self, now: f64) -> Option<String> {
        let action: Action = self.run.advance(now as i64, self.event.take())?;
        serde_json::to_string(&action).ok()
    }

    /// The tables of a store, as JSON.
    #[must_use]
    pub fn schema() -> String {
        serde_json::to_string(&Schema::new()).unwrap_or_default()
    }

    /// The statements that create the tables in SQLite, as a JSON list.
    #[must_use]
    pub fn sqlite() -> String {
        serde_json::to_string(&mirror::sql::sqlite(&Schema::new())).unwrap_or_default()
    }

    /// The statements that create the tables in PostgreSQL, as a JSON list.
    #[must_use]
    pub fn postgres() -> String {
        serde_json::to_string(&mirror::sql::postgres(&Schema::new())).unwrap_or_default()
    }
}
