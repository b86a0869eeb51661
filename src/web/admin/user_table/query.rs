//! What the address of the table says, and how it is said: filters, sort, where the page begins, which columns. Judged
//! strictly; an empty value is as good as none.

use url::form_urlencoded::Serializer;

use crate::domain::refusal::Refusal;
use crate::domain::user::UserStatus;
use crate::domain::user_search::Search;
use crate::domain::user_table::{Begin, Sort, SortKey, UserFilter};
use crate::web::pages::admin::Columns;
use crate::web::problem::Problem;

/// The table's address, below the public URL's path.
pub const TABLE: &str = "/admin/users";
/// In front of a column's name, in the form that chooses columns.
const COLUMN: &str = "column.";

/// What is asked of the table.
#[derive(Clone, Debug, Default)]
pub struct TableQuery {
    /// Whom it shows.
    pub filter: UserFilter,
    /// In which order.
    pub sort: Sort,
    /// From where.
    pub begin: Begin,
    /// The columns, when somebody chooses them.
    pub columns: Option<Columns>,
}

impl TableQuery {
    /// Reads the fields of a query or of a form; those that are not about the table are passed over.
    pub fn read(fields: &[(String, String)]) -> Result<Self, Problem> {
        let bad = || Problem::Refused(Refusal::BadRequest);
        let mut query = Self::default();
        let mut columns = Columns::none();
        let mut are_columns_chosen = false;
        for (name, value) in fields {
            if let Some(column) = name.strip_prefix(COLUMN) {
                columns.add(column).ok_or_else(bad)?;
                continue;
            }
            if value.is_empty() {
                continue;
            }
            let filter = &mut query.filter;
            match name.as_str() {
                "q" => filter.search = Search::parse(value),
                "status" => filter.status = Some(UserStatus::from_word(value).ok_or_else(bad)?),
                "group" => filter.group = Some(value.parse().map_err(|_| bad())?),
                "administrator" => filter.is_administrator = Some(yes_or_no(value).ok_or_else(bad)?),
                "never" => filter.never_signed_in = is_one(value).ok_or_else(bad)?,
                "must_change" => filter.must_change = is_one(value).ok_or_else(bad)?,
                "throttled" => filter.is_throttled = is_one(value).ok_or_else(bad)?,
                "sort" => query.sort.key = SortKey::from_word(value).ok_or_else(bad)?,
                "down" => query.sort.is_descending = is_one(value).ok_or_else(bad)?,
                "after" => query.begin = Begin::After(value.parse().map_err(|_| bad())?),
                "before" => query.begin = Begin::Before(value.parse().map_err(|_| bad())?),
                "columns" => are_columns_chosen = is_one(value).ok_or_else(bad)?,
                _ => {}
            }
        }
        query.columns = are_columns_chosen.then_some(columns);
        Ok(query)
    }

    /// The filters as fields.
    pub fn filter_fields(&self) -> Vec<(String, String)> {
        let filter = &self.filter;
        let one = |is_asked: bool| is_asked.then(|| "1".to_owned());
        let administrator = filter.is_administrator.map(|yes| if yes { "yes" } else { "no" }.to_owned());
        let fields = [
            ("q", filter.search.as_ref().map(|search| search.typed().to_owned())),
            ("status", filter.status.map(|status| status.as_str().to_owned())),
            ("group", filter.group.as_ref().map(ToString::to_string)),
            ("administrator", administrator),
            ("never", one(filter.never_signed_in)),
            ("must_change", one(filter.must_change)),
            ("throttled", one(filter.is_throttled)),
        ];
        let asked = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        asked.collect()
    }

    /// The sort as fields; the one that needs no saying has none.
    pub fn sort_fields(&self) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        if self.sort.key != SortKey::default() {
            fields.push(("sort".to_owned(), self.sort.key.as_str().to_owned()));
        }
        if self.sort.is_descending {
            fields.push(("down".to_owned(), "1".to_owned()));
        }
        fields
    }

    /// Everything but the columns, as fields.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields = self.filter_fields();
        fields.extend(self.sort_fields());
        match &self.begin {
            Begin::Start => {}
            Begin::After(position) => fields.push(("after".to_owned(), position.to_string())),
            Begin::Before(position) => fields.push(("before".to_owned(), position.to_string())),
        }
        fields
    }

    /// The address that asks the same, below the public URL's path.
    pub fn address(&self) -> String {
        let fields = self.fields();
        if fields.is_empty() {
            return TABLE.to_owned();
        }
        format!("{TABLE}?{}", Serializer::new(String::new()).extend_pairs(fields).finish())
    }

    /// The same from somewhere else.
    pub fn from(&self, begin: Begin) -> Self {
        Self { begin, ..self.clone() }
    }

    /// The same in another order, from its beginning. The order that it has is turned round.
    pub fn sorted_by(&self, key: SortKey) -> Self {
        let is_descending = self.sort.key == key && !self.sort.is_descending;
        Self { sort: Sort { key, is_descending }, begin: Begin::Start, ..self.clone() }
    }
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn is_one(value: &str) -> Option<bool> {
    (value == "1").then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::decode;

    #[test]
    fn an_address_says_what_was_read_from_it() {
        let asked = "/admin/users?q=m%C3%BCller+%25&status=disabled&group=sales+%26+more&administrator=no&never=1\
                     &must_change=1&throttled=1&sort=name&down=1";
        let fields = decode::parameters(asked.split_once('?').unwrap().1.as_bytes()).unwrap();
        assert_eq!(TableQuery::read(&fields).unwrap().address(), asked);
        assert_eq!(TableQuery::default().address(), "/admin/users");
    }

    #[test]
    fn what_nobody_could_have_chosen_is_refused() {
        for (name, value) in [
            ("status", "gone"),
            ("administrator", "1"),
            ("never", "yes"),
            ("sort", "id"),
            ("sort", "password"),
            ("after", "x"),
            ("column.password", "1"),
        ] {
            assert!(TableQuery::read(&[(name.into(), value.into())]).is_err(), "{name}={value}");
        }
    }
}
