//! The events of a history gathered by what rules look at, so that the next change of a signal is
//! found without a search.

use std::ops::Range;

use super::signal::{Property, Track};
use crate::history::{Cell, History, VALUE};
use crate::names::{NO_NAME, Names, Triples};

/// For every track and group, the events in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tracks {
    /// Finds a list by track, channel and offer.
    codes: Triples,
    lists: Vec<List>,
    /// The lists of each track.
    by_track: Vec<Vec<u32>>,
    /// For each event type of the history, by its code, the tracks that gather it.
    gathering: Vec<Option<Vec<u32>>>,
    links: TrackLinks,
    /// How many events were gathered.
    filled: usize,
}

/// A group, by the codes of its channel and its offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GroupKey {
    pub(crate) channel: u32,
    pub(crate) offer: u32,
}

impl GroupKey {
    /// Whether there is a channel or an offer.
    pub(super) fn is_named(self) -> bool {
        (self.channel, self.offer) != (NO_NAME, NO_NAME)
    }
}

/// The events of one group.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) group: GroupKey,
    /// Positions in the history, ascending.
    pub(crate) positions: Vec<u32>,
    /// What they carry, where the track gathers a number.
    pub(crate) numbers: Vec<f64>,
}

impl List {
    /// How many of the events lie at or before a time. Many lists are searched for one time: going
    /// through the times in the same way for each, and through the list without them, is what the
    /// processor's cache is best at.
    pub(crate) fn up_to(&self, times: &[i64], time: i64) -> usize {
        let end = times.partition_point(|&at| at <= time);
        self.positions.partition_point(|&position| (position as usize) < end)
    }

    /// How many of the events from one on lie at or before a time; quick when they are few.
    pub(super) fn up_to_from(&self, from: usize, times: &[i64], time: i64) -> usize {
        let at = |position: u32| times.get(position as usize).copied().unwrap_or(i64::MAX);
        let rest = self.positions.get(from..).unwrap_or_default();
        if rest.len() > 32 && rest.get(32).is_some_and(|&position| at(position) <= time) {
            return rest.partition_point(|&position| at(position) <= time);
        }
        rest.iter().take_while(|&&position| at(position) <= time).count()
    }

    /// The positions and numbers of some of the events.
    #[inline]
    pub(super) fn numbers_of(&self, range: Range<usize>) -> impl Iterator<Item = (u32, f64)> {
        let positions = self.positions.get(range.clone()).unwrap_or_default();
        positions.iter().copied().zip(self.numbers.get(range).unwrap_or_default().iter().copied())
    }
}

/// For each cell of the history, the lists its events go to, one cell behind the other.
#[derive(Debug, Clone, Default)]
struct TrackLinks {
    /// Where those of each cell end.
    ends: Vec<u32>,
    list: Vec<Link>,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    list: u32,
    /// The track, where that gathers numbers; else [`EVENTS`].
    numbers_of: u32,
}

/// Stands for no track that gathers numbers: the list takes events.
const EVENTS: u32 = u32::MAX;

