//! The table of people below its page: whom a search finds, what each filter lets through, and that pages lose nobody
//! and show nobody twice.

use std::time::Duration;

use bridgewarden::domain::clock::Clock;
use bridgewarden::domain::user::{User, UserStatus};
use bridgewarden::domain::user_search::Search;
use bridgewarden::domain::user_table::{Begin, Count, Order, Position, Sort, SortKey, UserFilter};
use bridgewarden::flow::users::{self, PasswordChoice, UserChange, UserPage, Wanted};
use bridgewarden::store::users as store;

use crate::on_each_database;
use crate::support::Bridge;

fn searched(typed: &str) -> UserFilter {
    UserFilter { search: Search::parse(typed), ..UserFilter::default() }
}

async fn page(bridge: &Bridge, filter: &UserFilter, sort: Sort, begin: Begin, limit: usize) -> UserPage {
    let wanted = Wanted { filter: filter.clone(), sort, begin, limit, keeps_order: false };
    users::page(&bridge.context, wanted).await.unwrap()
}

fn names(page: &UserPage) -> Vec<String> {
    page.people.iter().map(|person| person.user.email.local_part().to_owned()).collect()
}

/// Local parts of everybody who is found, by address.
async fn found(bridge: &Bridge, filter: &UserFilter) -> Vec<String> {
    let page = page(bridge, filter, Sort::default(), Begin::Start, 100).await;
    assert_eq!(page.count, Count::Exactly(page.people.len()));
    names(&page)
}

async fn add(bridge: &Bridge, email: &str, first_name: &str, last_name: &str) {
    let choice = PasswordChoice::Given {
        password: bridgewarden::domain::password::Password::parse(crate::support::PASSWORD).unwrap(),
        must_change: false,
    };
    let named = |new: &mut users::NewUser| {
        (new.first_name, new.last_name) = (first_name.into(), last_name.into());
    };
    bridge.add(email, named, choice).await;
}

/// Many people quickly, without passwords.
async fn crowd(bridge: &Bridge, people: Vec<User>) {
    for some in people.chunks(200) {
        let some = some.to_vec();
        let write = move |connection: &mut bridgewarden::store::DbConnection| {
            some.iter().try_for_each(|user| store::insert(connection, user))
        };
        bridge.context.store.write(write).await.unwrap();
    }
}

fn person(bridge: &Bridge, number: usize) -> User {
    User {
        id: bridgewarden::domain::id::UserId::unique(),
        email: format!("p{number:04}@example.com").parse().unwrap(),
        first_name: String::new(),
        // Many share a name, an hour and a last sign-in.
        last_name: format!("Name{}", number % 3),
        external_id: None,
        locale: None,
        groups: Default::default(),
        status: UserStatus::Active,
        is_administrator: false,
        created_at: bridge.clock.now().minus(Duration::from_secs(3600 * (number as u64 % 4))),
        updated_at: bridge.clock.now(),
        last_sign_in_at: number
            .is_multiple_of(2)
            .then(|| bridge.clock.now().minus(Duration::from_secs(number as u64 % 5))),
    }
}

on_each_database! {
    async fn a_person_is_found_by_the_beginning_of_any_piece_of_name_or_address(bridge: Bridge) {
        for (email, first, last) in [
            ("jw@example.com", "Jürgen", "Weiß"),
            ("taro@example.co.jp", "太郎", "山田"),
            ("mary.o-neill@mail.example.com", "Mary", "O’Neill"),
            ("100%_sure@example.org", "Per", "Cent_100%"),
            ("a_b@example.org", "A_b", "Axb"),
        ] {
            add(&bridge, email, first, last).await;
        }
        for (typed, expected) in [
            ("jür", vec!["jw"]),
            ("JUERGEN weiss", vec!["jw"]),
            ("jurgen", vec!["jw"]),
            ("山田", vec!["taro"]),
            ("太郎 山", vec!["taro"]),
            ("郎", vec!["taro"]),
            ("mary.o-n", vec!["mary.o-neill"]),
            ("o'neill", vec!["mary.o-neill"]),
            ("oneill mary", vec!["mary.o-neill"]),
            ("@mail.example", vec!["mary.o-neill"]),
            ("example.com", vec!["jw", "mary.o-neill"]),
            ("100%", vec!["100%_sure"]),
            ("cent_1", vec!["100%_sure"]),
            ("a_b", vec!["a_b"]),
            ("axb", vec!["a_b"]),
            ("", vec!["100%_sure", "a_b", "jw", "mary.o-neill", "taro"]),
        ] {
            assert_eq!(found(&bridge, &searched(typed)).await, expected, "{typed:?}");
        }
        // What stands for anything elsewhere is a letter like any other here, and a piece inside is no beginning.
        for typed in ["%", "_", "a%", "m_ry", "ary", "jw mary", "' OR 1=1 --", "\\", "*", "com"] {
            assert_eq!(found(&bridge, &searched(typed)).await, [""; 0], "{typed:?}");
        }
    }
}

