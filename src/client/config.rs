//! What a client is made with.

/// The settings of a client. The façade has checked them and filled in the defaults.
#[derive(Clone)]
pub struct Config {
    /// Where the API is, without a slash at the end.
    pub base_url: String,
    /// The secret that identifies the application.
    pub client_secret: Option<String>,
    /// Headers for every request.
    pub headers: Vec<(String, String)>,
    /// The `User-Agent`, where the runtime does not set its own.
    pub user_agent: Option<String>,
    /// The longest that one attempt may take, in ms.
    pub timeout_ms: f64,
    /// How often a request that failed is sent again.
    pub max_retries: u32,
    /// The longest that a call waits for the pace, in ms.
    pub max_wait_ms: f64,
    /// The largest body that is read, in bytes; what an answer to the request needs unless it is given.
    pub max_response_bytes: Option<usize>,
    /// Whether operations that act are refused.
    pub read_only: bool,
}

/// Says nothing of the secret and of headers, which may hold others.
impl core::fmt::Debug for Config {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Config").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