impl TrackLinks {
    fn cells(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    fn get(&self, cell: u32) -> &[Link] {
        let end = |cell: usize| self.ends.get(cell).map_or(0, |&end| end as usize);
        let cell = cell as usize;
        let begin = if cell == 0 { 0 } else { end(cell - 1) };
        self.list.get(begin..end(cell)).unwrap_or_default()
    }

    /// The lists that take the events of a cell themselves, and not the numbers they carry.
    #[inline]
    fn event_lists(&self, cell: u32) -> impl Iterator<Item = usize> {
        self.get(cell).iter().filter(|link| link.numbers_of == EVENTS).map(|link| link.list as usize)
    }

    /// Makes room for so many cells more; most have a link.
    fn reserve(&mut self, cells: usize) {
        self.ends.reserve(cells);
        self.list.reserve(cells);
    }

    /// Ends the links of a cell.
    fn end(&mut self) {
        self.ends.push(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
    }
}

impl Tracks {
    /// Forgets everything.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Forgets the events from the position `from` on, where the history has changed.
    pub(crate) fn events_changed(&mut self, from: usize) {
        if from >= self.filled {
            return;
        }
        for list in &mut self.lists {
            let kept = list.positions.partition_point(|&position| (position as usize) < from);
            list.positions.truncate(kept);
            list.numbers.truncate(kept);
        }
        self.filled = from;
    }

    /// Gathers the events that are new.
    pub(crate) fn refresh(&mut self, tracks: &[Track], history: &History) {
        self.by_track.resize_with(tracks.len(), Vec::new);
        self.link(tracks, history);
        let new = history.columns.cells.get(self.filled..).unwrap_or_default();
        if self.filled == 0 {
            self.reserve(new);
        }
        for (position, &cell) in (self.filled..).zip(new) {
            #[expect(clippy::cast_possible_truncation, reason = "a history holds fewer events")]
            let position = position as u32;
            for list in self.links.event_lists(cell) {
                if let Some(list) = self.lists.get_mut(list) {
                    list.positions.push(position);
                }
            }
        }
        for (code, property) in properties(tracks, &history.names) {
            let Some(numbers) = history.columns.numbers_of(code) else { continue };
            let from = numbers.positions.partition_point(|&position| (position as usize) < self.filled);
            for (&position, &number) in numbers.positions.iter().zip(&numbers.values).skip(from) {
                let cell = history.columns.cell(position as usize);
                for link in self.links.get(cell) {
                    let track = tracks.get(link.numbers_of as usize);
                    if track.and_then(|track| track.property.as_ref()) != Some(property) {
                        continue;
                    }
                    if let Some(list) = self.lists.get_mut(link.list as usize) {
                        list.positions.push(position);
                        list.numbers.push(number);
                    }
                }
            }
        }
        self.filled = history.len();
    }

    /// Makes each list as long as it is going to be: one that grows holds up to twice as much.
    fn reserve(&mut self, cells: &[u32]) {
        let mut counts = vec![0_usize; self.lists.len()];
        for &cell in cells {
            for list in self.links.event_lists(cell) {
                if let Some(count) = counts.get_mut(list) {
                    *count += 1;
                }
            }
        }
        for (list, count) in self.lists.iter_mut().zip(counts) {
            list.positions.reserve_exact(count);
        }
    }

    /// Finds the lists of the cells that are new.
    fn link(&mut self, tracks: &[Track], history: &History) {
        let new = history.cells.iter().skip(self.links.cells());
        self.links.reserve(history.cells.len().saturating_sub(self.links.cells()));
        for cell in new {
            let code = cell.event_type as usize;
            if self.gathering.len() <= code {
                self.gathering.resize(code + 1, None);
            }
            let name = history.names.get(cell.event_type);
            let gathering = self.gathering.get_mut(code).and_then(Option::take).unwrap_or_else(|| {
                let gathers = |&(_, track): &(u32, &Track)| track.event_type == name;
                (0..).zip(tracks).filter(gathers).map(|(at, _)| at).collect()
            });
            for &at in &gathering {
                let track = tracks.get(at as usize);
                if let Some(track) = track.filter(|track| track.lets_through(cell, &history.names)) {
                    self.link_to(at, track, cell);
                }
            }
            self.links.end();
            if let Some(known) = self.gathering.get_mut(code) {
                *known = Some(gathering);
            }
        }
    }

    fn link_to(&mut self, at: u32, track: &Track, cell: Cell) {
        let channel = if track.by_channel { cell.channel } else { NO_NAME };
        let offer = if track.by_offer { cell.offer } else { NO_NAME };
        let list = self.codes.intern_cold((at, channel, offer));
        if list as usize == self.lists.len() {
            let group = GroupKey { channel, offer };
            self.lists.push(List { group, positions: Vec::new(), numbers: Vec::new() });
            if let Some(lists) = self.by_track.get_mut(at as usize) {
                lists.push(list);
            }
        }
        let numbers_of = if track.property.is_some() { at } else { EVENTS };
        self.links.list.push(Link { list, numbers_of });
    }

    /// The events of a group, by the codes of its names, if it was ever seen.
    #[inline]
    pub(crate) fn find(&self, track: usize, channel: u32, offer: u32) -> Option<&List> {
        let track = u32::try_from(track).ok()?;
        self.lists.get(self.codes.find((track, channel, offer))? as usize)
    }

    /// The groups of a track that were ever seen.
    pub(crate) fn groups(&self, track: usize) -> impl Iterator<Item = &List> {
        let lists = self.by_track.get(track).map_or(&[][..], Vec::as_slice);
        lists.iter().filter_map(|&code| self.lists.get(code as usize))
    }
}

/// The numbers that tracks gather, with the code of each in the history.
fn properties<'t>(tracks: &'t [Track], names: &Names) -> Vec<(u32, &'t Property)> {
    let mut found: Vec<(u32, &Property)> = Vec::new();
    for property in tracks.iter().filter_map(|track| track.property.as_ref()) {
        let code = match property {
            Property::Value => Some(VALUE),
            Property::Named(name) => names.find(name),
        };
        if let Some(code) = code.filter(|code| found.iter().all(|(known, _)| known != code)) {
            found.push((code, property));
        }
    }
    found
}
