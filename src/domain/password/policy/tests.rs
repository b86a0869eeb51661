use super::*;

fn policy(min_code_points: u32) -> PasswordPolicy {
    let block_list = BlockList::of_lines("Zwölf Boxkämpfer jagen Viktor\n", min_code_points);
    PasswordPolicy {
        min_code_points,
        forbidden: vec!["bridgewarden".into(), "Acme Corporation".into()],
        block_list: Arc::new(block_list),
    }
}

fn check_with(min_code_points: u32, typed: &str) -> Result<(), PasswordUnfit> {
    let email = "ann.lee@contoso-freight.example".parse().unwrap();
    policy(min_code_points).check(&Password::parse(typed).unwrap(), &email, "Ann Lee")
}

fn check(typed: &str) -> Result<(), PasswordUnfit> {
    check_with(15, typed)
}

#[track_caller]
fn all_are(verdict: Result<(), PasswordUnfit>, passwords: &[&str]) {
    for typed in passwords {
        assert_eq!(check(typed), verdict, "{typed}");
    }
}

const REFUSED: Result<(), PasswordUnfit> = Err(PasswordUnfit::Guessable);

#[test]
fn fifteen_code_points_are_enough_and_fourteen_are_not() {
    assert_eq!(check("drei blaue Elef"), Ok(()));
    assert_eq!(check("drei blaue Ele"), Err(PasswordUnfit::TooShort { min: 15 }));
    assert_eq!(check("Füße auf Gleis 7"), Ok(()));
}

#[test]
fn ones_own_name_and_address_and_the_companys_name_are_refused_however_they_are_dressed() {
    all_are(
        REFUSED,
        &[
            "ann.lee@contoso-freight.example",
            "AnnLeeAnnLeeAnnLee",
            "Ann Lee, Ann Lee",
            "ann.lee@contoso",
            "acme-corporation",
            "AcmeCorporation2026!",
            "Contoso Freight 2026",
            "contosofreight123",
            "Bridgewarden2026!",
            "Lee Bridgewarden Acme",
        ],
    );
}

#[test]
fn what_repeats_is_as_good_as_its_part() {
    all_are(
        REFUSED,
        &[
            "aaaaaaaaaaaaaaaaaaaa",
            "---------------",
            "passwordpassword",
            "1234123412341234",
            "Xk7#qPw2Xk7#qPw2",
            "password-password-password",
            "1qaz2wsx3edc4rfv1qaz2wsx3edc4rfv",
            &"liverpool football ".repeat(40),
        ],
    );
    assert_eq!(check(&"correct horse battery staple ".repeat(3)), Ok(()));
}

#[test]
fn a_common_password_with_something_before_or_behind_is_refused() {
    all_are(
        REFUSED,
        &[
            "123456789012345",
            "qwertyuiopasdfgh",
            "1q2w3e4r5t6y7u8i",
            "abcdefghijklmnopqrstuvwxyz",
            "zyxwvutsrqponmlk",
            "iloveyou1234567",
            "Password12345678",
            "P@ssw0rd12345678",
            "password2026!!!!",
            "!!!!2026password",
            "manchesterunited",
            "MichaelJackson1958",
            "christopher19871204",
            "letmeinletmein1",
            "summerholiday2026",
            "thisismypassword",
            "drowssap87654321",
            "Elephant Umbrella",
            "liverpool football",
            "i love you so much",
            "iloveyousomuch1",
            "red-green-blue-1",
        ],
    );
}

#[test]
fn a_few_words_without_connection_and_anything_random_are_accepted_without_rules_of_composition() {
    all_are(
        Ok(()),
        &[
            "correct horse battery",
            "correct horse battery staple",
            "correcthorsebatterystaple",
            "four unrelated words",
            "abacus zither quokka",
            "quokkazithermarmalade",
            "drei blaue Elefanten",
            "Gueterzug nach Koeln",
            "mein Hund frisst Kekse",
            "regenschirmtomatenkrokodil",
            "Füße auf Gleis 7",
            "deux girafes sous la pluie",
            "qzjxkvwpbmtgnhy",
            "QZJXKVWPBMTGNHY",
            "582930174629385",
            "!?#%&*()-+=/<>~^",
            "🚂🎩🐎🔋📎🍋🧭🎈🪁🧵🔔🍇🐌🌵🎲🪜",
            "これは長い合言葉ですが簡単ではない",
        ],
    );
}

#[test]
fn eight_characters_are_judged_by_what_eight_can_be() {
    for typed in
        ["password", "qwertyui", "iloveyou", "12345678", "trustno1", "Passw0rd", "annlee12", "abcd1234"]
    {
        assert_eq!(check_with(8, typed), REFUSED, "{typed}");
    }
    for typed in ["xk7qpw2m", "Tb9!rQz4", "gleis7xq"] {
        assert_eq!(check_with(8, typed), Ok(()), "{typed}");
    }
}

#[test]
fn the_operators_list_is_obeyed() {
    assert_eq!(check("zwo\u{308}lf boxka\u{308}mpfer JAGEN viktor"), REFUSED);
    assert_eq!(check("zwölf boxkämpfer jagen eva"), Ok(()));
}

#[test]
fn a_long_password_is_judged_by_its_beginning() {
    let random = "qzjxkvwpbmtgnhyqd";
    assert_eq!(check(&format!("{random}{}", "password".repeat(100))), Ok(()));
    assert_eq!(check(&format!("{}{random}", "password".repeat(100))), REFUSED);
}

#[test]
fn no_text_makes_the_estimate_panic() {
    let letters: Vec<char> = "aA0@$!1|İßſK\u{301}\u{308}🚂\u{200D}é́漢\u{FB01}ŉ ".chars().collect();
    let mut state = 7_usize;
    for _ in 0..400 {
        let text: String = (0..40)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                letters[(state >> 33) % letters.len()]
            })
            .collect();
        assert!(check(&text).is_ok(), "{text}");
    }
}
