//! Medians and the like.

use std::time::Duration;

/// The middle value.
pub fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which that share of the values lies.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    assert!(!sorted.is_empty(), "nothing was measured");
    let at = (share * (sorted.len() - 1) as f64).round() as usize;
    sorted[at]
}

/// Milliseconds.
pub fn millis(duration: &Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
