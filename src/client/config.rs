//! The settings of a client.

/// The settings of a client. The façade has checked them and filled in the defaults.
#[derive(Clone)]
pub struct Config {
    /// The base URL, without a trailing slash.
    pub base_url: String,
    /// The secret that identifies the application.
    pub client_secret: Option<String>,
    /// Headers for every request.
    pub headers: Vec<(String, String)>,
    /// The `User-Agent`, for runtimes that do not set their own.
    pub user_agent: Option<String>,
    /// The time limit of one attempt, in ms.
    pub timeout_ms: f64,
    /// How often a failed request is sent again.
    pub max_retries: u32,
    /// The longest that a call waits for the pace, in ms.
    pub max_wait_ms: f64,
    /// The largest body that is read, in bytes. Default: depends on the request.
    pub max_response_bytes: Option<usize>,
    /// Whether write operations are rejected.
    pub read_only: bool,
}

/// Leaves out the secret and the headers, which may contain credentials.
impl core::fmt::Debug for Config {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.debug_struct("Config").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
