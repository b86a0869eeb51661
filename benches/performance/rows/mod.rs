//! The rows, one file for what is measured together.

pub mod disk;
pub mod growth;
pub mod import;
pub mod instances;
pub mod memory;
pub mod password;
pub mod silent;
pub mod storm;
pub mod table;
