//! A world in which time passes only when nothing else can happen, with a registry that follows a script.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, pending};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures_channel::oneshot::{Sender, channel};
use isometric_registry::client::{
    CallSettings, Event, EventKind, Head, Headers, Outgoing, ReadError, SendError, Transport,
};

/// What the registry does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// No connection is made.
    Refuse,
    /// The connection breaks after this many ms, before an answer.
    Break(f64),
    /// Nothing ever comes.
    Hang,
    /// An answer.
    Answer(Answer),
}

/// An answer and how it comes.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: &'static str,
    pub end: End,
    /// How long the head takes, in ms.
    pub after: f64,
}

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum End {
    Whole,
    Torn,
    Stalled,
}

/// An answer that comes whole and at once.
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

/// Where the time stands, what was sent, and what comes back.
#[derive(Default)]
pub struct World {
    now: Cell<f64>,
    timers: RefCell<Vec<(f64, Sender<()>)>>,
    script: RefCell<VecDeque<Reply>>,
    sent: RefCell<Vec<(f64, Outgoing)>>,
    told: RefCell<Vec<String>>,
    under_way: Cell<usize>,
    /// The most requests that were under way at once.
    pub most_under_way: Cell<usize>,
    /// What chance gives.
    pub random: Cell<f64>,
}

/// Something to run.
pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl World {
    /// A registry that answers so, one reply a request.
    pub fn new(script: impl IntoIterator<Item = Reply>) -> Rc<Self> {
        let world = Self { script: RefCell::new(script.into_iter().collect()), ..Self::default() };
        world.random.set(0.5);
        world.now.set(START);
        Rc::new(world)
    }

    /// When each request was sent, in ms since the start.
    pub fn times(&self) -> Vec<f64> {
        self.sent.borrow().iter().map(|(at, _)| at - START).collect()
    }

    pub fn sent(&self) -> Vec<Outgoing> {
        self.sent.borrow().iter().map(|(_, outgoing)| outgoing.clone()).collect()
    }

    /// What hooks were told, a line an event.
    pub fn told(&self) -> Vec<String> {
        self.told.borrow().clone()
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

    /// Runs tasks until all have ended, and gives what came of them.
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

    /// Lets time pass to the next moment in which anything happens.
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

/// When the world begins: 2026-11-01T00:00:00Z.
pub const START: f64 = 1_793_491_200_000.0;

/// By which a caller gives up.
#[derive(Default, Clone)]
pub struct Signal(Rc<RefCell<(Option<&'static str>, Vec<Sender<()>>)>>);

impl Signal {
    pub fn abort(&self, reason: &'static str) {
        let mut state = self.0.borrow_mut();
        state.0 = Some(reason);
        for listener in state.1.drain(..) {
            let _ = listener.send(());
        }
    }

    /// How many still listen.
    pub fn listeners(&self) -> usize {
        self.0.borrow().1.iter().filter(|listener| !listener.is_canceled()).count()
    }

    fn reason(&self) -> Option<&'static str> {
        self.0.borrow().0
    }
}

/// One call.
#[derive(Default)]
pub struct Call {
    pub timeout_ms: Option<f64>,
    pub max_retries: Option<u32>,
    pub headers: Vec<(String, String)>,
    pub token: Token,
    pub signal: Signal,
}

/// How the access token is looked up.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub enum Token {
    #[default]
    None,
    Fixed,
    /// By a function, which takes so many ms.
    Function(f64),
    /// By a function that fails.
    Failing,
}

/// Counts down when a request has ended, however it ends.
pub struct UnderWay(Rc<World>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}

pub struct GivenHeaders(Vec<(&'static str, String)>);

impl Headers for GivenHeaders {
    fn get(&self, name: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
    }

    fn pairs(&self) -> Vec<(String, String)> {
        self.0.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }
}

/// The way to a world's registry.
pub struct Wire(pub Rc<World>);

impl Transport for Wire {
    type Call = Call;
    type Cause = &'static str;
    type Headers = GivenHeaders;
    type Body = (Answer, UnderWay);

    fn settings(&self, call: &Call) -> CallSettings {
        CallSettings {
            timeout_ms: call.timeout_ms,
            max_retries: call.max_retries,
            headers: call.headers.clone(),
            can_refresh_token: matches!(call.token, Token::Function(_) | Token::Failing),
        }
    }

    async fn access_token(
        &self,
        call: &Call,
        refused: bool,
    ) -> Result<Option<String>, &'static str> {
        match call.token {
            Token::None => Ok(None),
            Token::Fixed => Ok(Some("fixed".to_owned())),
            Token::Failing => Err("no token"),
            Token::Function(after) => {
                if after > 0.0 {
                    self.0.sleep(after).await;
                }
                Ok(Some(if refused { "new" } else { "old" }.to_owned()))
            }
        }
    }

    async fn send(
        &self,
        _: &Call,
        request: &Outgoing,
    ) -> Result<Head<GivenHeaders, Self::Body>, SendError<&'static str>> {
        let world = &self.0;
        world.sent.borrow_mut().push((world.now.get(), request.clone()));
        world.under_way.set(world.under_way.get() + 1);
        world.most_under_way.set(world.most_under_way.get().max(world.under_way.get()));
        let under_way = UnderWay(Rc::clone(world));
        let reply = world.script.borrow_mut().pop_front().expect("a reply in the script");
        match reply {
            Reply::Refuse => Err(SendError::NotConnected("refused")),
            Reply::Hang => pending().await,
            Reply::Break(after) => {
                world.sleep(after).await;
                Err(SendError::Failed("broken"))
            }
            Reply::Answer(answer) => {
                world.sleep(answer.after).await;
                let headers = GivenHeaders(answer.headers.clone());
                Ok(Head { status: answer.status, headers, body: (answer, under_way) })
            }
        }
    }

    async fn read(
        &self,
        (answer, _under_way): Self::Body,
        limit: usize,
        into: &RefCell<Vec<u8>>,
    ) -> Result<(), ReadError<&'static str>> {
        if answer.body.len() > limit {
            return Err(ReadError::TooLarge);
        }
        into.borrow_mut().extend_from_slice(answer.body.as_bytes());
        match answer.end {
            End::Whole => Ok(()),
            End::Torn => Err(ReadError::Failed("torn")),
            End::Stalled => pending().await,
        }
    }

    fn abort_reason(&self, call: &Call) -> Option<&'static str> {
        call.signal.reason()
    }

    async fn aborted(&self, call: &Call) -> &'static str {
        loop {
            if let Some(reason) = call.signal.reason() {
                return reason;
            }
            let (sender, receiver) = channel();
            call.signal.0.borrow_mut().1.push(sender);
            let _ = receiver.await;
        }
    }

    async fn sleep(&self, milliseconds: f64) {
        self.0.sleep(milliseconds).await;
    }

    fn now(&self) -> f64 {
        self.0.now.get()
    }

    fn random(&self) -> f64 {
        self.0.random.get()
    }

    fn observe(&self, _: &Call, Event { kind, attempt, outgoing, status }: Event<'_>) {
        let what = match kind {
            EventKind::Request => "request".to_owned(),
            EventKind::Response { duration_ms, .. } => format!("response in {duration_ms}"),
            EventKind::Retry { delay_ms } => format!("retry after {delay_ms}"),
        };
        self.0.told.borrow_mut().push(format!("{attempt} {what} {status:?} {outgoing:?}"));
    }
}
