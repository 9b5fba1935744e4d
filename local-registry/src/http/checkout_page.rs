//! The page on which a checkout is paid: a form with one button, in place of Stripe's own.

use super::{Request, Response};
use crate::calendar::Moment;
use crate::ledger::arena::CheckoutNo;
use crate::ledger::ids::Token;
use crate::ledger::refusal::Refusal;
use crate::ledger::{Ledger, Payment};

/// The path of a checkout's page, without the session.
pub(super) const PATH: &str = "/registry/v0/stripe/checkout/";

const SESSION_PREFIX: &str = "cs_";

/// The text that identifies a checkout.
pub(crate) fn session(ledger: &Ledger, number: CheckoutNo) -> String {
    format!("{SESSION_PREFIX}{}", ledger.ids.token(Token::Checkout, number))
}

/// The checkout for a session, or for the address of its page.
pub(crate) fn find(ledger: &Ledger, session: &str) -> Option<CheckoutNo> {
    let session = session.rsplit('/').next()?.strip_prefix(SESSION_PREFIX)?;
    let number = ledger.ids.find_token(Token::Checkout, session)?;
    ledger.books.checkouts.get(number).map(|_| number)
}

/// Shows the page, or completes the checkout and redirects the customer.
pub(super) fn answer(
    ledger: &mut Ledger,
    request: &Request<'_>,
    session: &str,
    now: Moment,
) -> Response {
    let found = find(ledger, session).and_then(|number| {
        ledger.books.checkouts.get(number).cloned().map(|checkout| (number, checkout))
    });
    let Some((number, checkout)) = found else {
        return html(404, "<p>There is no such checkout.</p>");
    };
    match request.method {
        "GET" if checkout.order.is_some() => html(200, "<p>This has been paid.</p>"),
        "GET" => html(
            200,
            &format!(
                "<p>Sample checkout of {} kg, {}. No card is charged.</p>\
                 <form method=\"post\"><button>Pay</button></form>\
                 <p><a href=\"{}\" rel=\"noreferrer\">Cancel</a></p>",
                checkout.kg,
                escaped(checkout.frequency.as_str()),
                escaped(&checkout.cancel_url),
            ),
        ),
        "POST" => match ledger.complete_checkout(number, &Payment::default(), now) {
            Ok(_) => html(303, "").with("location", header_safe(&checkout.success_url)),
            Err(Refusal::Conflict(detail)) => html(409, &format!("<p>{}</p>", escaped(&detail))),
            Err(_) => html(422, "<p>This cannot be sold to the customer.</p>"),
        },
        _ => html(405, "").with("allow", "GET, POST"),
    }
}

fn html(status: u16, content: &str) -> Response {
    let page = format!("<!doctype html><meta charset=\"utf-8\"><title>Checkout</title>{content}");
    Response::new(status, "text/html; charset=utf-8", page.into_bytes())
}

/// An address in a form that a header can contain.
fn header_safe(address: &str) -> String {
    let mut safe = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            safe.push(char::from(byte));
        } else {
            safe.push_str(&format!("%{byte:02X}"));
        }
    }
    safe
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
