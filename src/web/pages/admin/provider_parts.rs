//! The parts that several pages about providers are made of. Everything in them is text that was chosen before.

use crate::web::moment::Moment;

/// How a value is typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    #[default]
    Line,
    /// Yes, no, or what the profile has.
    YesNo,
}

/// One field of a form.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// Its name, and its id on the page.
    pub id: String,
    /// What stands above it.
    pub label: String,
    /// What is in it.
    pub value: String,
    /// What stands below it; empty for nothing.
    pub hint: String,
    /// What is wrong with it; empty for nothing.
    pub problem: String,
    /// Attributes of the input.
    pub attributes: Vec<(String, String)>,
    /// How it is typed.
    pub kind: FieldKind,
}

/// A group that can be ticked.
#[derive(Clone, Debug)]
pub struct GroupTick {
    /// The field's name.
    pub field: String,
    /// The field's id: a number, because names of groups may have blanks.
    pub id: String,
    /// The group's name.
    pub name: String,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// What can be filled in about a provider.
#[derive(Clone, Debug, Default)]
pub struct ProviderForm {
    /// What is wrong with the whole; empty for nothing.
    pub problem: String,
    /// Name, and for a new one the name in addresses.
    pub names: Vec<Field>,
    /// The profile's settings.
    pub settings: Vec<Field>,
    /// Further hosts that people may be returned to.
    pub hosts: Field,
    /// Open to everyone.
    pub is_for_everyone: bool,
    /// Groups that are known.
    pub groups: Vec<GroupTick>,
    /// Further groups.
    pub more_groups: Field,
    /// How old a sign-in may be.
    pub age: Field,
}

impl ProviderForm {
    /// Whether anything is wrong.
    pub fn is_wrong(&self) -> bool {
        let further = [&self.hosts, &self.more_groups, &self.age];
        let mut fields = self.names.iter().chain(&self.settings).chain(further);
        !self.problem.is_empty() || fields.any(|field| !field.problem.is_empty())
    }

    /// A form to look at pages with.
    #[must_use]
    pub(super) fn sample(problem: &str) -> Self {
        let field = |id: &str, label: &str, value: &str, hint: &str| Field {
            id: id.to_owned(),
            label: label.to_owned(),
            value: value.to_owned(),
            hint: hint.to_owned(),
            ..Field::default()
        };
        let tick = |number: usize, name: &str| GroupTick {
            field: format!("group.{name}"),
            id: format!("group-{number}"),
            name: name.to_owned(),
            is_ticked: number == 1,
        };
        let mut subdomain = field(
            "set.subdomain",
            "Subdomain",
            "northwind",
            "The part before .zendesk.com of your Zendesk address. For example: acme",
        );
        subdomain.problem = problem.to_owned();
        let mut comes_back = field("set.back", "The browser comes back", "yes", "");
        comes_back.kind = FieldKind::YesNo;
        Self {
            problem: String::new(),
            names: vec![
                field("name", "Name", "Helpdesk", ""),
                field("slug", "Name in addresses", "desk", ""),
            ],
            settings: vec![subdomain, comes_back],
            hosts: field("set.allowed_hosts", "Further hosts", "help.northwind.example", ""),
            is_for_everyone: false,
            groups: vec![tick(1, "staff"), tick(2, super::super::LONG_GERMAN)],
            more_groups: field("more_groups", "Further groups", "", ""),
            age: field("session_age", "Minutes", "60", ""),
        }
    }
}

/// Something to paste.
#[derive(Clone, Debug)]
pub struct CopyValue {
    /// The field's id on the page.
    pub id: String,
    /// What it is.
    pub label: String,
    /// The value.
    pub value: String,
}

impl CopyValue {
    /// One to paste.
    pub fn new(id: &str, label: String, value: String) -> Self {
        Self { id: id.to_owned(), label, value }
    }

    pub(super) fn samples() -> Vec<Self> {
        let url = |end: &str| format!("https://sso.northwind.example/sso/desk/{end}");
        vec![
            Self::new("login", "Remote login URL".to_owned(), url("login")),
            Self::new("logout", "Remote logout URL".to_owned(), url("logout")),
        ]
    }
}

/// What a token would say about a person.
#[derive(Clone, Debug, Default)]
pub struct ClaimsView {
    /// Who it is.
    pub person: String,
    /// Names and values; empty when something is missing.
    pub claims: Vec<(String, String)>,
    /// Claims for which the record has nothing.
    pub missing: Vec<String>,
    /// What else stands in the way, in sentences.
    pub obstacles: Vec<String>,
    /// Where it would go, and how.
    pub travels: String,
}

impl ClaimsView {
    pub(super) fn samples() -> [Self; 2] {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let whole = Self {
            person: "Ann Lee, ann.lee@northwind.example".to_owned(),
            claims: vec![
                pair("email", "ann.lee@northwind.example"),
                pair("iat", "1795000000"),
                pair("jti", "1795000000/qG3v0YJ6yQm1n8o2S0d9cQxR4tUw7zAb"),
                pair("name", super::super::LONG_JAPANESE),
            ],
            travels: "https://northwind.zendesk.com/access/jwt".to_owned(),
            ..Self::default()
        };
        let wanting = Self {
            person: whole.person.clone(),
            missing: vec!["first_name".to_owned(), "last_name".to_owned()],
            obstacles: vec!["The provider is switched off.".to_owned()],
            ..Self::default()
        };
        [whole, wanting]
    }
}

/// One thing that happened at a provider.
#[derive(Clone, Debug)]
pub struct ProviderEvent {
    /// When.
    pub at: Moment,
    /// What, in a sentence.
    pub what: String,
    /// It was a refusal or an error.
    pub is_error: bool,
}

/// One of a provider's secrets, as far as it may be shown.
#[derive(Clone, Debug)]
pub struct SecretView {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its length, in words.
    pub length: String,
    /// Since when it has its place.
    pub since: Option<Moment>,
}
