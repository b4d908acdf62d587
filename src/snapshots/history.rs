//! A history as bytes.

use super::{columns, names, numbers};
use crate::encoding::{Input, put_length, put_wide};
use crate::history::{Cell, Cells, Columns, History, Ids, MAX_EVENTS, NO_ID, Numbers, PackedIds, VALUE};
use crate::names::NO_NAME;
use crate::sort;

/// The names and cells in use, sorted, and the numbers they get in the snapshot.
struct Dictionary<'a> {
    names: Vec<&'a str>,
    /// For each of the history's names its number from 1; 0 for one that is not in use.
    name_numbers: Vec<usize>,
    cells: Vec<u128>,
    /// For each of the history's cells its number; of no meaning for one that is not in use.
    cell_numbers: Vec<u32>,
}

impl<'a> Dictionary<'a> {
    fn new(history: &'a History) -> Self {
        let mut used_cells = vec![false; history.cells.len()];
        for &cell in &history.columns.cells {
            if let Some(used) = used_cells.get_mut(cell as usize) {
                *used = true;
            }
        }
        let cells: Vec<(usize, Cell)> = history
            .cells
            .iter()
            .enumerate()
            .filter(|&(code, _)| used_cells.get(code) == Some(&true))
            .collect();
        let of_cells = cells.iter().flat_map(|(_, cell)| [cell.event_type, cell.channel, cell.offer]);
        let of_numbers = history.columns.numbers.iter().map(|numbers| numbers.name);
        let mut codes: Vec<u32> = of_cells.chain(of_numbers).filter(|&code| code != NO_NAME).collect();
        sort::numbers(&mut codes, &mut |left, right| left.cmp(&right));
        codes.dedup();
        sort::numbers(&mut codes, &mut |left, right| history.names.get(left).cmp(history.names.get(right)));

        let mut name_numbers = vec![0; history.names.len()];
        for (number, &code) in (1..).zip(&codes) {
            if let Some(place) = name_numbers.get_mut(code as usize) {
                *place = number;
            }
        }
        let number = |code: u32| name_numbers.get(code as usize).copied().unwrap_or(0);
        let mut ranked: Vec<(u128, usize)> =
            cells.into_iter().map(|(code, cell)| (cell_word(cell, codes.len(), number), code)).collect();
        sort::list(&mut ranked, Ord::cmp);
        let mut cell_numbers = vec![0; history.cells.len()];
        for (number, &(_, code)) in (0..).zip(&ranked) {
            if let Some(place) = cell_numbers.get_mut(code) {
                *place = number;
            }
        }
        Self {
            names: codes.iter().map(|&code| history.names.get(code)).collect(),
            name_numbers,
            cells: ranked.into_iter().map(|(word, _)| word).collect(),
            cell_numbers,
        }
    }
}

/// A cell as one number, which orders as its names do.
fn cell_word(cell: Cell, names: usize, number: impl Fn(u32) -> usize) -> u128 {
    let base = names as u128 + 1;
    let [event_type, channel, offer] =
        [cell.event_type, cell.channel, cell.offer].map(|code| number(code) as u128);
    (event_type * base + channel) * base + offer
}

pub(super) fn write(bytes: &mut Vec<u8>, history: &History) {
    let events = &history.columns;
    put_length(bytes, events.len());
    let dictionary = Dictionary::new(history);
    names::write(bytes, &dictionary.names);
    put_length(bytes, dictionary.cells.len());
    let mut before = 0;
    for &cell in &dictionary.cells {
        put_wide(bytes, cell - before);
        before = cell;
    }
    columns::write_times(bytes, &events.times);
    let number = |&cell: &u32| dictionary.cell_numbers.get(cell as usize).copied().unwrap_or_default();
    columns::write_codes(bytes, events.cells.iter().map(number), dictionary.cells.len());
    write_ids(bytes, history);

    let name = |numbers: &Numbers| dictionary.name_numbers.get(numbers.name as usize).copied().unwrap_or(0);
    let mut properties: Vec<(usize, &Numbers)> =
        events.numbers.iter().map(|numbers| (name(numbers), numbers)).collect();
    sort::list(&mut properties, |left, right| left.0.cmp(&right.0));
    put_length(bytes, properties.len());
    for (name, property) in properties {
        numbers::write(bytes, name, property);
    }
}

