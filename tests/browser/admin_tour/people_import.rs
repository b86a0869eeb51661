//! Importing people: the form, a file with mistakes, one that is good, and what has become of it.

use crate::support::{Bridge, Person};

const MIXED: &str = "email,first_name,groups\n\
    maximiliane.von.und.zu.hohenstein-wittgenstein@northwind.example,Maximiliane,staff\n\
    bo@northwind.example,Bo,staff|sales\nbo@northwind.example,Bo,\nnobody,,\n";
const GOOD: &str = "email,first_name\nbo@northwind.example,Bo\n";

pub async fn tour(_: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    ada.opens("/admin/users/import").await;
    ada.sees("Columns").await;
    stop("import").await;
    for (text, seen, name) in
        [(MIXED, "2 lines are bad.", "import-mixed"), (GOOD, "Every line is good.", "import-good")]
    {
        sends(ada, text).await;
        ada.sees(seen).await;
        stop(name).await;
    }
    ada.presses("Import 1 person").await;
    ada.sees("Name in the audit").await;
    stop("import-done").await;
    sends(ada, "email,nonsense\n").await;
    ada.sees("is not known").await;
    stop("import-refused").await;
}

async fn sends(ada: &Person, text: &str) {
    ada.opens("/admin/users/import").await;
    ada.presses("Paste text instead").await;
    let lines = ada.named("textarea", "Lines").await;
    ada.session.fill_in(&lines, text).await.unwrap();
    ada.presses("Look at it first").await;
}
