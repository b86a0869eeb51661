//! The queue of the hash pool: bounded, and fair between networks.
//!
//! Networks that wait take turns, and within one network the order is that of arrival. When every place is
//! taken, a network that holds far fewer places than the fullest gets one from it. So whoever floods the queue
//! from one network waits for themselves.

use std::collections::{HashMap, VecDeque};

use crate::domain::network::Network;

/// Where somebody waits; the later one came, the greater it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(u64);

/// Somebody was let in.
pub(super) struct Admitted<J> {
    /// Their place, by which they can leave before their turn.
    pub ticket: Ticket,
    /// Who had to give their place up: the newest of the network that held most.
    pub gave_way: Option<J>,
}

pub(super) struct FairQueue<J> {
    /// Who waits, oldest first. No line is empty.
    lines: HashMap<Network, VecDeque<(Ticket, J)>>,
    /// The networks that have a line, in the order of their turns.
    turns: VecDeque<Network>,
    length: usize,
    limit: usize,
    next_ticket: u64,
}

impl<J> FairQueue<J> {
    /// An empty queue with so many places.
    pub fn new(limit: usize) -> Self {
        Self { lines: HashMap::new(), turns: VecDeque::new(), length: 0, limit, next_ticket: 0 }
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.length
    }

    /// How many may wait.
    pub fn places(&self) -> usize {
        self.limit
    }

    /// Takes a place; gives the job back when there is none for this network.
    pub fn push(&mut self, from: Network, job: J) -> Result<Admitted<J>, J> {
        let mut gave_way = None;
        if self.length >= self.limit {
            gave_way = self.make_room_for(from);
            if gave_way.is_none() {
                return Err(job);
            }
        }
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.length += 1;
        let line = self.lines.entry(from).or_default();
        if line.is_empty() {
            self.turns.push_back(from);
        }
        line.push_back((ticket, job));
        Ok(Admitted { ticket, gave_way })
    }

    /// The next one, whose network goes to the end of the turns.
    pub fn pop(&mut self) -> Option<J> {
        let from = self.turns.pop_front()?;
        let line = self.lines.get_mut(&from)?;
        let (_, job) = line.pop_front()?;
        self.length -= 1;
        if line.is_empty() {
            self.lines.remove(&from);
        } else {
            self.turns.push_back(from);
        }
        Some(job)
    }

    /// Leaves before one's turn. `None` when the turn has come already.
    pub fn remove(&mut self, from: Network, ticket: Ticket) -> Option<J> {
        let line = self.lines.get_mut(&from)?;
        let place = line.binary_search_by_key(&ticket, |(ticket, _)| *ticket).ok()?;
        let (_, job) = line.remove(place)?;
        self.length -= 1;
        self.forget_if_empty(from);
        Some(job)
    }

    /// Turns the newest of the fullest network away, where that network keeps no fewer places than `newcomer`
    /// will have. Were less enough, two networks could take one place from each other for ever, and nobody of
    /// theirs would be served.
    fn make_room_for(&mut self, newcomer: Network) -> Option<J> {
        let held = self.lines.get(&newcomer).map_or(0, VecDeque::len);
        let newest = |line: &VecDeque<(Ticket, J)>| line.back().map(|(ticket, _)| *ticket);
        let (fullest, most) = self
            .lines
            .iter()
            .max_by_key(|(_, line)| (line.len(), newest(line)))
            .map(|(network, line)| (*network, line.len()))?;
        if held + 1 >= most {
            return None;
        }
        let (_, job) = self.lines.get_mut(&fullest)?.pop_back()?;
        self.length -= 1;
        self.forget_if_empty(fullest);
        Some(job)
    }