fn write_ids(bytes: &mut Vec<u8>, history: &History) {
    let events = &history.columns;
    if events.ids.iter().all(|&id| id == NO_ID) {
        put_length(bytes, 0);
        return;
    }
    let packed = PackedIds::pack((0..events.len()).map(|at| history.ids.get(events.id(at))));
    put_length(bytes, packed.bytes().len());
    bytes.extend_from_slice(packed.bytes());
}

pub(super) fn read(input: &mut Input<'_>) -> Option<History> {
    let events = input.length().filter(|&events| events <= MAX_EVENTS)?;
    let names = names::read(input)?;
    let cells = read_cells(input, names.len())?;
    let times = columns::read_times(input, events)?;
    let codes = columns::read_codes(input, events, cells.len())?;
    let mut columns = Columns { times, cells: codes, ..Columns::default() };
    let ids = read_ids(input, &mut columns)?;
    let mut last = None;
    for _ in 0..input.count()? {
        let (name, mut numbers) = numbers::read(input, events)?;
        if last.is_some_and(|last| last >= name) || name > names.len() {
            return None;
        }
        last = Some(name);
        numbers.name = name.checked_sub(1).map_or(Some(VALUE), |code| u32::try_from(code).ok())?;
        columns.numbers.push(numbers);
    }
    Some(History { names, cells, ids, columns })
}

fn read_cells(input: &mut Input<'_>, names: usize) -> Option<Cells> {
    let base = names as u128 + 1;
    let count = input.count()?;
    let mut cells = Vec::with_capacity(count);
    // The word of the cell before, digit by digit: most differ in the last alone.
    let (mut event_type, mut channel, mut offer) = (0, 0, 0);
    for at in 0..count {
        let distance = input.wide()?;
        if at > 0 && distance == 0 {
            return None;
        }
        let code =
            |number: u128| number.checked_sub(1).and_then(|code| u32::try_from(code).ok()).unwrap_or(NO_NAME);
        let carry;
        (carry, offer) = div_rem(offer + distance, base);
        let (carry, last) = div_rem(channel + carry, base);
        (event_type, channel) = (event_type + carry, last);
        if event_type == 0 || event_type >= base {
            return None;
        }
        cells.push(Cell { event_type: code(event_type), channel: code(channel), offer: code(offer) });
    }
    Some(Cells::from_distinct(cells))
}

/// Quotient and remainder; dividing numbers of 128 bits takes ten times as long, and few are that
/// wide.
fn div_rem(number: u128, by: u128) -> (u128, u128) {
    if number < by {
        return (0, number);
    }
    match (u64::try_from(number), u64::try_from(by)) {
        (Ok(number), Ok(by)) if by > 0 => (u128::from(number / by), u128::from(number % by)),
        _ => (number / by, number % by),
    }
}

fn read_ids(input: &mut Input<'_>, columns: &mut Columns) -> Option<Ids> {
    let length = input.length()?;
    let bytes = input.take(length)?;
    if bytes.is_empty() {
        return Some(Ids::default());
    }
    let (packed, presence) = PackedIds::read(bytes, columns.len())?;
    if presence.is_empty() {
        return None;
    }
    let mut next = 0;
    let ids = presence.iter(columns.len()).map(|present| {
        let id = if present { next } else { NO_ID };
        next += u32::from(present);
        id
    });
    columns.ids = ids.collect();
    Some(Ids::from_packed(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_width_are_divided_alike() {
        let wide = u128::from(u64::MAX) + 5;
        for number in [0, 7, u128::from(u64::MAX), wide, u128::MAX] {
            for by in [1, 3, u128::from(u64::MAX), wide] {
                let (quotient, remainder) = div_rem(number, by);
                assert_eq!(quotient * by + remainder, number, "{number} by {by}");
                assert!(remainder < by, "{number} by {by}");
            }
        }
    }
}
