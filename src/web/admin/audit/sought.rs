//! What is looked for in the audit, as it stands in the address of the page.

use std::time::Duration;

use i18n_embed_fl::fl;
use time::macros::format_description;
use time::{Date, PrimitiveDateTime};

use crate::domain::audit::EventKind;
use crate::domain::audit_groups::EventGroup;
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::ProviderId;
use crate::domain::refusal::Refusal;
use crate::flow::{providers, users};
use crate::store::audit::{AuditFilter, AuditPlace};
use crate::web::language::Language;
use crate::web::pages::admin::{AuditChoice, AuditFields};
use crate::web::problem::Problem;
use crate::web::sentences;
use crate::web::visit::Visit;

use super::words;

/// The fields of the form, in the order in which they stand in addresses.
const FIELDS: [&str; 7] = ["person", "provider", "kind", "refusal", "when", "from", "to"];
/// Nothing that is looked for is longer.
const LONGEST: usize = 254;

/// Spans of time up to now, by their names in addresses.
const SPANS: [(&str, Duration); 4] = [
    ("hour", Duration::from_secs(3600)),
    ("day", Duration::from_secs(24 * 3600)),
    ("week", Duration::from_secs(7 * 24 * 3600)),
    ("month", Duration::from_secs(30 * 24 * 3600)),
];

/// What is looked for.
pub(super) struct Sought {
    typed: Vec<(&'static str, String)>,
    providers: Vec<AuditChoice>,
    /// The same for the store.
    pub filter: AuditFilter,
    /// Behind which place the page begins.
    pub behind: Option<AuditPlace>,
    /// What is wrong with the person; empty when nothing is.
    pub person_problem: String,
    /// What is wrong with the first instant.
    pub from_problem: String,
    /// What is wrong with the last one.
    pub to_problem: String,
}

impl Sought {
    /// Reads it from a query or a form.
    pub async fn read(visit: &Visit, given: &[(String, String)], words: &Language) -> Result<Self, Problem> {
        let value =
            |name: &str| given.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim());
        let typed: Vec<(&'static str, String)> =
            FIELDS.iter().map(|name| (*name, value(name).to_owned())).collect();
        if typed.iter().any(|(_, text)| text.len() > LONGEST) {
            return Err(Refusal::TooLarge.into());
        }
        let mut sought = Self {
            typed,
            providers: Vec::new(),
            filter: AuditFilter::default(),
            behind: Some(value("after")).filter(|after| !after.is_empty()).map(place).transpose()?,
            person_problem: String::new(),
            from_problem: String::new(),
            to_problem: String::new(),
        };
        sought.filter.kinds = kinds(sought.value("kind"))?;
        sought.filter.refusal = refusal(sought.value("refusal"))?;
        sought.read_person(visit, words).await?;
        sought.read_provider(visit).await?;
        sought.read_time(visit.state.context.now(), words)?;
        Ok(sought)
    }