on_each_database! {
    async fn whoever_is_renamed_or_deleted_is_found_accordingly_at_once(bridge: Bridge) {
        add(&bridge, "ann@example.com", "Ann", "Lee").await;
        let change = UserChange {
            email: Some("ann.jones@example.org".parse().unwrap()),
            last_name: Some("Jönes".into()),
            external_id: Some(Some("PN-4711".into())),
            ..UserChange::default()
        };
        bridge.change_person("ann@example.com", change).await;
        for typed in ["jones", "joenes", "4711", "pn-4", "example.org"] {
            assert_eq!(found(&bridge, &searched(typed)).await, ["ann.jones"], "{typed}");
        }
        for typed in ["lee", "example.com", "ann@"] {
            assert_eq!(found(&bridge, &searched(typed)).await, [""; 0], "{typed}");
        }
        users::delete(&bridge.context, &"ann.jones@example.org".parse().unwrap(), &bridge.origin()).await.unwrap();
        assert_eq!(found(&bridge, &searched("jones")).await, [""; 0]);
        assert_eq!(bridge.database.names("SELECT term AS name FROM user_terms"), [""; 0]);
    }
}

on_each_database! {
    async fn each_filter_lets_through_whom_it_names_and_all_of_them_together_too(bridge: Bridge) {
        for name in ["ann", "bob", "cid", "dan", "eve"] {
            add(&bridge, &format!("{name}@example.com"), name, "Lee").await;
        }
        bridge.add_administrator("root@example.com").await;
        bridge.disable("bob@example.com").await;
        let staff = |change: &mut UserChange| change.join = ["staff".parse().unwrap()].into();
        let mut change = UserChange::default();
        staff(&mut change);
        for email in ["ann@example.com", "bob@example.com"] {
            bridge.change_person(email, change.clone()).await;
        }
        let require = UserChange { require_password_change: true, ..UserChange::default() };
        bridge.change_person("cid@example.com", require).await;
        bridge.signed_in("dan@example.com").await;
        let mut browser = bridge.browser();
        let asked = browser.get("/sign-in").await;
        for _ in 0..40 {
            browser.sign_in(&asked, "eve@example.com", "wrong").await;
        }

        let all = ["ann", "bob", "cid", "dan", "eve", "root"];
        let filter = UserFilter::default();
        assert_eq!(found(&bridge, &filter).await, all);
        let group = Some("staff".parse().unwrap());
        for (what, filter, expected) in [
            ("active", UserFilter { status: Some(UserStatus::Active), ..filter.clone() }, vec!["ann", "cid", "dan", "eve", "root"]),
            ("disabled", UserFilter { status: Some(UserStatus::Disabled), ..filter.clone() }, vec!["bob"]),
            ("group", UserFilter { group: group.clone(), ..filter.clone() }, vec!["ann", "bob"]),
            ("administrator", UserFilter { is_administrator: Some(true), ..filter.clone() }, vec!["root"]),
            ("no administrator", UserFilter { is_administrator: Some(false), ..filter.clone() }, vec!["ann", "bob", "cid", "dan", "eve"]),
            ("never", UserFilter { never_signed_in: true, ..filter.clone() }, vec!["ann", "bob", "cid", "eve", "root"]),
            ("must change", UserFilter { must_change: true, ..filter.clone() }, vec!["cid"]),
            ("throttled", UserFilter { is_throttled: true, ..filter.clone() }, vec!["eve"]),
            ("two", UserFilter { group: group.clone(), status: Some(UserStatus::Active), ..filter.clone() }, vec!["ann"]),
            ("words too", UserFilter { group, never_signed_in: true, ..searched("lee b") }, vec!["bob"]),
            ("nobody", UserFilter { must_change: true, is_throttled: true, ..filter.clone() }, vec![]),
        ] {
            assert_eq!(found(&bridge, &filter).await, expected, "{what}");
        }
        let page = page(&bridge, &filter, Sort::default(), Begin::Start, 10).await;
        let marks: Vec<_> = page.people.iter().map(|one| (one.must_change, one.waits_until.is_some())).collect();
        assert_eq!(marks[2], (true, false), "cid");
        assert_eq!(marks[4], (false, true), "eve");
        bridge.clock.advance(Duration::from_secs(7 * 24 * 3600));
        assert_eq!(found(&bridge, &UserFilter { is_throttled: true, ..filter }).await, [""; 0], "the wait is over");
    }
}

