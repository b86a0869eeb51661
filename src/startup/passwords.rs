//! What the configuration says about passwords, judged: their cost, and the operator's list.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use crate::config::{Config, ConfigFault, PasswordConfig};
use crate::crypto::hasher::HashCost;
use crate::domain::password::{BlockList, PasswordPolicy};

/// A longer file is refused: it is read into memory, and it would hardly be a list of common passwords.
const MAX_LIST_BYTES: u64 = 32 * 1024 * 1024;

fn configured(passwords: &PasswordConfig) -> HashCost {
    HashCost { memory_kib: passwords.memory_kib, passes: passwords.passes, lanes: passwords.lanes }
}

/// Whether hashes cost less than they ought to.
pub fn is_cheap(passwords: &PasswordConfig) -> bool {
    configured(passwords).is_below_floor()
}

/// The cost of a hash. One below the floor is a fault, unless the operator says that it is meant.
pub fn hash_cost(passwords: &PasswordConfig) -> Result<HashCost, ConfigFault> {
    let cost = configured(passwords);
    if is_cheap(passwords) && !passwords.allow_below_floor {
        let problem = format!(
            "{} KiB with {} pass(es) is below the floor of the OWASP Password Storage sheet, which is 19456 with 2 \
             (or 47104 with 1, 12288 with 3, 9216 with 4, 7168 with 5). For tests passwords.allow_below_floor = true \
             takes it all the same",
            cost.memory_kib, cost.passes
        );
        return Err(ConfigFault::new("passwords.memory_kib", problem));
    }
    Ok(cost)
}

/// What a new password must be.
pub fn policy(config: &Config) -> Result<PasswordPolicy, ConfigFault> {
    Ok(PasswordPolicy {
        min_code_points: config.passwords.min_length,
        forbidden: vec!["bridgewarden".into(), config.brand.name.clone()],
        block_list: Arc::new(block_list(&config.passwords)?),
    })
}

/// The operator's list; empty when none is named.
pub fn block_list(passwords: &PasswordConfig) -> Result<BlockList, ConfigFault> {
    let Some(path) = &passwords.block_list_file else { return Ok(BlockList::default()) };
    let fault = |problem: String| {
        ConfigFault::new("passwords.block_list_file", format!("the file {} {problem}", path.display()))
    };
    let unreadable = |cause: std::io::Error| fault(format!("cannot be read: {cause}"));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(MAX_LIST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_LIST_BYTES {
        let mebibytes = MAX_LIST_BYTES / 1024 / 1024;
        return Err(fault(format!("has more than {mebibytes} MiB; take the first lines of it")));
    }
    let text = std::str::from_utf8(&bytes).map_err(|problem| {
        let line = bytes.iter().take(problem.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
        fault(format!("is not UTF-8 text (line {line})"))
    })?;
    Ok(BlockList::of_lines(text, passwords.min_length))
}
