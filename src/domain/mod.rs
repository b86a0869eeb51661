//! Types and rules of the field. No I/O and no framework: everything here can be tested with values alone.
//!
//! A type with a rule has one constructor that checks it and private fields, so that nothing downstream
//! checks a second time. Add a new word of the field here, in a file of its own name.

pub mod attribute;
pub mod audit;
pub mod audit_chain;
pub mod audit_groups;
pub mod browser_name;
pub mod bulk;
pub mod clock;
pub mod email;
pub mod factors;
pub mod group;
pub mod hexadecimal;
pub mod id;
pub mod import;
pub mod known_browser;
pub mod network;
pub mod password;
pub mod person_text;
pub mod provider;
pub mod refusal;
pub mod return_to;
pub mod session;
pub mod shared_secrets;
pub mod sign_in;
pub mod sign_in_age;
pub mod sign_out;
pub mod statistics;
pub mod throttle;
pub mod user;
pub mod user_search;
pub mod user_table;
