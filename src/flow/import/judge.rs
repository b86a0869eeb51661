//! Judging lines against the people that there are.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use super::lines::Wish;
use super::{
    BATCH, Choice, Difference, Examined, Judged, Line, Listener, NewPassword, Outcome, Plan, Problem, Step,
};
use crate::crypto::foreign::{Family, ForeignHash};
use crate::domain::attribute::{AttributeName, Attributes, MAX_ATTRIBUTES};
use crate::domain::clock::Timestamp;
use crate::domain::email::FoldedEmail;
use crate::domain::id::{ImportId, UserId};
use crate::domain::import::{Matching, Wrong};
use crate::domain::user::{User, UserStatus};
use crate::flow::users::differences;
use crate::flow::{Context, Fault};
use crate::store::credentials::Credential;
use crate::store::{
    DbConnection, StoreResult, attributes, credentials, held_addresses, users, users_in_bulk,
};

/// Judges every line. Nothing is written.
pub async fn examine(
    context: &Context,
    lines: Arc<Vec<Line>>,
    choice: Choice,
    listener: &Listener,
) -> Result<Examined, Fault> {
    let terms = Terms { choice, now: context.now(), quarantine: context.rules.address_quarantine };
    let mut judged = Vec::with_capacity(lines.len());
    for from in (0..lines.len()).step_by(BATCH) {
        let lines = lines.clone();
        let batch = context.store.read(move |connection| {
            let batch: Vec<&Line> = lines.iter().skip(from).take(BATCH).collect();
            judge(connection, &batch, terms)
        });
        judged.extend(batch.await?);
        listener(Step::Judged(judged.len()));
    }
    let administrators = context.store.read(users::administrators).await?;
    keep_an_administrator(&mut judged, administrators);
    Ok(Examined { id: ImportId::unique(), choice, lines: judged })
}

/// Refuses whatever would take the last administrator. Those whom the same file makes administrators do not count: their
/// lines may come later, or turn out bad.
pub(super) fn keep_an_administrator(judged: &mut [Judged], administrators: i64) {
    let mut left = administrators;
    for line in judged.iter_mut().filter(|line| line.plan.as_ref().is_some_and(Plan::takes_an_administrator))
    {
        if left > 1 {
            left -= 1;
        } else {
            line.refuse(Wrong::LastAdministrator);
        }
    }
}

impl Judged {
    fn refused(line: &Line, wrong: Vec<Problem>) -> Self {
        Self {
            number: line.number,
            email: line.email.clone(),
            outcome: Outcome::Refused(wrong),
            keeps_password: false,
            lacks_password: false,
            plan: None,
        }
    }

    fn refuse(&mut self, problem: Problem) {
        self.outcome = Outcome::Refused(vec![problem]);
        (self.plan, self.keeps_password, self.lacks_password) = (None, false, false);
    }
}

/// By what lines are judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub(super) choice: Choice,
    pub(super) now: Timestamp,
    pub(super) quarantine: Duration,
}

/// People whom lines may be about.
#[derive(Default)]
struct Known {
    by_email: HashMap<String, User>,
    by_external_id: HashMap<String, Vec<User>>,
    hashes: HashMap<String, String>,
    attributes: HashMap<String, Attributes>,
    /// Whose addresses were until lately.
    held: HashMap<String, UserId>,
}

/// Judges some lines.
pub(super) fn judge(
    connection: &mut DbConnection,
    lines: &[&Line],
    terms: Terms,
) -> StoreResult<Vec<Judged>> {
    let wishes = || lines.iter().filter_map(|line| line.wanted.as_ref().ok());
    let emails: Vec<FoldedEmail> = wishes().map(|wish| wish.wanted.email.folded()).collect();
    let mut known = Known::default();
    for user in users_in_bulk::with_emails(connection, &emails)? {
        known.by_email.insert(user.email.folded().as_str().to_owned(), user);
    }
    for held in held_addresses::find_all(connection, &emails)? {
        if terms.now < held.since.plus(terms.quarantine) {
            known.held.insert(held.email.folded().as_str().to_owned(), held.user_id);
        }
    }
    if terms.choice.matching == Matching::ExternalId {
        let ids: Vec<&str> =
            wishes().filter_map(|wish| wish.wanted.external_id.as_ref()?.as_deref()).collect();
        for user in users_in_bulk::with_external_ids(connection, &ids)? {
            let id = user.external_id.clone().unwrap_or_default();
            known.by_external_id.entry(id).or_default().push(user);
        }
    }
    let others = known.by_external_id.values().flatten();
    let ids: Vec<UserId> = known.by_email.values().chain(others).map(|user| user.id).collect();
    if wishes().any(|wish| wish.hash.is_some()) {
        known.hashes = credentials::hashes_of(connection, &ids)?;
    }
    if wishes().any(|wish| !wish.wanted.attributes.is_empty()) {
        known.attributes = attributes::of_all(connection, &ids)?;
    }
    let judge = |line: &&Line| match &line.wanted {
        Err(wrong) => Judged::refused(line, wrong.clone()),
        Ok(wish) => {
            let found = find(wish, &known, terms.choice.matching);
            let planned = found.and_then(|found| plan(line, wish, found, &known, terms));
            planned.unwrap_or_else(|problem| Judged::refused(line, vec![problem]))
        }
    };
    Ok(lines.iter().map(judge).collect())
}

