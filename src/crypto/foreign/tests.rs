use super::*;

const VECTORS: &str = include_str!("../../../tests/corpus/foreign_hashes.tsv");

/// Name, family, password and hash of each.
fn vectors() -> impl Iterator<Item = [&'static str; 4]> {
    VECTORS.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().unwrap_or_else(|_| panic!("{line}"))
    })
}

#[test]
fn every_hash_of_other_systems_is_read_as_what_it_is() {
    let mut read = 0;
    for [name, family, _, text] in vectors() {
        let hash = ForeignHash::parse(text).unwrap_or_else(|refused| panic!("{name}: {refused}"));
        let expected = match family {
            "argon2id" | "argon2i" | "argon2d" => Family::Argon2,
            "bcrypt" => Family::Bcrypt,
            "pbkdf2" => Family::Pbkdf2,
            "scrypt" => Family::Scrypt,
            "sha-crypt" => Family::ShaCrypt,
            "yescrypt" => Family::Yescrypt,
            "sha1" => Family::Sha1,
            "sha2" => Family::Sha2,
            other => panic!("{other}"),
        };
        assert_eq!(hash.family(), expected, "{name}");
        read += 1;
    }
    assert!(read > 140, "{read}");
}

#[test]
fn every_hash_knows_its_password_and_no_other() {
    for [name, _, password, text] in vectors() {
        let hash = ForeignHash::parse(text).unwrap();
        if hash.argon2().is_some() {
            // The hasher's, which has the memory for it.
            assert_eq!(hash.is_of(password.as_bytes()), None, "{name}");
            continue;
        }
        assert_eq!(hash.is_of(password.as_bytes()), Some(true), "{name}: {text}");
        let mut wrong = password.to_owned();
        wrong.replace_range(..1, "#");
        assert_eq!(hash.is_of(wrong.as_bytes()), Some(false), "{name}: {text}");
        assert_eq!(hash.is_of(b""), Some(false), "{name}: {text}");
    }
}

#[test]
fn what_is_kept_reads_as_the_same_hash_again() {
    for [name, _, _, text] in vectors() {
        let hash = ForeignHash::parse(text).unwrap();
        let again = ForeignHash::parse(hash.as_str()).unwrap_or_else(|refused| panic!("{name}: {refused}"));
        assert!(again == hash, "{name}");
        assert!(!format!("{hash:?}").contains(text), "{name}");
        if !text.contains('"') && hash.family() != Family::Argon2 {
            assert_eq!(hash.as_str(), text, "{name}");
        }
    }
}

#[test]
fn a_hash_that_is_cut_off_or_added_to_is_refused_and_never_taken_for_another() {
    for [name, _, password, text] in vectors().filter(|[name, ..]| !name.starts_with("ldap-ssha")) {
        for end in [text.len() / 2, text.len() - text.len() / 5] {
            let Some(cut) = text.get(..end) else { continue };
            // The beginning of a derived key is a derived key; of everything else it is nothing.
            if let Ok(hash) = ForeignHash::parse(cut)
                && !matches!(hash.family(), Family::Pbkdf2 | Family::Scrypt)
            {
                assert_ne!(hash.is_of(password.as_bytes()), Some(true), "{name}: {cut}");
            }
        }
        assert!(ForeignHash::parse(&format!("{text}$more")).is_err(), "{name}");
    }
}