/// Everybody, page by page; then back again.
async fn there_and_back(bridge: &Bridge, filter: &UserFilter, sort: Sort, limit: usize) -> Vec<String> {
    let (mut there, mut begin, mut last) = (Vec::new(), Begin::Start, None);
    let mut pages = Vec::new();
    loop {
        let page = page(bridge, filter, sort, begin, limit).await;
        assert!(!page.people.is_empty() || page.next.is_none(), "an empty page in the middle");
        there.extend(names(&page));
        pages.push(names(&page));
        last = page.previous.clone().or(last);
        match page.next {
            Some(next) => begin = Begin::After(next),
            None => break,
        }
    }
    pages.pop();
    let mut previous = last;
    while let Some(position) = previous {
        let page = page(bridge, filter, sort, Begin::Before(position), limit).await;
        assert_eq!(Some(names(&page)), pages.pop(), "{sort:?}");
        assert!(page.next.is_some());
        previous = page.previous;
    }
    assert_eq!(pages, Vec::<Vec<String>>::new(), "{sort:?}: the way back ended too early");
    there
}

on_each_database! {
    async fn every_sort_shows_everybody_once_forwards_and_backwards(bridge: Bridge) {
        let people: Vec<User> = (0..53).map(|number| person(&bridge, number)).collect();
        crowd(&bridge, people.clone()).await;
        let expected = |sort: Sort| {
            let mut people = people.clone();
            people.sort_by_key(|user| {
                let name = user.last_name.to_lowercase();
                let email = user.email.folded().as_str().to_owned();
                let number = |at: Option<bridgewarden::domain::clock::Timestamp>| at.map_or(0, |at| at.as_micros());
                match sort.key {
                    SortKey::Email => (email, 0, user.id),
                    SortKey::Name => (name, 0, user.id),
                    SortKey::LastSignIn => (String::new(), number(user.last_sign_in_at), user.id),
                    SortKey::Created => (String::new(), number(Some(user.created_at)), user.id),
                    SortKey::Id => (String::new(), 0, user.id),
                }
            });
            if sort.is_descending {
                people.reverse();
            }
            people.iter().map(|user| user.email.local_part().to_owned()).collect::<Vec<_>>()
        };
        // Whoever is meant by a search stands in the same order, though they are fetched in another way.
        for filter in [UserFilter::default(), searched("p")] {
            for key in SortKey::OFFERED {
                for is_descending in [false, true] {
                    let sort = Sort { key, is_descending };
                    for limit in [1, 7, 53, 60] {
                        assert_eq!(there_and_back(&bridge, &filter, sort, limit).await, expected(sort), "{sort:?} by {limit}");
                    }
                }
            }
        }
    }
}

