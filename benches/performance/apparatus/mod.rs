//! What measures: the program as a child, a store for it, a browser of a few lines, and what it is compared with.

pub mod bare;
pub mod bridge;
pub mod client;
pub mod crowd;
pub mod installation;
pub mod load;
pub mod machine;
pub mod process;
pub mod raw;
pub mod silent;
pub mod statistics;
pub mod typed;
