//! A registry and a client.

#[allow(dead_code, reason = "not every test needs it")]
pub(crate) mod market;

use local_registry::{Registry, Request};
use serde_json::Value;

/// A day in 2026, in milliseconds.
pub(crate) const NOW: i64 = 1_790_000_000_000;

pub(crate) struct Api {
    pub(crate) registry: Registry,
    pub(crate) accounts: Vec<Value>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Api {
    #[allow(dead_code, reason = "not every test needs it")]
    pub(crate) fn sample(seed: &str) -> Self {
        Self::of(Registry::sample(seed, NOW))
    }

    pub(crate) fn of(registry: Registry) -> Self {
        let accounts = serde_json::from_str(&registry.accounts()).unwrap();
        Self { registry, accounts }
    }

    /// The first accounts are buyers, the last two are suppliers.
    pub(crate) fn organisation(&self, account: usize) -> String {
        text(&self.accounts[account]["organisation_id"])
    }

    pub(crate) fn supplier(&self, account: usize) -> String {
        text(&self.accounts[account]["supplier_id"])
    }

    pub(crate) fn headers(&self, account: usize) -> Vec<(String, String)> {
        let account = &self.accounts[account];
        vec![
            ("X-Client-Secret".to_owned(), text(&account["clientSecret"])),
            ("authorization".to_owned(), format!("Bearer {}", text(&account["accessToken"]))),
        ]
    }

    pub(crate) fn send(
        &mut self,
        headers: &[(String, String)],
        method: &str,
        target: &str,
        body: &[u8],
    ) -> Answer {
        let target = &format!("/registry/v0{target}");
        let response = self.registry.handle(NOW, &Request { method, target, headers, body });
        let names: Vec<_> = response.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"x-request-id") && names.contains(&"content-type"));
        let body = serde_json::from_slice(&response.body).unwrap();
        Answer { status: response.status, body }
    }

    pub(crate) fn get(&mut self, account: usize, target: &str) -> Answer {
        let headers = self.headers(account);
        self.send(&headers, "GET", target, b"")
    }

    /// The body of an answer that must be a success.
    pub(crate) fn read(&mut self, account: usize, target: &str) -> Value {
        let answer = self.get(account, target);
        assert_eq!(answer.status, 200, "{target}: {}", answer.body);
        answer.body
    }

    pub(crate) fn post(&mut self, account: usize, target: &str, body: &Value) -> Answer {
        let headers = self.headers(account);
        self.send(&headers, "POST", target, body.to_string().as_bytes())
    }

    pub(crate) fn admin(&mut self, name: &str, input: &Value) -> Result<Value, String> {
        let output = self.registry.admin(NOW, name, &input.to_string())?;
        Ok(serde_json::from_str(&output).unwrap())
    }

    /// All nodes of a list, page by page.
    pub(crate) fn walk(&mut self, account: usize, target: &str, size: usize) -> Vec<Value> {
        let mut nodes = Vec::new();
        let mut after = String::new();
        loop {
            let join = if target.contains('?') { '&' } else { '?' };
            let page = self.read(account, &format!("{target}{join}first={size}{after}"));
            nodes.extend(page["nodes"].as_array().unwrap().iter().cloned());
            if page["page_info"]["has_next_page"] == false {
                assert_eq!(page["total_count"], nodes.len());
                return nodes;
            }
            assert!(page["total_count"].as_u64() > u64::try_from(nodes.len()).ok(), "{target}");
            after = format!("&after={}", text(&page["page_info"]["end_cursor"]));
        }
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

pub(crate) fn ids(nodes: &[Value]) -> Vec<String> {
    nodes.iter().map(|node| text(&node["id"])).collect()
}

pub(crate) fn kg(quantity: &Value) -> i64 {
    quantity["credit_kgs"].as_i64().unwrap()
}
