//! What an administrator fills in about a person: from the form to values, with a sentence beside each field that does
//! not read, and everything typed kept.

use std::collections::{BTreeMap, BTreeSet};

use i18n_embed_fl::fl;

use crate::domain::attribute::{self, AttributeName};
use crate::domain::email::{EmailAddress, EmailRefused};
use crate::domain::group::GroupName;
use crate::domain::person_text::{self, MAX_EXTERNAL_ID, MAX_NAME, TextRefused};
use crate::domain::user::User;
use crate::flow::users::NewUser;
use crate::web::form::Form;
use crate::web::language::Language;
use crate::web::pages::admin::person::{
    AttributeLine, GroupTick, LanguageChoice, Line, NewAttribute, PersonFields,
};

/// Lines for further groups, and as many for further attributes.
const FURTHER: usize = 2;

/// Languages that can be chosen, by their names in themselves.
const LANGUAGES: [(&str, &str); 26] = [
    ("bg", "български"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "español"),
    ("et", "eesti"),
    ("fi", "suomi"),
    ("fr", "français"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("it", "italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nb", "norsk bokmål"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("pt", "português"),
    ("ro", "română"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("sv", "svenska"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
    ("zh", "中文"),
];

/// What was filled in, where all of it reads.
#[derive(Clone, Debug)]
pub struct Details {
    /// What a new person would have, too.
    pub person: NewUser,
    /// Attributes that are set, and with `None` those that are removed.
    pub attributes: BTreeMap<AttributeName, Option<String>>,
}

/// Fields with nothing filled in.
pub fn empty(words: &Language) -> PersonFields {
    PersonFields {
        languages: languages(words, ""),
        join: vec![Line::default(); FURTHER],
        new_attributes: vec![NewAttribute::default(); FURTHER],
        ..PersonFields::default()
    }
}

/// Fields with what is known of a person.
pub fn of_person(words: &Language, user: &User, attributes: &attribute::Attributes) -> PersonFields {
    let line = |value: &str| Line { value: value.to_owned(), problem: String::new() };
    let attributes = attributes.iter();
    PersonFields {
        email: line(user.email.as_str()),
        first_name: line(&user.first_name),
        last_name: line(&user.last_name),
        external_id: line(user.external_id.as_deref().unwrap_or_default()),
        languages: languages(words, user.locale.as_deref().unwrap_or_default()),
        groups: user
            .groups
            .iter()
            .map(|group| GroupTick { name: group.to_string(), is_ticked: true })
            .collect(),
        is_administrator: user.is_administrator,
        attributes: attributes
            .map(|(name, value)| AttributeLine { name: name.to_string(), line: line(value) })
            .collect(),
        ..empty(words)
    }
}

fn languages(words: &Language, chosen: &str) -> Vec<LanguageChoice> {
    let choice =
        |tag: &str, name: String| LanguageChoice { is_chosen: tag == chosen, tag: tag.to_owned(), name };
    let mut all = vec![choice("", fl!(words, "admin-person-language-browser"))];
    all.extend(LANGUAGES.iter().map(|(tag, name)| choice(tag, (*name).to_owned())));
    if !all.iter().any(|choice| choice.is_chosen) {
        // Set on the command line or by an import; it stays.
        all.push(choice(chosen, chosen.to_owned()));
    }
    all
}

/// Reads a form. `known` are the groups that stood on the page, ticked or not. The second is `None` when anything does
/// not read; the fields then say what.
pub fn read(words: &Language, form: &Form, known: &BTreeSet<GroupName>) -> (PersonFields, Option<Details>) {
    let mut reader = Reader { words, form, fields: empty(words), is_good: true };
    let email = reader.email();
    let first_name = reader.text("first_name", MAX_NAME, |fields| &mut fields.first_name);
    let last_name = reader.text("last_name", MAX_NAME, |fields| &mut fields.last_name);
    let external_id = reader.text("external_id", MAX_EXTERNAL_ID, |fields| &mut fields.external_id);
    let locale = reader.locale();
    let groups = reader.groups(known);
    let attributes = reader.attributes();
    let is_administrator = form.is_ticked("is_administrator");
    reader.fields.is_administrator = is_administrator;
    let Reader { fields, is_good, .. } = reader;
    let details = email.filter(|_| is_good).map(|email| Details {
        person: NewUser {
            email,
            first_name,
            last_name,
            external_id: Some(external_id).filter(|id| !id.is_empty()),
            locale,
            groups,
            is_administrator,
        },
        attributes,
    });
    (fields, details)
}

struct Reader<'a> {
    words: &'a Language,
    form: &'a Form,
    fields: PersonFields,
    is_good: bool,
}

impl Reader<'_> {
    fn line(&mut self, value: &str, problem: Option<String>) -> Line {
        self.is_good &= problem.is_none();
        Line { value: value.to_owned(), problem: problem.unwrap_or_default() }
    }

    fn email(&mut self) -> Option<EmailAddress> {
        let typed = self.form.raw("email");
        let parsed = typed.parse::<EmailAddress>();
        let problem = match parsed {
            Ok(_) => None,
            Err(_) if typed.trim().is_empty() => Some(fl!(self.words, "admin-person-email-missing")),
            Err(EmailRefused::Shape) => Some(fl!(self.words, "admin-person-email-shape")),
            Err(EmailRefused::Character) => Some(fl!(self.words, "admin-person-email-character")),
            Err(EmailRefused::TooLong) => Some(fl!(self.words, "admin-person-email-long")),
        };
        self.fields.email = self.line(typed, problem);
        parsed.ok()
    }

    fn text(
        &mut self,
        name: &str,
        most: usize,
        place: impl FnOnce(&mut PersonFields) -> &mut Line,
    ) -> String {
        let typed = self.form.raw(name);
        let (value, problem) = match person_text::line(typed, most) {
            Ok(text) => (text, None),
            Err(refused) => (String::new(), Some(refusal(self.words, &refused, most))),
        };
        let line = self.line(typed, problem);
        *place(&mut self.fields) = line;
        value
    }

    fn locale(&mut self) -> Option<String> {
        let typed = self.form.raw("locale");
        self.fields.languages = languages(self.words, typed);
        if typed.is_empty() {
            return None;
        }
        let parsed = person_text::locale(typed);
        if parsed.is_err() {
            self.is_good = false;
            self.fields.language_problem = fl!(self.words, "admin-person-language-unknown");
        }
        parsed.ok()
    }

    fn groups(&mut self, known: &BTreeSet<GroupName>) -> BTreeSet<GroupName> {
        let ticked = self.form.ticked("group.").filter_map(|name| name.parse().ok());
        let mut groups: BTreeSet<GroupName> = ticked.collect();
        let shown: BTreeSet<&GroupName> = known.iter().chain(&groups).collect();
        self.fields.groups = shown
            .into_iter()
            .map(|group| GroupTick { name: group.to_string(), is_ticked: groups.contains(group) })
            .collect();
        let mut lines = Vec::new();
        for number in 1..=FURTHER {
            let typed = self.form.raw(&format!("join-{number}"));
            let parsed = typed.parse::<GroupName>();
            let problem = match &parsed {
                Ok(_) | Err(TextRefused::Empty) => None,
                Err(refused) => Some(refusal(self.words, refused, MAX_NAME)),
            };
            lines.push(self.line(typed, problem));
            groups.extend(parsed.ok());
        }
        self.fields.join = lines;
        groups
    }

    fn attributes(&mut self) -> BTreeMap<AttributeName, Option<String>> {
        let mut found = BTreeMap::new();
        let mut lines = Vec::new();
        for (field, typed) in self.form.fields() {
            let Some(name) = field.strip_prefix("attribute.") else { continue };
            let Ok(parsed) = name.parse::<AttributeName>() else { continue };
            let value = self.value(typed);
            let problem = value.as_ref().err().cloned();
            lines.push(AttributeLine { name: name.to_owned(), line: self.line(typed, problem) });
            found.insert(parsed, value.ok().flatten());
        }
        self.fields.attributes = lines;
        let mut lines = Vec::new();
        for number in 1..=FURTHER {
            let name = self.form.raw(&format!("new-name-{number}"));
            let typed = self.form.raw(&format!("new-value-{number}"));
            let problem = self.add_attribute(&mut found, name, typed).err();
            lines.push(NewAttribute { name: name.to_owned(), line: self.line(typed, problem) });
        }
        self.fields.new_attributes = lines;
        found
    }

    fn add_attribute(
        &self,
        found: &mut BTreeMap<AttributeName, Option<String>>,
        name: &str,
        typed: &str,
    ) -> Result<(), String> {
        if name.trim().is_empty() && typed.trim().is_empty() {
            return Ok(());
        }
        let misnamed = |_| fl!(self.words, "admin-person-attribute-misnamed");
        let name: AttributeName = name.trim().parse().map_err(misnamed)?;
        if found.contains_key(&name) {
            return Err(fl!(self.words, "admin-person-attribute-double"));
        }
        let value = self.value(typed)?.ok_or_else(|| fl!(self.words, "admin-person-attribute-valueless"))?;
        found.insert(name, Some(value));
        Ok(())
    }

    fn value(&self, typed: &str) -> Result<Option<String>, String> {
        let most = attribute::MAX_ATTRIBUTE_VALUE;
        attribute::value(typed).map_err(|refused| refusal(self.words, &refused, most))
    }
}

fn refusal(words: &Language, refused: &TextRefused, most: usize) -> String {
    match refused {
        TextRefused::TooLong(_) => fl!(words, "admin-person-text-long", most = most),
        _ => fl!(words, "admin-person-text-control"),
    }
}