    fn value(&self, name: &str) -> &str {
        self.typed.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// A person is named by address, or, when they were deleted, by id.
    async fn read_person(&mut self, visit: &Visit, words: &Language) -> Result<(), Problem> {
        let typed = self.value("person").to_owned();
        if typed.is_empty() {
            return Ok(());
        }
        self.filter.user = match (typed.parse(), typed.parse::<EmailAddress>()) {
            (Ok(id), _) => Some(id),
            (_, Ok(email)) => users::find(&visit.state.context, &email).await?.map(|user| user.id),
            _ => None,
        };
        if self.filter.user.is_none() {
            self.person_problem = fl!(words, "admin-audit-nobody");
        }
        Ok(())
    }

    async fn read_provider(&mut self, visit: &Visit) -> Result<(), Problem> {
        let typed = self.value("provider").to_owned();
        let all = providers::list(&visit.state.context).await?;
        let mut choices: Vec<AuditChoice> = all
            .iter()
            .map(|provider| AuditChoice::of(provider.slug.as_str(), &provider.name, &typed))
            .collect();
        if !typed.is_empty() {
            let known =
                all.iter().find(|provider| provider.slug.as_str() == typed).map(|provider| provider.id);
            let id = known.or_else(|| typed.parse::<ProviderId>().ok());
            if known.is_none() {
                choices.push(AuditChoice::of(&typed, &typed, &typed));
            }
            self.filter.provider = Some(id.ok_or(Problem::Refused(Refusal::BadRequest))?);
        }
        self.providers = choices;
        Ok(())
    }

    fn read_time(&mut self, now: Timestamp, words: &Language) -> Result<(), Problem> {
        let when = self.value("when");
        if !when.is_empty() {
            let span = SPANS.iter().find(|(name, _)| *name == when).map(|(_, span)| *span);
            let span = span.ok_or(Problem::Refused(Refusal::BadRequest))?;
            self.filter.since = Some(now.minus(span).as_micros());
        }
        let (from, to) = (self.value("from").to_owned(), self.value("to").to_owned());
        let wrong = || fl!(words, "admin-audit-time-wrong");
        if !from.is_empty() {
            // What was typed counts, and not what was chosen beside it.
            match instant(&from) {
                Some(at) => self.filter.since = Some(at),
                None => self.from_problem = wrong(),
            }
        }
        if !to.is_empty() {
            match instant(&to) {
                Some(at) if self.filter.since.is_some_and(|since| at <= since) => {
                    self.to_problem = fl!(words, "admin-audit-time-backwards");
                }
                Some(at) => self.filter.until = Some(at),
                None => self.to_problem = wrong(),
            }
        }
        Ok(())
    }

    /// Whether something cannot be looked for.
    pub fn is_wrong(&self) -> bool {
        [&self.person_problem, &self.from_problem, &self.to_problem].iter().any(|problem| !problem.is_empty())
    }

    /// Whether something is looked for at all.
    pub fn is_filtered(&self) -> bool {
        self.typed.iter().any(|(_, value)| !value.is_empty())
    }

    /// What was typed and chosen, for the hidden fields of another form.
    pub fn typed(&self) -> Vec<(String, String)> {
        let filled = self.typed.iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    /// The address of the page that shows this, below the public URL's path.
    pub fn address(&self, behind: Option<AuditPlace>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.typed());
        if let Some(place) = behind {
            query.append_pair("after", &format!("{}.{}", place.at, place.id));
        }
        let query = query.finish();
        if query.is_empty() { "/admin/audit".to_owned() } else { format!("/admin/audit?{query}") }
    }

    /// The fields of the form as they are filled in.
    pub fn fields(&self, words: &Language) -> AuditFields {
        let kind = self.value("kind");
        let group = |group: EventGroup| {
            let whole = AuditChoice::of(
                &format!("all-{}", group.as_str()),
                &fl!(words, "admin-audit-kind-all", group = words::group(words, group)),
                kind,
            );
            let kinds =
                group.kinds().map(|one| AuditChoice::of(one.as_str(), &words::label(words, one), kind));
            (words::group(words, group), std::iter::once(whole).chain(kinds).collect())
        };
        let span = |(name, _): &(&str, Duration)| {
            AuditChoice::of(name, &words::span(words, name), self.value("when"))
        };
        let refusal = |refusal: &Refusal| {
            let code = refusal.code();
            let label = fl!(
                words,
                "admin-audit-refusal-code",
                what = sentences::refused(words, *refusal),
                code = code
            );
            AuditChoice::of(code, &label, self.value("refusal"))
        };
        AuditFields {
            person: self.value("person").to_owned(),
            providers: self.providers.clone(),
            kinds: EventGroup::ALL.into_iter().map(group).collect(),
            refusals: Refusal::ALL.iter().map(refusal).collect(),
            spans: SPANS.iter().map(span).collect(),
            from: self.value("from").to_owned(),
            to: self.value("to").to_owned(),
        }
    }
}

fn place(text: &str) -> Result<AuditPlace, Problem> {
    let parsed = text
        .split_once('.')
        .and_then(|(at, id)| Some(AuditPlace { at: at.parse().ok()?, id: id.parse().ok()? }));
    parsed.ok_or_else(|| Refusal::BadRequest.into())
}

/// One kind, or all of a group.
fn kinds(typed: &str) -> Result<Vec<&'static str>, Problem> {
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(kind) = EventKind::from_word(typed) {
        return Ok(vec![kind.as_str()]);
    }
    let group = typed.strip_prefix("all-");
    let group = EventGroup::ALL.into_iter().find(|known| Some(known.as_str()) == group);
    let group = group.ok_or(Problem::Refused(Refusal::BadRequest))?;
    Ok(group.kinds().map(EventKind::as_str).collect())
}

fn refusal(typed: &str) -> Result<Option<String>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let is_known = Refusal::ALL.iter().any(|refusal| refusal.code() == typed);
    if is_known { Ok(Some(typed.to_owned())) } else { Err(Refusal::BadRequest.into()) }
}

/// An instant in UTC, as a browser's field for it writes it; in microseconds.
fn instant(typed: &str) -> Option<i64> {
    let typed = typed.trim_end_matches('Z').replace(' ', "T");
    let whole = PrimitiveDateTime::parse(
        &typed,
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]"),
    );
    let minutes =
        || PrimitiveDateTime::parse(&typed, format_description!("[year]-[month]-[day]T[hour]:[minute]"));
    let day = || Date::parse(&typed, format_description!("[year]-[month]-[day]")).map(Date::midnight);
    let parsed = whole.or_else(|_| minutes()).or_else(|_| day()).ok()?;
    i64::try_from(parsed.assume_utc().unix_timestamp_nanos().div_euclid(1000)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_as_browsers_and_people_write_it() {
        let at = instant("2026-11-22T14:03").unwrap();
        assert_eq!(Timestamp::from_micros(at).to_string(), "2026-11-22T14:03:00Z");
        for same in ["2026-11-22 14:03", "2026-11-22T14:03:00", "2026-11-22T14:03:00Z"] {
            assert_eq!(instant(same), Some(at), "{same}");
        }
        assert_eq!(instant("2026-11-22"), instant("2026-11-22T00:00"));
        for wrong in ["yesterday", "2026-13-01", "2026-11-22T25:00", "-1", "22.11.2026"] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }
}
