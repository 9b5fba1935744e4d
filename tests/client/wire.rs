//! The transport to a world's registry, and a call's own data.

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::rc::Rc;
use std::time::UNIX_EPOCH;

use futures_channel::oneshot::{Sender, channel};
use isometric_registry::client::{
    CallSettings, Outgoing, ReadError, Response, SendError, Transport,
};

use super::world::{Answer, End, Reply, World};

/// The means by which a caller cancels.
#[derive(Default)]
pub struct Signal {
    reason: Cell<Option<&'static str>>,
    listeners: RefCell<Vec<Sender<()>>>,
}

impl Signal {
    pub fn abort(&self, reason: &'static str) {
        self.reason.set(Some(reason));
        for listener in self.listeners.take() {
            let _ = listener.send(());
        }
    }

    /// The number of remaining listeners.
    pub fn listeners(&self) -> usize {
        self.listeners.borrow().iter().filter(|listener| !listener.is_canceled()).count()
    }
}

/// One call.
#[derive(Default)]
pub struct Call {
    pub settings: CallSettings,
    pub token: Token,
    pub signal: Signal,
}

impl Call {
    pub fn with(settings: CallSettings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// A call that is sent again at most this often.
    pub fn with_retries(max_retries: u32) -> Self {
        Self::with(CallSettings { max_retries: Some(max_retries), ..CallSettings::default() })
    }
}

/// The source of the access token.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub enum Token {
    #[default]
    None,
    Fixed,
    /// A function that takes the given number of ms.
    Function(f64),
    /// A function that fails.
    Failing,
}

/// Counts down when a request has ended, however it ends.
pub struct UnderWay(Rc<World>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}

/// A pending answer.
#[derive(Clone)]
pub struct Arriving(Rc<State>);

struct State {
    answer: Answer,
    body: RefCell<String>,
    under_way: RefCell<Option<UnderWay>>,
}

impl Arriving {
    /// The part of the body that has arrived.
    pub fn body(&self) -> String {
        self.0.body.borrow().clone()
    }
}

impl std::fmt::Debug for Arriving {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.answer.fmt(formatter)
    }
}

impl Response for Arriving {
    fn status(&self) -> u16 {
        self.0.answer.status
    }

    fn header(&self, name: &str) -> Option<String> {
        let mut headers = self.0.answer.headers.iter();
        headers.find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }
}

/// The transport to a world's registry.
pub struct Wire(pub Rc<World>);

impl Transport for Wire {
    type Call = Call;
    type Cause = &'static str;
    type Response = Arriving;

    fn settings<'a>(&self, call: &'a Call) -> &'a CallSettings {
        &call.settings
    }

    fn can_refresh_token(&self, call: &Call) -> bool {
        matches!(call.token, Token::Function(_) | Token::Failing)
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
    ) -> Result<Arriving, SendError<&'static str>> {
        let world = &self.0;
        world.sent_at.borrow_mut().push((world.now.get(), request.clone()));
        world.under_way.set(world.under_way.get() + 1);
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
                let under_way = RefCell::new(Some(under_way));
                Ok(Arriving(Rc::new(State { answer, body: RefCell::default(), under_way })))
            }
        }
    }

    async fn read(
        &self,
        _: &Call,
        Arriving(state): &Arriving,
        limit: usize,
    ) -> Result<(), ReadError<&'static str>> {
        let answer = &state.answer;
        let _under_way = state.under_way.take();
        if answer.body.len() > limit {
            return Err(ReadError::TooLarge);
        }
        state.body.borrow_mut().push_str(answer.body);
        match answer.end {
            End::Whole => Ok(()),
            End::Torn => Err(ReadError::Failed("torn")),
            End::Stalled => pending().await,
        }
    }

    fn abort_reason(&self, call: &Call) -> Option<&'static str> {
        call.signal.reason.get()
    }

    async fn aborted(&self, call: &Call) -> &'static str {
        loop {
            if let Some(reason) = call.signal.reason.get() {
                return reason;
            }
            let (sender, receiver) = channel();
            call.signal.listeners.borrow_mut().push(sender);
            let _ = receiver.await;
        }
    }

    async fn deadline(&self, _: &Call, timeout_ms: f64) {
        self.0.sleep(timeout_ms).await;
    }

    async fn back_off(&self, _: &Call, delay_ms: f64) {
        self.0.waits.borrow_mut().push(delay_ms);
        self.0.sleep(delay_ms).await;
    }

    async fn hold_back(&self, _: &Call, wait_ms: f64) {
        self.0.sleep(wait_ms).await;
    }

    fn monotonic(&self) -> f64 {
        self.0.now.get()
    }

    fn now(&self) -> f64 {
        self.0.now.get()
    }

    fn parse_date(&self, _: &Call, text: &str) -> Option<f64> {
        let since_epoch = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(since_epoch.as_secs_f64() * 1000.0)
    }

    fn random(&self) -> f64 {
        self.0.random.get()
    }
}
