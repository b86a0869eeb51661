//! Randomness, digests, sealing and password hashing. Every primitive comes from a crate that is maintained for
//! that; this floor only decides parameters, formats and lifetimes.

pub mod digest;
pub mod foreign;
pub mod hasher;
pub mod pool;
pub mod random;
pub mod ring;
pub mod seal;