    fn forget_if_empty(&mut self, network: Network) {
        if self.lines.get(&network).is_some_and(VecDeque::is_empty) {
            self.lines.remove(&network);
            self.turns.retain(|waiting| *waiting != network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(number: u8) -> Network {
        Network::of([203, 0, 113, number].into())
    }

    /// A queue in which these wait, each by its network's number and a word.
    fn queue(limit: usize, waiting: &[(u8, &'static str)]) -> FairQueue<&'static str> {
        let mut queue = FairQueue::new(limit);
        for (from, job) in waiting {
            assert!(queue.push(network(*from), *job).is_ok_and(|admitted| admitted.gave_way.is_none()));
        }
        queue
    }

    fn served<J>(mut queue: FairQueue<J>) -> Vec<J> {
        std::iter::from_fn(|| queue.pop()).collect()
    }

    #[test]
    fn somebody_alone_behind_a_flood_is_served_next() {
        let mut queue = queue(16, &[(1, "flood 1"), (1, "flood 2"), (1, "flood 3"), (1, "flood 4")]);
        assert_eq!(queue.pop(), Some("flood 1"));
        queue.push(network(2), "alone").ok().unwrap();
        assert_eq!(queue.pop(), Some("flood 2"));
        assert_eq!(queue.pop(), Some("alone"));
        assert_eq!(served(queue), ["flood 3", "flood 4"]);
    }

    #[test]
    fn networks_take_turns_and_each_keeps_its_order() {
        let queue = queue(16, &[(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (2, "b2"), (3, "c1")]);
        assert_eq!(served(queue), ["a1", "b1", "c1", "a2", "b2", "a3"]);
    }

    #[test]
    fn a_full_queue_gives_way_to_a_newcomer() {
        let mut queue = queue(3, &[(1, "flood 1"), (1, "flood 2"), (1, "flood 3")]);
        let admitted = queue.push(network(2), "newcomer").ok().unwrap();
        assert_eq!(admitted.gave_way, Some("flood 3"), "the newest of the fullest network");
        assert_eq!(queue.len(), 3);
        assert_eq!(queue.push(network(1), "flood 4").err(), Some("flood 4"));
        assert_eq!(served(queue), ["flood 1", "newcomer", "flood 2"]);
    }

    #[test]
    fn the_newest_of_several_equally_full_networks_gives_way() {
        let mut queue = queue(4, &[(1, "a1"), (2, "b1"), (2, "b2"), (1, "a2")]);
        assert_eq!(queue.push(network(3), "c1").ok().unwrap().gave_way, Some("a2"));
    }

    #[test]
    fn a_place_is_not_taken_back_and_forth() {
        let mut queue = queue(3, &[(1, "a1"), (1, "a2"), (2, "b1")]);
        assert_eq!(queue.push(network(2), "b2").err(), Some("b2"));
        assert_eq!(queue.push(network(1), "a3").err(), Some("a3"));
        assert_eq!(queue.push(network(3), "c1").ok().unwrap().gave_way, Some("a2"));
        assert_eq!(queue.push(network(4), "d1").err(), Some("d1"), "everybody holds one");
        assert_eq!(served(queue), ["a1", "b1", "c1"]);
    }

    #[test]
    fn who_leaves_frees_the_place_and_nobody_else_is_moved() {
        let mut queue = FairQueue::new(3);
        let tickets: Vec<Ticket> =
            ["a1", "a2", "a3"].map(|job| queue.push(network(1), job).ok().unwrap().ticket).into();
        assert_eq!(queue.remove(network(1), tickets[1]), Some("a2"));
        assert_eq!(queue.remove(network(1), tickets[1]), None);
        assert_eq!(queue.remove(network(2), tickets[0]), None);
        assert!(queue.push(network(1), "a4").ok().unwrap().gave_way.is_none());
        assert_eq!(served(queue), ["a1", "a3", "a4"]);
    }

    #[test]
    fn a_network_that_left_and_came_back_has_one_turn() {
        let mut queue = FairQueue::new(8);
        let ticket = queue.push(network(1), "a1").ok().unwrap().ticket;
        assert_eq!(queue.remove(network(1), ticket), Some("a1"));
        for (from, job) in [(2, "b1"), (1, "a2"), (2, "b2"), (1, "a3")] {
            queue.push(network(from), job).ok().unwrap();
        }
        assert_eq!(served(queue), ["b1", "a2", "b2", "a3"]);
    }

    #[test]
    fn nobody_who_waits_is_forgotten() {
        // A fixed walk through many states: whoever came in leaves exactly once, in one of three ways.
        let mut queue = FairQueue::new(7);
        let (mut inside, mut served_last) = (Vec::new(), [None; 5]);
        let mut state = 1_u64;
        for step in 0..20_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let dice = state >> 33;
            let number = usize::try_from(dice % 5).unwrap();
            let from = network(u8::try_from(number).unwrap());
            match (dice >> 8) % 8 {
                0..4 => match queue.push(from, (number, step)) {
                    Ok(Admitted { ticket, gave_way }) => {
                        inside.retain(|(_, _, job)| Some(*job) != gave_way);
                        inside.push((from, ticket, (number, step)));
                    }
                    Err(job) => assert_eq!((job, queue.len()), ((number, step), 7)),
                },
                4..7 => {
                    let Some((number, came)) = queue.pop() else {
                        assert!(inside.is_empty());
                        continue;
                    };
                    let place = inside.iter().position(|(_, _, job)| *job == (number, came));
                    inside.remove(place.expect("who is served was waiting"));
                    assert!(served_last[number] < Some(came), "the order within a network");
                    served_last[number] = Some(came);
                }
                _ => {
                    if let Some((from, ticket, job)) = inside.pop() {
                        assert_eq!(queue.remove(from, ticket), Some(job));
                    }
                }
            }
            assert_eq!(queue.len(), inside.len());
            assert_eq!(queue.turns.len(), queue.lines.len());
        }
        assert_eq!(served(queue).len(), inside.len());
    }
}