#[test]
fn what_asks_for_absurd_work_is_refused() {
    let long = "c2FsdHNhbHRzYWx0c2FsdA";
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    for text in [
        format!("$argon2id$v=19$m=4194304,t=1,p=1${long}${key}"),
        format!("$argon2i$v=19$m=262144,t=5,p=1${long}${key}"),
        format!("$2b$15${}", "a".repeat(53)),
        format!("pbkdf2_sha256$2500001$salt${key}"),
        format!("{{PBKDF2-SHA512}}4294967295${long}${key}"),
        format!("keycloak$pbkdf2-sha256$90000000${long}${key}"),
        format!("$scrypt$ln=18,r=8,p=1${long}${key}"),
        format!("$scrypt$ln=31,r=4294967295,p=4294967295${long}${key}"),
        format!("$scrypt$ln=14,r=8,p=64${long}${key}"),
        format!("scrypt$1048576$salt$8$1${key}"),
        format!("$7$zzzzz.zzzz.saltsalt${}", "a".repeat(43)),
        format!("$6$rounds=1000001$salt${}", "a".repeat(86)),
        format!("$y$jZT$saltsaltsalt${}", "a".repeat(43)),
    ] {
        let refused = ForeignHash::parse(&text).unwrap_err();
        assert!(matches!(refused, ForeignRefused::TooCostly(..)), "{text}: {refused}");
    }
}

#[test]
fn kinds_that_are_not_accepted_are_named_and_their_text_is_not_repeated() {
    for (text, name) in [
        ("$1$salt$qJH7.N4xYta3aEG/dfqo/0", "MD5-crypt"),
        ("$apr1$salt$qJH7.N4xYta3aEG/dfqo/0", "MD5-crypt"),
        ("{CRYPT}$1$salt$qJH7.N4xYta3aEG/dfqo/0", "MD5-crypt"),
        ("{CRYPT}rqXexS6ZhobKA", "DES-crypt"),
        ("{MD5}X03MO1qnZdYdgyfeuILPmQ==", "MD5"),
        ("{SMD5}X03MO1qnZdYdgyfeuILPmQ==", "MD5"),
        ("8846f7eaee8fb117ad06bdd830b7586c", "NTLM"),
        ("5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", "SHA-1 without salt"),
        ("*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19", "MySQL"),
        ("$P$B7889EMq/erHIuZapMB8GEizebcIy9.", "phpass"),
        ("$S$DeIZ1KTE.VzRvudZ5.xgOakipuMFrVyPmRdWTjAdYieWj27NMglI", "Drupal"),
        ("$2x$05$6bNw2HLQYeqHYyBfLMsv/OiwqTymGIGzFsA4hOTWebfehXHNprcAS", "$2x$"),
        ("$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2", "passlib"),
        ("{SASL}ann@EXAMPLE.COM", "{SASL}"),
        ("{CLEARTEXT}hunter2", "in the clear"),
        ("{X-FANCY}abcdef", "another scheme"),
        ("sha1$salt$59b3e8d637cf97edbe2384cf59cb7453dfe30789", "sha1$"),
        (
            "$argon2id$v=19$m=64,t=1,p=1,keyid=Zm9v$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            "with a key",
        ),
    ] {
        let refused = ForeignHash::parse(text).unwrap_err();
        let sentence = refused.to_string();
        assert!(matches!(refused, ForeignRefused::NotAccepted(_)), "{text}: {sentence}");
        assert!(sentence.contains(name), "{text}: {sentence}");
        assert!(!sentence.contains(text) && !sentence.contains("hunter2"), "{sentence}");
    }
    for text in ["hunter2", "correct horse", "{\"json\": 1}", "€", "$", "$$$$", "{", "{}", "keycloak$"] {
        assert!(ForeignHash::parse(text).is_err(), "{text}");
        assert!(!ForeignHash::parse(text).unwrap_err().to_string().contains("hunter2"));
    }
}

#[test]
fn marks_of_accounts_without_a_password_are_known() {
    for text in ["", " ", "!", "!JKL0fKRkCZXkrWNYOoYc", "*", "x", "{CRYPT}!", "{crypt}*"] {
        assert!(ForeignHash::is_none(text), "{text}");
    }
    for text in ["{SSHA}x", "$6$", "hunter2", "{CRYPT}$6$", "€€€€€€€"] {
        assert!(!ForeignHash::is_none(text), "{text}");
    }
}