on_each_database! {
    async fn people_who_come_and_go_between_two_pages_disturb_nobody_else(bridge: Bridge) {
        crowd(&bridge, (0..40).map(|number| person(&bridge, number * 2)).collect()).await;
        for key in SortKey::OFFERED {
            let sort = Sort { key, is_descending: false };
            let first = page(&bridge, &UserFilter::default(), sort, Begin::Start, 10).await;
            let all = there_and_back(&bridge, &UserFilter::default(), sort, 100).await;
            // The very person at whom the page ended goes; others come before and after.
            let last = first.people.last().unwrap().user.clone();
            users::delete(&bridge.context, &last.email, &bridge.origin()).await.unwrap();
            let mut early = person(&bridge, 1);
            (early.last_name, early.created_at) = ("Aaa".into(), bridgewarden::domain::clock::Timestamp::from_micros(0));
            crowd(&bridge, vec![early.clone()]).await;
            let mut seen = names(&first);
            let mut begin = Begin::After(first.next.unwrap());
            loop {
                let page = page(&bridge, &UserFilter::default(), sort, begin, 10).await;
                seen.extend(names(&page));
                let Some(next) = page.next else { break };
                begin = Begin::After(next);
            }
            seen.retain(|name| *name != early.email.local_part());
            assert_eq!(seen, all, "{key:?}");
            users::delete(&bridge.context, &early.email, &bridge.origin()).await.unwrap();
            crowd(&bridge, vec![last]).await;
        }
    }
}

on_each_database! {
    async fn more_than_a_few_finds_are_paged_in_the_order_of_what_was_found(bridge: Bridge) {
        let mut people: Vec<User> = (0..2100).map(|number| person(&bridge, number)).collect();
        // Several pieces of these begin alike: each of them is found once all the same.
        for (number, user) in people.iter_mut().enumerate().take(200) {
            user.first_name = format!("P{number}");
            user.external_id = Some(format!("P-{number}"));
        }
        people[7].last_name = "Needle".into();
        crowd(&bridge, people).await;
        let sort = Sort { key: SortKey::Name, is_descending: false };
        let first = page(&bridge, &searched("p"), sort, Begin::Start, 50).await;
        assert_eq!((first.order, first.count), (Order::Found, Count::MoreThan(1000)));
        let mut seen = there_and_back(&bridge, &searched("p"), sort, 300).await;
        seen.sort();
        assert_eq!(seen.len(), 2100);
        seen.dedup();
        assert_eq!(seen.len(), 2100, "somebody was shown twice");
        // A second word that few have narrows it down, and then it is sorted as it was asked for.
        let few = page(&bridge, &searched("p needle"), sort, Begin::Start, 50).await;
        assert_eq!((few.order, few.count), (Order::Sorted(sort), Count::Exactly(1)));
        // Two words of which each finds many.
        let both = there_and_back(&bridge, &searched("p name1"), Sort::default(), 500).await;
        assert_eq!(both.len(), 699);
        let everybody = page(&bridge, &UserFilter::default(), Sort::default(), Begin::Start, 50).await;
        assert_eq!(everybody.count, Count::MoreThan(1000));
    }
}

on_each_database! {
    async fn an_umlaut_and_its_other_spelling_find_each_other(bridge: Bridge) {
        for (email, last) in [
            ("a@example.com", "Müller"), ("b@example.com", "Mueller"), ("c@example.com", "Weiß"),
            ("d@example.com", "Weiss"), ("e@example.com", "Jörg-Jäger"), ("f@example.com", "Joerg-Jaeger"),
        ] {
            add(&bridge, email, "Kim", last).await;
        }
        for (typed, expected) in [
            ("müller", ["a", "b"]), ("mueller", ["a", "b"]), ("MÜLL", ["a", "b"]), ("Mu\u{308}ller kim", ["a", "b"]),
            ("weiß", ["c", "d"]), ("weiss", ["c", "d"]), ("WEISS", ["c", "d"]),
            ("jörg", ["e", "f"]), ("joerg", ["e", "f"]), ("jäger", ["e", "f"]), ("jaeger jörg", ["e", "f"]),
        ] {
            assert_eq!(found(&bridge, &searched(typed)).await, expected, "{typed}");
        }
        assert_eq!(found(&bridge, &searched("muller")).await, ["a"], "without its dots it is another name");
    }
}

