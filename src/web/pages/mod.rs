//! The pages that people see. Each is a struct whose fields are plain text and a template of the same name.
//!
//! To add a page: write its template, write its struct with `samples()` beside it, and name it in the test
//! at the end of this file, which renders every sample in every language.

pub mod admin;
pub mod already_delivered;
pub mod change_password;
pub mod deliver;
pub mod error;
pub mod first_administrator;
pub mod invitation;
pub mod launch;
pub mod sign_in;
pub mod sign_out_walk;
pub mod signed_out;

pub use already_delivered::AlreadyDeliveredPage;
pub use change_password::{ChangePasswordPage, PasswordField, PasswordProblem};
pub use deliver::{DeliverPage, DeliveryForm};
pub use error::ErrorPage;
pub use first_administrator::{FirstAdministratorPage, FirstField, FirstProblem};
pub use invitation::InvitationPage;
pub use launch::{LaunchPage, Tile};
pub use sign_in::SignInPage;
pub use sign_out_walk::SignOutWalkPage;
pub use signed_out::{SignOutOutcome, SignOutResult, SignedOutPage};

/// The content of `<meta http-equiv="refresh">` that leads to `href` after some seconds.
///
/// Browsers take everything behind `url=` as the address, be there `;`, `,` or quotes in it, as long as
/// it does not *begin* with a quote; so it is not quoted here. White space cannot stand in an address
/// and is trimmed or dropped by browsers, so it is encoded, and so is a quote at the beginning.
#[must_use]
pub(crate) fn refresh(seconds: u8, href: &str) -> String {
    let mut content = format!("{seconds};url=");
    for (at, character) in href.chars().enumerate() {
        match character {
            '\'' if at == 0 => content.push_str("%27"),
            '"' => content.push_str("%22"),
            '\t' | '\n' | '\r' | '\u{c}' | ' ' => {
                content.push_str(&format!("%{:02X}", u32::from(character)));
            }
            _ => content.push(character),
        }
    }
    content
}

/// Sixty characters that hardly break, for samples.
const LONG_GERMAN: &str = "Kundendienstauftragsbearbeitungsverwaltungssystem Süd-Hamburg";
/// Sixty characters without a space, for samples.
const LONG_JAPANESE: &str = "株式会社日本国際物流総合情報管理お問い合わせ対応システム東京本社第一営業部関東地区専用ヘルプデスク窓口受付担当";

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::admin::person::*;
    use super::admin::*;
    use super::*;
    use crate::web::frame::Frame;
    use crate::web::language::Languages;

    /// Every sample of every page in one language, with a name to find it by.
    fn everything(frame: &Frame) -> Vec<(String, String)> {
        let mut all = Vec::new();
        macro_rules! render {
            ($($page:ident)*) => {$(
                for (name, page) in $page::samples(frame) {
                    let html = page.render().expect("a sample renders");
                    all.push((format!("{} {name} ({})", stringify!($page), frame.words.tag()), html));
                }
            )*};
        }
        render! {
            SignInPage ChangePasswordPage LaunchPage DeliverPage AlreadyDeliveredPage
            SignOutWalkPage SignedOutPage ErrorPage InvitationPage FirstAdministratorPage
            ConfirmPage OverviewPage SettingsPage
            ProvidersPage ProfilesPage WalkSettingsPage WalkSecretPage WalkPastePage WalkPreviewPage
            ProviderPage ProviderReviewPage ProviderStagedPage ProviderPreviewPage ProviderFarewellPage
            UsersPage BulkLookPage BulkProgressPage
            SessionsPage EndSessionsPage AuditPage AuditEventPage
            ImportPage ImportLookPage ImportWorkPage
            NewPersonPage PersonPage PersonConfirmPage WayInPage PersonHistoryPage
        }
        all
    }

    fn in_every_language() -> Vec<(String, String)> {
        let languages = Languages::load().expect("the embedded languages load");
        languages.iter().flat_map(|language| everything(&Frame::sample(language.clone()))).collect()
    }

    /// The opening tags of a page.
    fn tags(html: &str) -> impl Iterator<Item = &str> {
        html.split('<').skip(1).filter_map(|piece| piece.split('>').next())
    }

    #[test]
    fn every_page_keeps_what_the_content_security_policy_asks() {
        for (name, html) in in_every_language() {
            assert!(!html.contains("<style"), "{name}");
            for tag in tags(&html) {
                assert!(!tag.contains("style="), "{name}: {tag}");
                assert!(!tag.contains(" on"), "{name}: {tag}");
                assert!(!tag.contains("javascript:"), "{name}: {tag}");
                if tag.starts_with("script") {
                    assert!(tag.contains(" src=\"/static/"), "{name}: {tag}");
                }
            }
        }
    }

    #[test]
    fn every_page_has_a_language_a_title_and_one_heading() {
        for (name, html) in in_every_language() {
            assert!(html.starts_with("<!doctype html>"), "{name}");
            assert!(html.contains("<html lang=\"en\">") || html.contains("<html lang=\"de\">"), "{name}");
            let (_, title) = html.split_once("<title>").expect("a title");
            let (title, _) = title.split_once(" · ").expect("the company's name in the title");
            assert!(!title.trim().is_empty(), "{name}");
            assert!(html.matches("<main").count() == 1, "{name}");
            assert!(html.contains("<h1>"), "{name}");
        }
    }

    #[test]
    fn no_sentence_is_missing_a_word() {
        for (name, html) in in_every_language() {
            assert!(!html.contains("{$") && !html.contains("No localization"), "{name}: {html}");
        }
    }

    #[test]
    fn every_field_has_a_label() {
        for (name, html) in in_every_language() {
            for tag in tags(&html).filter(|tag| tag.starts_with("input ")) {
                let (_, id) = tag.split_once("id=\"").unwrap_or_default();
                let id = id.split('"').next().unwrap_or_default();
                let labelled = !id.is_empty() && html.contains(&format!("<label for=\"{id}\">"));
                assert!(
                    labelled || tag.contains("type=\"hidden\"") || tag.contains("aria-hidden"),
                    "{name}: {tag}"
                );
            }
        }
    }

    #[test]
    fn the_sign_in_page_is_small() {
        for (name, html) in in_every_language() {
            if name.starts_with("SignInPage") {
                assert!(html.len() <= 4096, "{name} has {} bytes", html.len());
            }
        }
    }

    #[test]
    fn what_a_stranger_writes_stays_text() {
        let languages = Languages::load().expect("the embedded languages load");
        let evil = "\"><img src=x onerror=alert(1)>'";
        let mut frame = Frame::sample(languages.choose(None, None));
        frame.person = Some(evil.to_owned());
        frame.request_id = evil.to_owned();
        for (name, mut page) in SignInPage::samples(&frame) {
            page.email = evil.to_owned();
            page.provider = Some(evil.to_owned());
            page.refusal = Some(evil.to_owned());
            page.hidden = vec![(evil.to_owned(), evil.to_owned())];
            let html = page.render().expect("it renders");
            assert!(!html.contains("<img"), "{name}: {html}");
        }
        for (name, html) in everything(&frame) {
            assert!(!html.contains("<img"), "{name}: {html}");
        }
    }

    #[test]
    fn the_password_is_never_filled_in() {
        for (name, html) in in_every_language() {
            for tag in tags(&html).filter(|tag| tag.contains("type=\"password\"")) {
                assert!(!tag.contains("value="), "{name}: {tag}");
            }
        }
    }
}
