//! Runs of the mirror in JavaScript. Actions come as JSON; answers of the registry go in as bytes.

use isometric_registry::mirror::{self, Action, Answer, Event, Options, Run, Schema};
use wasm_bindgen::prelude::wasm_bindgen;

/// A run: says what to do next, and is told what came of it.
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
    /// A refresh of the copy of the registry at `origin`, with at most so many requests for the sweep.
    #[must_use]
    pub fn refresh(origin: &str, sweep: u32) -> Self {
        let options = Options { origin: origin.to_owned(), sweep, planted: None };
        Self::of(mirror::refresh(options))
    }

    /// A verification of what is published.
    #[must_use]
    pub fn verify() -> Self {
        Self::of(mirror::verify())
    }

    /// A statement of an organisation; moments are dates or timestamps.
    #[must_use]
    pub fn statement(organisation: String, from: Option<String>, to: Option<String>) -> Self {
        Self::of(mirror::statement(organisation, from, to))
    }

    /// Who held what at a moment: a date or a timestamp; now without one.
    #[must_use]
    pub fn holdings(at: Option<String>) -> Self {
        Self::of(mirror::holdings(at))
    }

    /// Takes the body of a success: the answer to the next of the requests.
    pub fn body(&mut self, body: &[u8]) {
        self.answers.push(Answer::Body(body.to_vec()));
    }

    /// Takes the status of a refusal: the answer to the next of the requests.
    pub fn status(&mut self, status: u16) {
        self.answers.push(Answer::Status(status));
    }

    /// Says that all requests have their answers.
    pub fn answered(&mut self) {
        self.event = Some(Event::Answers(core::mem::take(&mut self.answers)));
    }

    /// Takes the rows that were read: a JSON list of rows.
    pub fn rows(&mut self, json: String) {
        self.event = Some(Event::Rows(json));
    }

    /// Says that what was to be done is done.
    pub fn done(&mut self) {
        self.event = Some(Event::Done);
    }

    /// What to do next, as JSON; nothing after the end. `now` is the caller's clock, in milliseconds since 1970.
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

    /// The statements that make the tables in SQLite, as a JSON list.
    #[must_use]
    pub fn sqlite() -> String {
        serde_json::to_string(&mirror::sql::sqlite(&Schema::new())).unwrap_or_default()
    }

    /// The statements that make the tables in PostgreSQL, as a JSON list.
    #[must_use]
    pub fn postgres() -> String {
        serde_json::to_string(&mirror::sql::postgres(&Schema::new())).unwrap_or_default()
    }
}