on_each_database! {
    async fn many_of_both_spellings_are_turned_over_and_nobody_is_left_out_or_shown_twice(bridge: Bridge) {
        let mut people: Vec<User> = (0..1500).map(|number| person(&bridge, number)).collect();
        for (number, user) in people.iter_mut().enumerate() {
            // Between the two spellings stand others, who are not meant.
            let names = ["Müller", "Mueller", "Mugler"];
            user.last_name = format!("{}{number}", names[number % 3]);
        }
        let (meant, others): (Vec<&User>, Vec<&User>) =
            people.iter().partition(|user| !user.last_name.starts_with("Mugler"));
        let mut expected: Vec<String> = meant.iter().map(|user| user.email.local_part().to_owned()).collect();
        assert_eq!((expected.len(), others.len()), (1000, 500));
        let mut more: Vec<User> = (1500..1600).map(|number| person(&bridge, number)).collect();
        for user in &mut more {
            user.last_name = "Müller".into();
            expected.push(user.email.local_part().to_owned());
        }
        crowd(&bridge, people).await;
        crowd(&bridge, more).await;
        let sort = Sort::default();
        let first = page(&bridge, &searched("müller"), sort, Begin::Start, 50).await;
        assert_eq!((first.order, first.count), (Order::Found, Count::MoreThan(1000)));
        expected.sort();
        for limit in [100, 333] {
            let mut seen = there_and_back(&bridge, &searched("müller"), sort, limit).await;
            seen.sort();
            assert_eq!(seen, expected, "by {limit}");
        }
    }
}

on_each_database! {
    async fn a_place_in_another_order_begins_the_table_anew(bridge: Bridge) {
        crowd(&bridge, (0..9).map(|number| person(&bridge, number)).collect()).await;
        let first = page(&bridge, &UserFilter::default(), Sort::default(), Begin::Start, 3).await;
        let place: Position = first.next.unwrap();
        let by_name = Sort { key: SortKey::Name, is_descending: false };
        let anew = page(&bridge, &UserFilter::default(), by_name, Begin::After(place.clone()), 3).await;
        let start = page(&bridge, &UserFilter::default(), by_name, Begin::Start, 3).await;
        assert_eq!(names(&anew), names(&start));
        assert!(anew.previous.is_none());
        // Before the first of all there is nobody: the table begins.
        let all = page(&bridge, &UserFilter::default(), Sort::default(), Begin::Start, 3).await;
        let email = &all.people[0].user.email;
        let value = bridgewarden::domain::user_table::SortValue::Text(email.folded().as_str().to_owned());
        let before = Position { value, ..place };
        let page = page(&bridge, &UserFilter::default(), Sort::default(), Begin::Before(before), 3).await;
        assert_eq!(names(&page), names(&all));
    }
}

on_each_database! {
    async fn whoever_was_there_before_the_terms_is_found_after_the_migration(database: Database) {
        use bridgewarden::store::{DatabaseUrl, DbConnection, migrations};
        use diesel::connection::SimpleConnection;
        let now = bridgewarden::domain::clock::BUILT_AFTER;
        let url = DatabaseUrl::parse(&database.url).unwrap();
        migrations::migrate(&url, now).unwrap();
        // As it was before: without what this migration brings.
        let person = "INSERT INTO users (id, email, email_folded, first_name, last_name, external_id, status, \
                      is_administrator, created_at, updated_at) VALUES ('01a2013d-9da8-75e0-bf29-3ead42d85718', \
                      'Jo@example.com', 'jo@example.com', 'Jörg', 'Weiß', 'PN-7', 'active', FALSE, 1, 1)";
        match &mut database.connect() {
            DbConnection::Sqlite(connection) => {
                connection.batch_execute(include_str!("../../migrations/sqlite/0004_user_table/down.sql")).unwrap();
            }
            DbConnection::Postgres(connection) => {
                connection.batch_execute(include_str!("../../migrations/postgres/0004_user_table/down.sql")).unwrap();
            }
        }
        database.tamper(person);
        database.tamper("DELETE FROM __diesel_schema_migrations WHERE version = '0004'");
        assert_eq!(migrations::migrate(&url, now).unwrap().run, ["0004"]);
        let bridge = Bridge::start(database).await;
        for typed in ["joerg weiss", "jorg", "pn-7", "7", "example.com"] {
            assert_eq!(found(&bridge, &searched(typed)).await, ["Jo"], "{typed}");
        }
        assert_eq!(bridge.database.names("SELECT name_folded AS name FROM users"), ["weiss jorg"]);
    }
}
