//! Commands of the operator's guide, run as they stand there.

use std::path::{Path, PathBuf};
use std::process::Command;

const GUIDE: &str = include_str!("../../docs/operations.md");
/// The variable that names the folder of PostgreSQL's programs.
const POSTGRES_BIN: &str = "BRIDGEWARDEN_TEST_POSTGRES_BIN";

/// Runs the commands below `<!-- tested: NAME -->` with these variables, as somebody who types them; each must succeed.
pub fn run(name: &str, database: &str, backup: &Path) {
    let path = std::env::var("PATH").unwrap();
    let path = std::env::var(POSTGRES_BIN).map(|bin| format!("{bin}:{path}")).unwrap_or(path);
    let output = Command::new("sh")
        .args(["-eu", "-c", commands(name)])
        .env_clear()
        .env("PATH", path)
        .env("DATABASE", database)
        .env("BACKUP", backup)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{name}: {told} ({POSTGRES_BIN} names the folder of pg_dump; see target/test-tools/env)"
    );
}

fn commands(name: &str) -> &'static str {
    let marker = format!("<!-- tested: {name} -->\n```sh\n");
    let parts: Vec<&str> = GUIDE.split(&marker).collect();
    assert_eq!(parts.len(), 2, "{name} must stand in docs/operations.md once");
    parts[1].split("```").next().unwrap()
}

/// The database's file.
pub fn file_of(url: &str) -> PathBuf {
    url.strip_prefix("sqlite:").unwrap().into()
}
