//! The fields by which a person is described, on the page that adds one and on the page that changes one.

/// A line that is typed, with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What stands in it.
    pub value: String,
    /// What is wrong with it; empty when nothing is.
    pub problem: String,
}

/// A group that can be ticked.
#[derive(Clone, Debug)]
pub struct GroupTick {
    /// The group.
    pub name: String,
    /// The person belongs to it.
    pub is_ticked: bool,
}

/// An attribute that the person has.
#[derive(Clone, Debug)]
pub struct AttributeLine {
    /// Its name.
    pub name: String,
    /// Its value.
    pub line: Line,
}

/// A new attribute, its name to be typed too.
#[derive(Clone, Debug, Default)]
pub struct NewAttribute {
    /// The name as typed.
    pub name: String,
    /// Its value, and what is wrong with either.
    pub line: Line,
}

/// A language that can be chosen.
#[derive(Clone, Debug)]
pub struct LanguageChoice {
    /// Its tag; empty for the browser's.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
    /// It is chosen.
    pub is_chosen: bool,
}

/// Everything that can be filled in.
#[derive(Clone, Debug, Default)]
pub struct PersonFields {
    /// Identity at the providers.
    pub email: Line,
    /// What a tick would do that lets the address be taken though it is held; `None` when it is not.
    pub release: Option<String>,
    /// Given name.
    pub first_name: Line,
    /// Family name.
    pub last_name: Line,
    /// Id at providers.
    pub external_id: Line,
    /// Languages; the first is the browser's.
    pub languages: Vec<LanguageChoice>,
    /// What is wrong with the language.
    pub language_problem: String,
    /// Groups that the person belongs to, or did when the page was asked for.
    pub groups: Vec<GroupTick>,
    /// Further groups, typed.
    pub join: Vec<Line>,
    /// Groups that there are, to be offered.
    pub known_groups: Vec<String>,
    /// May administer.
    pub is_administrator: bool,
    /// Why they must.
    pub administrator_problem: String,
    /// Attributes that the person has.
    pub attributes: Vec<AttributeLine>,
    /// Further attributes, typed.
    pub new_attributes: Vec<NewAttribute>,
    /// Names of attributes that there are, to be offered.
    pub known_attributes: Vec<String>,
    /// Which attributes give rights at a provider.
    pub rights: Vec<String>,
}

impl PersonFields {
    /// Whether anything is wrong.
    pub fn has_problems(&self) -> bool {
        let lines = [&self.email, &self.first_name, &self.last_name, &self.external_id];
        let attributes = self.attributes.iter().map(|attribute| &attribute.line);
        let lines = lines.into_iter().chain(&self.join).chain(attributes);
        let lines = lines.chain(self.new_attributes.iter().map(|attribute| &attribute.line));
        let mut problems =
            lines.map(|line| &line.problem).chain([&self.language_problem, &self.administrator_problem]);
        problems.any(|problem| !problem.is_empty())
    }

    /// Fields to look at pages with.
    #[must_use]
    pub fn sample() -> Self {
        let line = |value: &str| Line { value: value.to_owned(), problem: String::new() };
        Self {
            email: line("ada.lindqvist@northwind.example"),
            first_name: line("Ada"),
            last_name: line("Lindqvist"),
            external_id: line("4711"),
            languages: [("", "–", false), ("de", "Deutsch", true), ("en", "English", false)]
                .map(|(tag, name, is_chosen)| LanguageChoice {
                    tag: tag.to_owned(),
                    name: name.to_owned(),
                    is_chosen,
                })
                .to_vec(),
            groups: vec![GroupTick { name: "staff".to_owned(), is_ticked: true }],
            join: vec![Line::default(), Line::default()],
            known_groups: vec!["finance".to_owned(), "support".to_owned()],
            attributes: vec![AttributeLine { name: "department".to_owned(), line: line("Vertrieb") }],
            new_attributes: vec![NewAttribute::default(), NewAttribute::default()],
            known_attributes: vec!["company".to_owned()],
            rights: vec!["desk_role gives rights: Zendesk gets it as the claim “role”.".to_owned()],
            ..Self::default()
        }
    }

    /// The same with long names.
    #[must_use]
    pub fn long_sample(name: &str) -> Self {
        let line = || Line { value: name.to_owned(), problem: String::new() };
        Self {
            email: Line {
                value: format!("{}@{}.example", "maximilian".repeat(4), "northwind".repeat(4)),
                problem: name.to_owned(),
            },
            release: Some(name.to_owned()),
            first_name: line(),
            last_name: line(),
            groups: vec![GroupTick { name: name.to_owned(), is_ticked: true }],
            administrator_problem: name.to_owned(),
            attributes: vec![AttributeLine { name: "department".to_owned(), line: line() }],
            ..Self::sample()
        }
    }
}
