//! The disk with the database is full, and so is the log's: sign-ins are turned away honestly, pages still open, and
//! when there is room again everything goes on.

use std::fs;

use futures_util::future::join_all;

use super::machine::{Disk, with_own_mounts};
use super::shared::{
    LOGIN, Notebook, SESSION, heals, is_honest, note, nothing_is_half_there, nothing_is_lost, sign_in,
    started, timed,
};
use crate::support::{Installation, assert_says};

const ANN: &str = "ann.lee@example.com";

/// An installation of which everything is on this disk.
fn installed_on(disk: &Disk) -> Installation {
    let installation = Installation::on_sqlite_in(disk.path());
    installation.add_person(ANN, &[]);
    installation.add_provider("helpdesk");
    installation
}

with_own_mounts! {
    async fn a_full_disk_is_an_apology_and_heals() {
        let disk = Disk::of_mib(16);
        let installation = installed_on(&disk);
        let mut serving = started(&installation).await;
        let notebook = Notebook::default();
        sign_in(&serving.address, ANN, &notebook).await.unwrap();
        let mut known = serving.browser();
        known.set_cookie(SESSION, &notebook.lock().unwrap().sessions[0].clone());

        disk.fill(0);
        // Some room may be left in the files that SQLite has already.
        let mut is_full = false;
        for _ in 0..300 {
            let told = sign_in(&serving.address, ANN, &notebook).await.unwrap();
            is_honest(&told);
            is_full = told.0.last().unwrap().status == 503;
            if is_full {
                break;
            }
        }
        assert!(is_full, "nothing was refused on a full disk");
        let crowd = join_all((0..10).map(|_| sign_in(&serving.address, ANN, &notebook)));
        for told in crowd.await {
            is_honest(&told.unwrap());
        }
        let (silent, took) = timed(known.get(LOGIN)).await;
        note(&notebook, &known, &silent);
        is_honest(&(vec![silent], took));
        known.get("/healthz").await.is(200);
        known.get("/").await.is(200).says("Your services");
        serving.browser().get("/sign-in").await.is(200);
        let ready = known.get("/readyz").await;
        ready.is(503).says("the database takes no writes");
        let refused = installation.run(&["user", "set", ANN, "--first-name", &"A".repeat(90)]);
        assert!([Some(0), Some(3)].contains(&refused.code), "{}", refused.stderr);
        let told = installation.run(&["doctor"]).stdout;
        assert_says(&told, &["cannot be written: No space left on device", "a copy of it has no place"]);
        serving.is_alive();

        disk.free();
        heals(&serving, ANN, &notebook).await;
        nothing_is_lost(&installation, &serving, &notebook).await;
        serving.is_alive();
    }

    async fn a_disk_that_is_full_at_the_start_is_said_and_the_next_start_works() {
        let disk = Disk::of_mib(4);
        let installation = Installation::on_sqlite_in(disk.path());
        // From no room at all to room for half a database: the migration is cut at different places.
        for left in [0, 4, 8, 12, 20, 28, 40] {
            disk.fill(left * 1024);
            for command in ["serve", "migrate"] {
                let told = installation.run(&[command]).ends_with(3);
                assert_says(&told, &["No space left on device", "`bridgewarden doctor`"]);
            }
            disk.free();
        }
        installation.add_person(ANN, &[]);
        installation.add_provider("helpdesk");
        let serving = started(&installation).await;
        let notebook = Notebook::default();
        heals(&serving, ANN, &notebook).await;
        nothing_is_lost(&installation, &serving, &notebook).await;
    }

    async fn a_full_disk_leaves_no_half_a_key_behind() {
        let disk = Disk::of_mib(1);
        let installation = Installation::on_sqlite_in(disk.path());
        // As after an installation that names no key: the first start makes one.
        let database = format!("[database]\nurl = {:?}\n", installation.database_url());
        installation.write_private("bridgewarden.toml", &database);
        fs::remove_file(installation.path("sealing.key")).unwrap();
        disk.fill(0);
        let told = installation.run(&["migrate"]).stderr;
        assert_says(&told, &["No space left on device"]);
        assert!(!installation.path("sealing.key").exists());
        let drafts = fs::read_dir(installation.path("")).unwrap().map(|entry| entry.unwrap().file_name());
        let drafts: Vec<_> = drafts.filter(|name| name.to_string_lossy().contains("key")).collect();
        assert!(drafts.is_empty(), "{drafts:?}");
        disk.free();
        installation.must(&["migrate"]);
        installation.add_person(ANN, &[]);
        nothing_is_half_there(&installation);
    }
}
