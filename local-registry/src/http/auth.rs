//! Authentication.

use isometric_registry::model::validation::LocationStep;
use serde::Serialize;
use serde_json::Value;

use super::fault::issue_of;
use super::{Fault, Request};
use crate::ledger::Ledger;
use crate::ledger::arena::OrganisationNo;
use crate::ledger::ids::Token;
use crate::ledger::records::Role;

const SECRET_PREFIX: &str = "local_secret_";
const TOKEN_PREFIX: &str = "local_token_";

/// An organisation's credentials.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Credentials {
    role: &'static str,
    organisation_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    supplier_id: Option<String>,
    #[serde(rename = "clientSecret")]
    client_secret: String,
    #[serde(rename = "accessToken")]
    access_token: String,
}

impl Credentials {
    /// The credentials of an organisation; `None` if it has none.
    pub(crate) fn of(ledger: &Ledger, number: OrganisationNo) -> Option<Self> {
        let organisation = ledger.books.organisations.get(number).filter(|one| one.account)?;
        let supplier = match organisation.role {
            Role::Supplier(supplier) => Some(supplier),
            _ => None,
        };
        let token = |prefix: &str, token| format!("{prefix}{}", ledger.ids.token(token, number));
        Some(Self {
            role: if supplier.is_some() { "supplier" } else { "buyer" },
            organisation_id: ledger.id(number),
            supplier_id: supplier.map(|supplier| ledger.id(supplier)),
            client_secret: token(SECRET_PREFIX, Token::Secret),
            access_token: token(TOKEN_PREFIX, Token::Access),
        })
    }
}

/// Checks the credentials of a request and returns the organisation of its access token, if it has one.
pub(super) fn authenticate(
    ledger: &Ledger,
    request: &Request<'_>,
) -> Result<Option<OrganisationNo>, Fault> {
    let account = |text: Option<&str>, token| {
        let number = ledger.ids.find_token(token, text?)?;
        ledger.books.organisations.get(number).filter(|one| one.account).map(|_| number)
    };
    let Some(secret) = request.header("x-client-secret") else {
        let loc = ["header", "x-client-secret"].map(|step| LocationStep::Name(step.to_owned()));
        let message = "Field required".to_owned();
        let issue = issue_of(loc.into(), "missing", message, Value::Null, None);
        return Err(Fault::Invalid(vec![issue]));
    };
    if account(secret.strip_prefix(SECRET_PREFIX), Token::Secret).is_none() {
        return Err(Fault::unauthenticated("The client secret is not known here."));
    }
    let Some(authorization) = request.header("authorization") else { return Ok(None) };
    let token = authorization
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .and_then(|(_, token)| token.trim().strip_prefix(TOKEN_PREFIX));
    match account(token, Token::Access) {
        Some(caller) => Ok(Some(caller)),
        None => Err(Fault::unauthenticated("The access token is not known here.")),
    }
}
