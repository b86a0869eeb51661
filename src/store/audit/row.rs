//! Rows of the audit as Diesel reads and writes them.

use std::fmt::Write;

use diesel::prelude::*;

use super::{StoreError, StoreResult, audit_events};
use crate::domain::audit::{Actor, AuditEvent};
use crate::domain::audit_chain::{AuditContent, AuditRow};

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_events)]
pub(in crate::store) struct Row {
    id: i64,
    at: i64,
    kind: String,
    actor: String,
    refusal: Option<String>,
    user_id: Option<String>,
    provider_id: Option<String>,
    session_id: Option<String>,
    client_address: String,
    request_id: String,
    details: String,
    digest: String,
    position: Option<i64>,
    link: Option<String>,
}

impl From<Row> for AuditRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            kind: row.kind,
            actor: row.actor,
            refusal: row.refusal,
            user_id: row.user_id,
            provider_id: row.provider_id,
            session_id: row.session_id,
            client_address: row.client_address,
            request_id: row.request_id,
            details: row.details,
            digest: row.digest,
            position: row.position,
            link: row.link,
        }
    }
}

/// A row to be added. It borrows what it can: every sign-in makes one.
#[derive(Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub(super) struct NewRow<'a> {
    at: i64,
    kind: &'static str,
    actor: String,
    refusal: Option<&'static str>,
    user_id: Option<String>,
    provider_id: Option<String>,
    session_id: Option<String>,
    client_address: &'a str,
    request_id: &'a str,
    details: String,
    pub(super) digest: String,
    pub(super) position: Option<i64>,
    pub(super) link: Option<String>,
}

impl<'a> NewRow<'a> {
    /// Not chained yet.
    pub(super) fn of(event: &'a AuditEvent) -> StoreResult<Self> {
        let mut row = Self {
            at: event.at.as_micros(),
            kind: event.kind.as_str(),
            actor: text_of(&event.origin.actor),
            refusal: event.refusal,
            user_id: event.user_id.map(String::from),
            provider_id: event.provider_id.map(String::from),
            session_id: event.session_id.map(String::from),
            client_address: &event.origin.client_address,
            request_id: &event.origin.request_id,
            details: serde_json::to_string(&event.details)
                .map_err(|cause| StoreError::Bug(cause.to_string()))?,
            digest: String::new(),
            position: None,
            link: None,
        };
        row.digest = row.content().digest();
        Ok(row)
    }

    fn content(&self) -> AuditContent<'_> {
        AuditContent {
            at: self.at,
            kind: self.kind,
            actor: &self.actor,
            refusal: self.refusal,
            user_id: self.user_id.as_deref(),
            provider_id: self.provider_id.as_deref(),
            session_id: self.session_id.as_deref(),
            client_address: self.client_address,
            request_id: self.request_id,
            details: &self.details,
        }
    }
}

/// The actor in words, in one piece of memory: most are "person:" and an id.
fn text_of(actor: &Actor) -> String {
    let mut text = String::with_capacity(48);
    // Writing to a text cannot fail.
    let _never = write!(text, "{actor}").is_err();
    text
}
