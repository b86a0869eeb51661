//! The database cannot be written: the disk answers every write with a refusal, as one does that the kernel has made
//! read-only after an error; or it cannot flush, or it is read-only from the beginning.

use super::machine::{Disk, Tracer, with_own_mounts};
use super::shared::{
    LOGIN, Notebook, PATIENCE, SESSION, heals, is_an_apology, nothing_is_lost, sign_in, started, timed,
};
use crate::support::{Installation, assert_says};

const ANN: &str = "ann.lee@example.com";

/// Every write fails in that way for a while.
async fn refused(calls: &str, error: &str) {
    let installation = Installation::on_sqlite();
    installation.add_person(ANN, &[]);
    installation.add_provider("helpdesk");
    let mut serving = started(&installation).await;
    let notebook = Notebook::default();
    sign_in(&serving.address, ANN, &notebook).await.unwrap();
    let mut known = serving.browser();
    known.set_cookie(SESSION, &notebook.lock().unwrap().sessions[0].clone());

    let fault = Tracer::refuse(serving.pid(), calls, error);
    for _ in 0..3 {
        let (answers, longest) = sign_in(&serving.address, ANN, &notebook).await.unwrap();
        is_an_apology(answers.last().unwrap());
        assert!(longest < PATIENCE, "{longest:?}");
    }
    let (silent, took) = timed(known.get(LOGIN)).await;
    is_an_apology(&silent);
    assert!(took < PATIENCE, "{took:?}");
    known.get("/").await.is(200).says("Your services");
    known.get("/readyz").await.is(503).says("the database takes no writes");
    assert!(fault.count() > 0);
    drop(fault);

    heals(&serving, ANN, &notebook).await;
    nothing_is_lost(&installation, &serving, &notebook).await;
    serving.is_alive();
    let (_, log) = serving.terminate();
    assert_says(&log, &["the database takes no writes", "the database takes writes again"]);
}

#[tokio::test]
async fn a_store_that_becomes_read_only_is_an_apology_and_heals() {
    refused("pwrite64,ftruncate,fallocate", "EROFS").await;
}

#[tokio::test]
async fn a_disk_that_reports_an_error_is_an_apology_and_heals() {
    refused("pwrite64,ftruncate,fallocate", "EIO").await;
}

#[tokio::test]
async fn nothing_is_acknowledged_that_the_disk_could_not_flush() {
    refused("fsync,fdatasync", "EIO").await;
}

with_own_mounts! {
    async fn a_store_that_is_read_only_at_the_start_is_said_and_the_next_start_works() {
        let disk = Disk::of_mib(4);
        let installation = Installation::on_sqlite_in(disk.path());
        installation.add_person(ANN, &[]);
        installation.add_provider("helpdesk");
        disk.set_read_only(true);
        let told = installation.run(&["serve"]).ends_with(3);
        assert_says(&told, &["Read-only file system", "`bridgewarden doctor`"]);
        assert_says(&installation.run(&["doctor"]).stdout, &["cannot be written: Read-only file system"]);
        disk.set_read_only(false);
        let serving = started(&installation).await;
        heals(&serving, ANN, &Notebook::default()).await;
    }
}
