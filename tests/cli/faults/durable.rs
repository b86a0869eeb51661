//! Acknowledged is on disk: the file is flushed for every sign-in, before the answer.

use super::machine::Tracer;
use super::shared::{Notebook, sign_in, started};
use crate::support::Installation;

#[tokio::test]
async fn every_sign_in_is_flushed_to_disk_before_it_is_answered() {
    let installation = Installation::on_sqlite();
    installation.add_person("ann.lee@example.com", &[]);
    installation.add_provider("helpdesk");
    let serving = started(&installation).await;
    let notebook = Notebook::default();
    let tracer = Tracer::watch(serving.pid(), "fsync,fdatasync");
    for number in 1..=10 {
        let before = tracer.count();
        sign_in(&serving.address, "ann.lee@example.com", &notebook).await.unwrap();
        let flushes = tracer.count() - before;
        assert!(flushes >= 2, "sign-in {number}, with a password and then silently: {flushes} flushes");
    }
    assert_eq!(notebook.lock().unwrap().token_ids.len(), 20);
}