/// The person of a line, if there is one.
fn find<'a>(wish: &Wish, known: &'a Known, matching: Matching) -> Result<Option<&'a User>, Problem> {
    let with_email = known.by_email.get(wish.wanted.email.folded().as_str());
    if matching == Matching::Email {
        return Ok(with_email);
    }
    let id = wish.wanted.external_id.as_ref().and_then(Option::as_deref).unwrap_or_default();
    match (known.by_external_id.get(id).map(Vec::as_slice), with_email) {
        (Some([_, _, ..]), _) => Err(Wrong::Ambiguous),
        (Some([user]), other) if other.is_none_or(|other| other.id == user.id) => Ok(Some(user)),
        (None | Some([]), None) => Ok(None),
        _ => Err(Wrong::EmailTaken),
    }
}

fn plan(
    line: &Line,
    wish: &Wish,
    found: Option<&User>,
    known: &Known,
    Terms { choice, now, .. }: Terms,
) -> Result<Judged, Problem> {
    let after = wished(wish, found, now);
    let held_for = known.held.get(after.email.folded().as_str());
    let is_new = found.is_none_or(|before| before.email.folded() != after.email.folded());
    if is_new && held_for.is_some_and(|whose| *whose != after.id) {
        return Err(Wrong::AddressHeld);
    }
    let attributes_before = known.attributes.get(&after.id.to_string()).cloned().unwrap_or_default();
    let mut attributes = attributes_before.clone();
    for (name, value) in &wish.wanted.attributes {
        match value {
            Some(value) => attributes.insert(name.clone(), value.clone()),
            None => attributes.remove(name),
        };
    }
    if attributes.len() > MAX_ATTRIBUTES {
        return Err(Wrong::TooManyAttributes);
    }
    let present = found.and_then(|user| known.hashes.get(&user.id.to_string()));
    let is_other = |hash: &&ForeignHash| present.is_none_or(|present| present != hash.as_str());
    let other = wish.hash.as_ref().filter(is_other);
    let keeps_password = other.is_some() && present.is_some() && !choice.replace_passwords;
    let password = other.filter(|_| !keeps_password).map(|hash| NewPassword {
        credential: Credential {
            password_hash: hash.as_str().to_owned(),
            must_change: false,
            expires_at: None,
            set_at: now,
        },
        family: hash.family(),
        replaces: present.cloned(),
    });
    let outcome = match found {
        None => Outcome::Created,
        Some(before) => {
            let mut changes = changes(before, &after, password.as_ref());
            changes.extend(attribute_changes(&attributes_before, &attributes));
            if changes.is_empty() { Outcome::Unchanged } else { Outcome::Changed(changes) }
        }
    };
    let lacks_password = found.is_none() && password.is_none();
    let is_written = outcome != Outcome::Unchanged;
    let attributes = (attributes != attributes_before).then_some((attributes_before, attributes));
    Ok(Judged {
        number: line.number,
        email: line.email.clone(),
        outcome,
        keeps_password,
        lacks_password,
        plan: is_written.then(|| Plan { before: found.cloned(), after, password, attributes }),
    })
}

fn attribute_changes(before: &Attributes, after: &Attributes) -> Vec<Difference> {
    let names: BTreeSet<&AttributeName> = before.keys().chain(after.keys()).collect();
    let value = |of: &Attributes, name| of.get(name).cloned().unwrap_or_default();
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    changed
        .map(|name| Difference {
            field: format!("attribute:{name}"),
            before: value(before, name),
            after: value(after, name),
        })
        .collect()
}

/// The person as the line wishes them.
fn wished(wish: &Wish, found: Option<&User>, now: Timestamp) -> User {
    let wanted = &wish.wanted;
    let mut user = found.cloned().unwrap_or_else(|| User {
        id: UserId::unique(),
        email: wanted.email.clone(),
        first_name: String::new(),
        last_name: String::new(),
        external_id: None,
        locale: None,
        groups: Default::default(),
        status: UserStatus::Active,
        is_administrator: false,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    });
    user.email = wanted.email.clone();
    user.first_name = wanted.first_name.clone().unwrap_or(user.first_name);
    user.last_name = wanted.last_name.clone().unwrap_or(user.last_name);
    user.external_id = wanted.external_id.clone().unwrap_or(user.external_id);
    user.locale = wanted.locale.clone().unwrap_or(user.locale);
    user.groups = wanted.groups.clone().unwrap_or(user.groups);
    user.is_administrator = wanted.is_administrator.unwrap_or(user.is_administrator);
    user.status = wanted.status.unwrap_or(user.status);
    user.updated_at = now;
    user
}

/// What would be another, in the order of the columns.
fn changes(before: &User, after: &User, password: Option<&NewPassword>) -> Vec<Difference> {
    let status = |user: &User| user.status.as_str().to_owned();
    let mut found: Vec<Difference> = differences(before, after)
        .into_iter()
        .map(|(field, (before, after))| Difference { field: field.to_owned(), before, after })
        .collect();
    if before.status != after.status {
        found.push(Difference { field: "status".to_owned(), before: status(before), after: status(after) });
    }
    if let Some(password) = password {
        let present = password.replaces.as_deref().and_then(|hash| ForeignHash::parse(hash).ok());
        let before = present.map(|hash| hash.family()).map(Family::as_str).unwrap_or_default();
        let after = password.family.as_str();
        found.push(Difference {
            field: "password".to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        });
    }
    found
}
