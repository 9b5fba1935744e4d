//! Making sure that credits can be retired in a beneficiary's name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::action::{FailureKind, Read};
use super::desk::{Desk, Stop};
use super::ending::Ending;
use super::facts::{self, Beneficiary, Page};
use super::request;

/// How often a beneficiary is searched for after an answer was lost and it was added again.
const TRIES: usize = 3;

/// Finds a beneficiary, or adds it. An organisation is identified by its domain, ignoring case; a person by name only.
pub(super) async fn ensure(desk: &Desk, given: &Value) -> Result<Ending, Stop> {
    let (certain, mut body) = request::check_beneficiary(given)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (name, domain) = (text("beneficiary_name"), text("beneficiary_domain"));
    let is_it = |one: &Beneficiary| match &one.domain {
        Some(known) => certain && known.eq_ignore_ascii_case(domain.trim()),
        None => !certain && one.name == name,
    };
    if let Some(found) = find(desk, is_it).await? {
        return Ok(Ending::Beneficiary { id: found.id, certain, created: false });
    }
    if let Value::Object(fields) = &mut body {
        fields.retain(|_, value| !value.is_null());
    } else {
        body = Value::Object(Map::new());
    }
    let mut tries = 0_usize;
    loop {
        let failure = match desk.send("beneficiaries.create", &body).await {
            Ok(value) => {
                let id = facts::id(&value)
                    .map_err(|fault| Ending::fault("beneficiaries.create", fault, true))?;
                return Ok(Ending::Beneficiary { id, certain: true, created: true });
            }
            Err(failure) => failure,
        };
        let is_open = matches!(failure.kind, FailureKind::Unknown | FailureKind::Applied);
        if !is_open && failure.status != Some(409) {
            return Err(Box::new(Ending::Failed));
        }
        tries = tries.saturating_add(1);
        desk.wait(if is_open { desk.setup.rules.lag_ms } else { 1 }).await;
        if let Some(found) = find(desk, is_it).await? {
            return Ok(Ending::Beneficiary { id: found.id, certain, created: true });
        }
        // The registry accepts a domain only once, which prevents duplicates. A name does not, so a person is not sent
        // again.
        if tries >= TRIES
            || !certain
            || failure.status == Some(409)
            || failure.kind == FailureKind::Applied
        {
            return Err(Box::new(Ending::Failed));
        }
    }
}

async fn find(
    desk: &Desk,
    is_it: impl Fn(&Beneficiary) -> bool,
) -> Result<Option<Beneficiary>, Stop> {
    let (mut after, mut seen) = (None, BTreeSet::new());
    loop {
        let read = Read::Beneficiaries { after: after.clone() };
        let value = desk.read(read).await.map_err(|_| Box::new(Ending::Failed))?;
        let page: Page<Beneficiary> = facts::beneficiaries(&value)
            .map_err(|fault| Ending::fault("beneficiaries.list", fault, false))?;
        if let Some(found) = page.nodes.into_iter().find(|one| is_it(one)) {
            return Ok(Some(found));
        }
        match page.next {
            Some(next) if seen.insert(next.clone()) => after = Some(next),
            _ => return Ok(None),
        }
    }
}
