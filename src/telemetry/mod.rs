//! What an operator sees from outside: logs and metrics. Neither ever holds a password, a token, a session id,
//! a secret or the query of a request.

pub mod logs;
pub mod metrics;
