//! Faults: where a body is invalid, what was expected there and what was found.

use super::drift::{Drift, Found};
use super::excerpt::{found, push_name, string_at};
use crate::model::table::Kind;
use crate::text::concat;

/// A problem in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place, such as `nodes[3].owner.name`. Empty for the body as a whole.
    pub path: String,
    /// What was expected there.
    pub expected: String,
    /// What was found, shortened.
    pub found: String,
}

/// The problem at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Problem {
    /// Something else was expected.
    Syntax(&'static str),
    /// A value of another kind was expected, or `null` if that is allowed.
    Kind { expected: &'static str, nullable: bool },
}

impl Problem {
    /// A value of this kind was expected.
    pub(super) fn new(kind: &Kind, nullable: bool) -> Self {
        Self::Kind { expected: expectation(kind), nullable }
    }

    fn expected(self) -> String {
        match self {
            Self::Kind { expected, nullable: true } => concat(&[expected, " or null"]),
            Self::Kind { expected, nullable: false } | Self::Syntax(expected) => expected.into(),
        }
    }
}

/// A step on the path to a fault, from the outside in.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    /// Into a property that the model knows.
    Property(&'static str),
    /// Into the property whose key is at this place in the body.
    Key(usize),
    /// Into an item of a list.
    Item(usize),
    /// Into any item of a list.
    AnyItem,
    /// The end of the path: the value at this place in the body is wrong.
    Wrong(Problem, usize),
    /// The end of the path: the value is missing.
    Missing(Problem),
    /// The end of the path: there is a value of another kind, or none.
    Drifted(Problem, Found),
}

/// The faults of a body as they are found, each a chain of steps.
#[derive(Debug, Default)]
pub(super) struct Faults {
    links: Vec<Link>,
}

/// A step, and where the path continues.
#[derive(Debug)]
struct Link {
    step: Step,
    next: FaultId,
    /// The link that was last shared in front of this one.
    shared: FaultId,
}

/// The place of a fault's first step.
pub(super) type FaultId = usize;

impl Faults {
    fn push(&mut self, step: Step, next: usize) -> FaultId {
        let id = self.links.len();
        self.links.push(Link { step, next, shared: 0 });
        id
    }

    /// The only link of this step and this continuation.
    fn share(&mut self, step: Step, next: FaultId) -> FaultId {
        let is_same = |link: &Link| link.step == step && link.next == next;
        let last = self.links.get(next).map_or(0, |link| link.shared);
        if self.links.get(last).is_some_and(is_same) {
            return last;
        }
        let known = self.links.iter().position(is_same);
        let id = known.unwrap_or_else(|| self.push(step, next));
        if let Some(link) = self.links.get_mut(next) {
            link.shared = id;
        }
        id
    }

    /// A value of another kind, or none. Drift with the same path counts once.
    pub(super) fn drifted(&mut self, problem: Problem, found: Found) -> FaultId {
        self.share(Step::Drifted(problem, found), FaultId::MAX)
    }

    /// The drift is inside a known property.
    pub(super) fn drifted_in_property(&mut self, name: &'static str, drift: FaultId) -> FaultId {
        self.share(Step::Property(name), drift)
    }

    /// The drift is inside an item of a list.
    pub(super) fn drifted_in_item(&mut self, drift: FaultId) -> FaultId {
        self.share(Step::AnyItem, drift)
    }

    /// The problem and what was found, if the drift is at this place and not further inside.
    pub(super) fn drifted_here(&self, drift: FaultId) -> Option<(Problem, Found)> {
        match self.links.get(drift)?.step {
            Step::Drifted(problem, found) => Some((problem, found)),
            _ => None,
        }
    }

    /// The value at this place of the body is wrong.
    pub(super) fn wrong(&mut self, problem: Problem, at: usize) -> FaultId {
        self.push(Step::Wrong(problem, at), 0)
    }

    /// Something is missing.
    pub(super) fn missing(&mut self, problem: Problem) -> FaultId {
        self.push(Step::Missing(problem), 0)
    }

    /// The fault is inside a known property.
    pub(super) fn in_property(&mut self, name: &'static str, fault: FaultId) -> FaultId {
        self.push(Step::Property(name), fault)
    }

    /// The fault is inside the property whose key is at this place in the body.
    pub(super) fn in_key(&mut self, at: usize, fault: FaultId) -> FaultId {
        self.push(Step::Key(at), fault)
    }

    /// The fault is inside an item of a list.
    pub(super) fn in_item(&mut self, index: usize, fault: FaultId) -> FaultId {
        self.push(Step::Item(index), fault)
    }

    /// Describes a fault in words.
    pub(super) fn describe(&self, fault: FaultId, body: &[u8]) -> Fault {
        let (path, end) = self.follow(fault, body);
        let (expected, found) = match end {
            Some(Step::Wrong(problem, at)) => (problem.expected(), found(body, at)),
            Some(Step::Missing(problem)) => (problem.expected(), "nothing".into()),
            _ => (String::new(), String::new()),
        };
        Fault { path, expected, found }
    }

    /// Describes a drift in words.
    pub(super) fn describe_drift(&self, drift: FaultId) -> Option<Drift> {
        match self.follow(drift, &[]) {
            (path, Some(Step::Drifted(problem, found))) => {
                Some(Drift { path, expected: problem.expected(), found: found.in_words() })
            }
            _ => None,
        }
    }

    /// The path of a fault, and the step at its end.
    fn follow(&self, fault: FaultId, body: &[u8]) -> (String, Option<Step>) {
        let mut path = String::new();
        let mut next = fault;
        while let Some(link) = self.links.get(next) {
            match link.step {
                Step::Property(name) => push_name(&mut path, name),
                Step::Key(at) => push_name(&mut path, &string_at(body, at)),
                Step::Item(index) => {
                    path.push('[');
                    path.push_str(&index.to_string());
                    path.push(']');
                }
                Step::AnyItem => path.push_str("[]"),
                end => return (path, Some(end)),
            }
            next = link.next;
        }
        (path, None)
    }
}

/// What is expected where a value of this kind should be.
fn expectation(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text
        | Kind::LimitedText(_)
        | Kind::NonEmptyText
        | Kind::Email
        | Kind::Constant(_)
        | Kind::Enum(_) => "a string",
        Kind::Id(_) => "an id of 20 to 37 letters, digits and underscores",
        Kind::Date => "a date such as 2024-01-31",
        Kind::Timestamp => "a timestamp such as 2024-01-31T12:00:00Z",
        Kind::Boolean | Kind::Accepted => "true or false",
        Kind::Number => "a number",
        Kind::Latitude => "degrees from -90 to 90",
        Kind::Longitude => "degrees from -180 to 180",
        Kind::Integer | Kind::BoundedInteger(..) => "a safe integer",
        Kind::Kilograms | Kind::PositiveKilograms => "whole kilograms of at most 64 bits",
        Kind::TextOrInteger => "a string or a safe integer",
        Kind::Object(_) | Kind::AnyObject => "an object",
        Kind::List(_) => "a list",
        Kind::Any => "a JSON value",
    }
}
