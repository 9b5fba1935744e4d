//! Requests received from others: read back into arguments, checked like a caller's, and rebuilt.

use super::check::{MOST_ISSUES, cut_name};
use super::{Argument, Issue, Operation, PageRequest, Request, Tree, build};
use crate::model::page::PageParams;
use crate::model::table::{Kind, Model, Table};
use crate::text::concat;

/// The most parameters that are read: no request needs this many.
const MOST_PARAMETERS: usize = 200;

/// Builds the request that a received one stands for. It contains only what the tables of the operation define. `query`
/// holds names and values, decoded.
///
/// # Errors
/// Every problem of the id, the query or the body. Messages quote the received value, shortened.
pub fn rebuild(
    operation: &Operation,
    id: &str,
    query: &[(String, String)],
    mut body: Tree,
) -> Result<Request, Vec<Issue>> {
    if query.len() > MOST_PARAMETERS {
        let (most, count) = (MOST_PARAMETERS.to_string(), query.len().to_string());
        let message = concat(&["expected at most ", &most, " parameters, got ", &count]);
        return Err(vec![issue("query", &message)]);
    }
    let mut arguments = Vec::new();
    let mut may_have_query = false;
    for argument in operation.arguments {
        arguments.push(match *argument {
            Argument::Id(_) => Tree::Text(id.to_owned()),
            Argument::Body(_) => core::mem::replace(&mut body, Tree::Null),
            Argument::Page => read_query(&[PageParams::TABLE], query)?,
            Argument::Filters(table) => read_query(&[table, PageParams::TABLE], query)?,
        });
        may_have_query |= matches!(argument, Argument::Page | Argument::Filters(_));
    }
    if !may_have_query && !query.is_empty() {
        let unknown =
            |(name, _): &(String, String)| issue(name, "is not known here; no parameters are");
        return Err(query.iter().take(MOST_ISSUES).map(unknown).collect());
    }
    build(operation, &arguments, &PageRequest::default())
}

fn issue(name: &str, message: &str) -> Issue {
    Issue { path: cut_name(name).into_owned(), message: message.to_owned() }
}

/// Reads a query as the object that it was written from. Names that a list does not have stay in it, for the checks to
/// report.
fn read_query(tables: &[&'static Table], query: &[(String, String)]) -> Result<Tree, Vec<Issue>> {
    let mut read: Vec<(String, Tree)> = Vec::new();
    let mut issues = Vec::new();
    for (name, text) in query {
        let kind = tables.iter().find_map(|table| table.property(name)).map(|known| known.kind);
        let earlier = read.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value);
        match (kind, earlier) {
            (Some(Kind::List(list)), Some(Tree::List(items))) => items.push(value(list.item, text)),
            (_, Some(_)) => issues.push(issue(name, "expected once, got it again")),
            (Some(Kind::List(list)), None) => {
                read.push((name.clone(), Tree::List(vec![value(list.item, text)])));
            }
            (kind, None) => read.push((name.clone(), value(kind.unwrap_or(Kind::Text), text))),
        }
    }
    issues.truncate(MOST_ISSUES);
    if issues.is_empty() { Ok(Tree::Object(read)) } else { Err(issues) }
}

/// The value of a parameter. Text that is not a number stays text, for the checks to report.
fn value(kind: Kind, text: &str) -> Tree {
    let number = match kind {
        Kind::Integer | Kind::BoundedInteger(..) => text.parse().ok(),
        _ => None,
    };
    number.map_or_else(|| Tree::Text(text.to_owned()), Tree::Integer)
}

#[cfg(test)]
mod tests {
    use super::rebuild;
    use crate::operation::{Request, Tree, find};

    const ID: &str = "org_1DZG8T4QZ1SDE0AV0";

    fn received(name: &str, query: &str, body: Tree) -> Result<Request, Vec<(String, String)>> {
        let operation = find(name).unwrap();
        let query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        rebuild(operation, ID, &query, body)
            .map_err(|issues| issues.into_iter().map(|issue| (issue.path, issue.message)).collect())
    }

    fn target(name: &str, query: &str) -> String {
        received(name, query, Tree::Null).unwrap().target
    }

    fn refusal(name: &str, query: &str) -> (String, String) {
        let issues = received(name, query, Tree::Null).unwrap_err();
        assert_eq!(issues.len(), 1, "{issues:?}");
        issues.into_iter().next().unwrap()
    }

    #[test]
    fn a_query_that_we_wrote_comes_out_as_it_was() {
        let batches = "status=active&status=split&issued_after=2024-01-01T00%3A00%3A00%2B01%3A00&last=7&before=a%26b%3D";
        let expected = format!("/organisations/{ID}/credit_batches?{batches}");
        assert_eq!(target("organisations.creditBatches", batches), expected);
        assert_eq!(target("organisations.current", ""), "/organisation");
    }

    #[test]
    fn only_what_is_known_goes_out() {
        assert_eq!(target("projects.list", "%66irst=%2B0%35&&"), "/projects?first=5");
    }

    #[test]
    fn what_a_query_may_not_hold_is_named() {
        for (name, query, path) in [
            ("projects.list", "first=1&first=2", "first"),
            ("projects.list", "first=51", "first"),
            ("projects.list", "first=1e1", "first"),
            ("projects.list", "first=", "first"),
            ("projects.list", "after=", "after"),
            ("projects.list", "first=1&last=1", "last"),
            ("projects.list", "_method=POST", "_method"),
            ("projects.list", "first%5B%5D=1", "first[]"),
            ("organisations.creditBatches", "status=active&status=active", "status[1]"),
            ("organisations.creditBatches", "supplier_id=..", "supplier_id"),
            ("organisations.current", "first=1", "first"),
            ("organisations.get", "a", "a"),
        ] {
            assert_eq!(refusal(name, query).0, path, "{name} {query}");
        }
    }

    #[test]
    fn bodies_are_built_anew() {
        let text = |text: &str| Tree::Text(text.to_owned());
        let body = Tree::Object(vec![
            ("beneficiary_domain".to_owned(), text("example.com")),
            ("beneficiary_name".to_owned(), text("Ada \"&\" Sons")),
        ]);
        let request = received("beneficiaries.create", "", body.clone()).unwrap();
        assert_eq!(request.target, "/beneficiary");
        let sent = request.body.unwrap();
        assert!(sent.contains(r#""beneficiary_name":"Ada \"&\" Sons","#), "{sent}");

        let issues = received("retirements.create", "_method=GET", body).unwrap_err();
        assert_eq!(issues[0].0, "_method");
    }
}
