//! A map that forgets its oldest entries, so that nothing a stranger sends can fill the memory.

use std::collections::{HashMap, VecDeque};

/// At most `capacity` entries by name; the oldest go first.
pub(super) struct Bounded<V> {
    capacity: usize,
    entries: HashMap<String, V>,
    order: VecDeque<String>,
}

impl<V> Bounded<V> {
    pub fn new(capacity: usize) -> Self {
        Bounded { capacity, entries: HashMap::new(), order: VecDeque::new() }
    }

    /// Puts an entry in; `false` if the name was there before, which is then left as it was.
    pub fn insert_new(&mut self, name: &str, value: V) -> bool {
        if self.entries.contains_key(name) {
            return false;
        }
        self.entries.insert(name.to_owned(), value);
        self.order.push_back(name.to_owned());
        while self.order.len() > self.capacity {
            if let Some(oldest) = self.order.pop_front() {
                self.entries.remove(&oldest);
            }
        }
        true
    }

    pub fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    pub fn get(&self, name: &str) -> Option<&V> {
        self.entries.get(name)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.entries.get_mut(name)
    }

    /// Takes an entry out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let removed = self.entries.remove(name)?;
        self.order.retain(|other| other != name);
        Some(removed)
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.values()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Bounded;

    #[test]
    fn a_name_is_taken_once() {
        let mut seen = Bounded::new(3);
        assert!(seen.insert_new("a", 1));
        assert!(!seen.insert_new("a", 2));
        assert_eq!(seen.get("a"), Some(&1));
    }

    #[test]
    fn the_oldest_entry_is_forgotten_first() {
        let mut seen = Bounded::new(2);
        for name in ["a", "b", "c"] {
            seen.insert_new(name, ());
        }
        assert!(!seen.contains("a") && seen.contains("b") && seen.contains("c"));
        assert_eq!(seen.len(), 2);
    }

    #[test]
    fn a_removed_entry_leaves_room() {
        let mut seen = Bounded::new(2);
        seen.insert_new("a", 1);
        seen.insert_new("b", 2);
        assert_eq!(seen.remove("a"), Some(1));
        assert_eq!(seen.remove("a"), None);
        seen.insert_new("c", 3);
        assert!(seen.contains("b") && seen.contains("c"));
    }
}
