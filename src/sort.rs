//! Sorting with one copy of the algorithm for all.
//!
//! The standard library makes a copy of its sorting for every kind of element and every way to
//! compare, five to fifteen kilobytes of wasm each. Here everything is sorted through numbers, by
//! one copy. Only plain lists of milliseconds are left to the standard library: they share one
//! copy, which is quicker for the times of many events.

use std::cmp::Ordering;

/// Sorts numbers by `compare`; equal ones keep their order.
pub(crate) fn numbers(numbers: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    numbers.sort_by(|&left, &right| compare(left, right));
}

/// Sorts a list by `compare`; equal elements keep their order.
pub(crate) fn list<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let mut order: Vec<u32> = (0..count).collect();
    numbers(&mut order, &mut |left, right| match (items.get(left as usize), items.get(right as usize)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken.get_mut(at as usize)?.take()));
}

/// Sorts numbers into so many buckets, where they keep their order; also returns where each bucket
/// ends. `buckets` has the bucket of each number, by number.
pub(crate) fn bucket(numbers: &[u32], buckets: &[u32], count: usize) -> (Vec<u32>, Vec<usize>) {
    let mut next = vec![0; count + 1];
    for &bucket in buckets {
        if let Some(end) = next.get_mut(bucket as usize + 1) {
            *end += 1;
        }
    }
    let mut sum = 0;
    for begin in &mut next {
        sum += *begin;
        *begin = sum;
    }
    let mut sorted = vec![0; numbers.len()];
    for &number in numbers {
        let bucket = buckets.get(number as usize).and_then(|&bucket| next.get_mut(bucket as usize));
        let Some(next) = bucket else { continue };
        if let Some(to) = sorted.get_mut(*next) {
            *to = number;
        }
        *next += 1;
    }
    (sorted, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_by_what_is_asked() {
        let mut values = vec![3, 1, 2];
        numbers(&mut values, &mut |left, right| right.cmp(&left));
        assert_eq!(values, [3, 2, 1]);
    }

    #[test]
    fn a_list_is_sorted_and_equal_elements_keep_their_order() {
        let mut values = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd')];
        list(&mut values, |left, right| left.0.cmp(&right.0));
        assert_eq!(values, [(1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
        let mut nothing: Vec<String> = Vec::new();
        list(&mut nothing, Ord::cmp);
        assert_eq!(nothing, Vec::<String>::new());
    }
}
