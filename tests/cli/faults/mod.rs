//! What goes wrong around a running bridge, rehearsed with the real program and real parts. In every story: nothing
//! that was acknowledged is lost, nobody is let in by the fault, people read a clear page soon, and it heals by
//! itself. `scripts/scenarios` runs them all.
//!
//! To add one: a file here named after what fails; `shared` has people who sign in meanwhile, and what is looked at
//! afterwards.

mod clock;
mod crowd;
mod cut_off_imports;
mod durable;
mod fail_closed;
mod flood;
mod full_disk;
mod kill;
mod machine;
mod many_people;
mod postgres;
mod read_only;
mod shared;
mod stop;
mod two_instances;
