//! A world with virtual time that passes only when nothing else can happen, and a registry that follows a script.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_channel::oneshot::{Sender, channel};
use isometric_registry::client::Outgoing;

/// What the registry does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// No connection is made.
    Refuse,
    /// The connection breaks after this many ms, before an answer.
    Break(f64),
    /// Nothing ever arrives.
    Hang,
    /// An answer.
    Answer(Answer),
}

/// An answer and its timing.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: &'static str,
    pub end: End,
    /// How long the headers take, in ms.
    pub after: f64,
}

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    Whole,
    Torn,
    Stalled,
}

/// An answer that arrives complete and at once.
pub fn answer(status: u16) -> Answer {
    Answer { status, headers: Vec::new(), body: "{}", end: End::Whole, after: 0.0 }
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// The status with a `Retry-After` header.
pub fn retry_after(status: u16, text: &str) -> Reply {
    Answer { headers: vec![("Retry-After", text.to_owned())], ..answer(status) }.into()
}

/// The time, the requests sent, and the replies.
#[derive(Default)]
pub struct World {
    pub now: Cell<f64>,
    timers: RefCell<Vec<(f64, Sender<()>)>>,
    pub script: RefCell<VecDeque<Reply>>,
    pub sent_at: RefCell<Vec<(f64, Outgoing)>>,
    /// The back-offs, in ms.
    pub waits: RefCell<Vec<f64>>,
    pub under_way: Cell<usize>,
    /// The results of random choices.
    pub random: Cell<f64>,
}

/// A task to run.
pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl World {
    /// A registry with these replies, one per request.
    pub fn new(script: impl IntoIterator<Item = Reply>) -> Rc<Self> {
        let world = Self { script: RefCell::new(script.into_iter().collect()), ..Self::default() };
        world.random.set(0.5);
        world.now.set(START);
        Rc::new(world)
    }

    /// When each request was sent, in ms since the start.
    pub fn times(&self) -> Vec<f64> {
        self.sent_at.borrow().iter().map(|(at, _)| at - START).collect()
    }

    pub fn sent(&self) -> Vec<Outgoing> {
        self.sent_at.borrow().iter().map(|(_, outgoing)| outgoing.clone()).collect()
    }

    /// How many timers are running.
    pub fn timers(&self) -> usize {
        self.timers.borrow().iter().filter(|(_, sender)| !sender.is_canceled()).count()
    }

    /// The time since the start, in ms.
    pub fn elapsed(&self) -> f64 {
        self.now.get() - START
    }

    pub async fn sleep(&self, milliseconds: f64) {
        let (sender, receiver) = channel();
        self.timers.borrow_mut().push((self.now.get() + milliseconds, sender));
        let _ = receiver.await;
    }

    /// Runs tasks until all have ended, and returns their results.
    pub fn run_all<'a, T: 'a>(&self, tasks: impl IntoIterator<Item = Task<'a, T>>) -> Vec<T> {
        let mut tasks: Vec<_> = tasks.into_iter().map(|task| (task, None)).collect();
        let flag = Arc::new(Flag(AtomicBool::new(true)));
        let waker = Waker::from(Arc::clone(&flag));
        loop {
            while flag.0.swap(false, Ordering::Relaxed) {
                for (task, result) in tasks.iter_mut().filter(|(_, result)| result.is_none()) {
                    if let Poll::Ready(value) = task.as_mut().poll(&mut Context::from_waker(&waker))
                    {
                        *result = Some(value);
                    }
                }
            }
            if tasks.iter().all(|(_, result)| result.is_some()) {
                return tasks.into_iter().filter_map(|(_, result)| result).collect();
            }
            self.pass_time();
        }
    }

    pub fn run<T>(&self, task: impl Future<Output = T>) -> T {
        self.run_all([Box::pin(task) as Task<'_, T>]).remove(0)
    }

    /// Advances time to the next event.
    fn pass_time(&self) {
        let mut timers = self.timers.borrow_mut();
        timers.retain(|(_, sender)| !sender.is_canceled());
        let next = timers.iter().map(|(at, _)| *at).reduce(f64::min);
        let next = next.expect("something that can still happen");
        self.now.set(next);
        for (_, sender) in timers.extract_if(.., |(at, _)| *at <= next) {
            let _ = sender.send(());
        }
    }
}

/// When the world starts: 2026-11-01T00:00:00Z.
pub const START: f64 = 1_793_491_200_000.0;
