//! On German pages of the administration nothing is told in English, wherever the words come from.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use bridgewarden::domain::refusal::Refusal;
use bridgewarden::profile::{Catalogue, Prose};

use crate::on_each_database;
use crate::support::{Bridge, Browser, Page};

const ADA: &str = "ada.admin@example.com";

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    let mut ada = bridge.browser().speaking("de");
    ada.signs_in_here(ADA).await;
    ada
}

/// The text stands there in German, and where that is another one, not in English.
fn says(page: &Page, text: &Prose) {
    let (english, german) = (text.english(), text.in_language("de"));
    page.says(german);
    // Terms may be a part of other words.
    if german != english && english.split_whitespace().count() > 2 {
        page.lacks(english);
    }
}

on_each_database! {
    async fn every_built_in_profile_is_filled_in_in_german(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let kinds = ada.get("/admin/providers/new").await;
        for profile in Catalogue::read(None).unwrap().iter() {
            says(&kinds, &profile.title);
            let page = ada.get(&format!("/admin/providers/new/{}", profile.name)).await;
            page.is(200);
            says(&page, &profile.title);
            for (name, spec) in &profile.settings {
                says(&page, &spec.label_of(name));
                says(&page, &spec.hint);
            }
            for note in &profile.notes {
                says(&page, note);
            }
        }
        ada.get("/admin/providers/new?q=weiterleitung").await.says("Anderer Anbieter (per Weiterleitung)").lacks("Zendesk");
    }
}

on_each_database! {
    async fn what_is_wrong_with_providers_and_keys_is_told_in_german(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        for slug in ["gone", "empty", "torn", "forged"] {
            bridge.add_provider(slug, "it-glue", &[("subdomain", "acme")], &format!("secret-of-{slug}")).await;
        }
        bridge.database.tamper("UPDATE providers SET profile = 'lost' WHERE slug = 'gone'");
        bridge.database.tamper("DELETE FROM provider_settings WHERE provider_id = (SELECT id FROM providers WHERE slug = 'empty')");
        bridge.database.tamper("UPDATE providers SET secret_sealed = 'nonsense' WHERE slug = 'torn'");
        bridge.database.tamper(
            "UPDATE providers SET secret_sealed = (SELECT secret_sealed FROM providers WHERE slug = 'gone') \
             WHERE slug = 'forged'",
        );
        let key = bridge.database.folder.path().join("test.key");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let page = ada.get("/admin").await;
        page.is(200)
            .says("Niemand kommt zu gone: Das Profil lost gibt es nicht mehr.")
            .says("Niemand kommt zu empty: subdomain: Das wird gebraucht. Bitte füllen Sie es aus.")
            .says("Was gespeichert ist, ist kein versiegelter Text.")
            .says("Es wurde verändert oder für eine andere Stelle versiegelt.")
            .says("Nicht nur ihr Besitzer kann sie lesen (Rechte 0644;");
        for english in ["does not fit", "there is no such profile", "is missing", "sealed text", "holds a secret"] {
            page.lacks(english);
        }
        let page = ada.get("/admin/providers/gone").await;
        page.says("Niemand kann dorthin gebracht werden: Das Profil lost gibt es nicht mehr.").lacks("does not fit");
        ada.get("/admin/providers").await.says("Das Profil lost gibt es nicht mehr.").lacks("does not fit");
    }
}

on_each_database! {
    async fn refusals_are_chosen_by_words_with_their_code_behind(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let mut english = bridge.signed_in(ADA).await;
        let page = ada.get("/admin/audit?refusal=wrong-credentials").await;
        let chosen = "<option value=\"wrong-credentials\" selected>\
                      Falsches Passwort oder eine Adresse, die niemand hat (wrong-credentials)</option>";
        page.is(200).says(chosen);
        let other = english.get("/admin/audit").await;
        other.says(">Wrong password, or an address that nobody has (wrong-credentials)</option>");
        let label = |page: &Page, code: &str| {
            let (_, choices) = page.body.split_once("<select id=\"refusal\"").unwrap();
            let (_, rest) = choices.split_once(&format!("<option value=\"{code}\"")).unwrap();
            rest.split_once('>').unwrap().1.split_once("</option>").unwrap().0.to_owned()
        };
        for refusal in Refusal::ALL {
            let code = refusal.code();
            let (german, english) = (label(&page, code), label(&other, code));
            assert!(german.ends_with(&format!("({code})")) && german != english, "{code}: {german}");
        }
    }
}
