//! The events of a history gathered by what rules look at, so that when something changes by the
//! passing of time is found without searching.

use super::signal::{Property, Track};
use crate::history::{Cell, Cells, History, NO_NAME, Names, VALUE};

/// For every track and group, the events in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tracks {
    /// Finds a list by track, channel and offer.
    codes: Cells,
    lists: Vec<List>,
    /// The lists of each track.
    by_track: Vec<Vec<u32>>,
    /// For each cell of the history, the lists its events go to.
    links: Vec<Vec<Link>>,
    /// How many events were gathered.
    filled: usize,
}

/// The events of one group.
#[derive(Debug, Clone, Default)]
pub(crate) struct List {
    /// Positions in the history, ascending.
    pub(crate) positions: Vec<u32>,
    /// What they carry, where the track gathers a number.
    pub(crate) numbers: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    track: u32,
    list: u32,
    numbered: bool,
}

impl Tracks {
    /// Forgets everything.
    pub(crate) fn reset(&mut self) {
        *self = Self::default();
    }

    /// Takes note that the history is not what it was from position `from` on.
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
        let cells = history.cells.as_slice();
        for cell in cells.iter().skip(self.links.len()) {
            let links = self.link(tracks, *cell, &history.names);
            self.links.push(links);
        }
        let new = history.columns.cells.iter().enumerate().skip(self.filled);
        for (position, &cell) in new {
            for link in self.links.get(cell as usize).into_iter().flatten() {
                if let Some(list) = self.lists.get_mut(link.list as usize).filter(|_| !link.numbered) {
                    list.positions.push(u32::try_from(position).unwrap_or_default());
                }
            }
        }
        for (code, property) in properties(tracks, &history.names) {
            let Some(numbers) = history.columns.numbers_of(code) else { continue };
            let from = numbers.positions.partition_point(|&position| (position as usize) < self.filled);
            for (&position, &number) in numbers.positions.iter().zip(&numbers.values).skip(from) {
                let cell = history.columns.cell(position as usize);
                for link in self.links.get(cell as usize).into_iter().flatten() {
                    let wanted = |link: &Link| {
                        tracks
                            .get(link.track as usize)
                            .is_some_and(|track| track.property.as_ref() == Some(property))
                    };
                    if let Some(list) = self.lists.get_mut(link.list as usize).filter(|_| wanted(link)) {
                        list.positions.push(position);
                        list.numbers.push(number);
                    }
                }
            }
        }
        self.filled = history.len();
    }

    fn link(&mut self, tracks: &[Track], cell: Cell, names: &Names) -> Vec<Link> {
        let mut links = Vec::new();
        for (at, track) in (0_u32..).zip(tracks) {
            if !track.admits(cell, names) {
                continue;
            }
            let channel = if track.by_channel { cell.channel } else { NO_NAME };
            let offer = if track.by_offer { cell.offer } else { NO_NAME };
            let list = self.codes.intern(Cell { event_type: at, channel, offer });
            if list as usize == self.lists.len() {
                self.lists.push(List::default());
                if let Some(lists) = self.by_track.get_mut(at as usize) {
                    lists.push(list);
                }
            }
            links.push(Link { track: at, list, numbered: track.property.is_some() });
        }
        links
    }

    /// The events of a group, by the codes of its names; none when it was never seen.
    #[inline]
    pub(crate) fn find(&self, track: usize, channel: u32, offer: u32) -> Option<&List> {
        let track = u32::try_from(track).ok()?;
        self.lists.get(self.codes.find(Cell { event_type: track, channel, offer })? as usize)
    }

    /// The groups of a track that were ever seen, as channel, offer and events.
    pub(crate) fn groups(&self, track: usize) -> impl Iterator<Item = (u32, u32, &List)> {
        let lists = self.by_track.get(track).map_or(&[][..], Vec::as_slice);
        lists.iter().filter_map(|&code| {
            let group = self.codes.get(code)?;
            Some((group.channel, group.offer, self.lists.get(code as usize)?))
        })
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

impl Track {
    /// Whether a cell's events are gathered.
    pub(super) fn admits(&self, cell: Cell, names: &Names) -> bool {
        names.get(cell.event_type) == self.event_type
            && self.filter.as_ref().is_none_or(|filter| filter.admits(cell, names))
    }
}
