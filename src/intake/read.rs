//! Reading events out of JSON text, straight into columns.

use super::gather::Sink;
use super::hints::add_hints;
use super::record::Record;
use crate::events::{EventIssue, EventList, FieldTree};
use crate::history::{History, Incoming};
use crate::json::{Scanner, SyntaxError};

/// Gathers the events of a JSON text: an array of records, or records one after another.
///
/// What is wrong with any of them goes to `issues`. A text that is not JSON is a syntax error.
pub(crate) fn read_events(
    text: &str,
    tree: &FieldTree,
    list: &EventList<'_>,
    history: &mut History,
    incoming: &mut Incoming,
    issues: &mut Vec<EventIssue>,
) -> Result<(), SyntaxError> {
    let mut reader = RecordReader::new(text, tree, list);
    let listed = reader.scanner.peek() == Some(b'[');
    if listed {
        reader.scanner.open()?;
    }
    let (mut index, mut first) = (0, true);
    while if listed { reader.scanner.more(b']', &mut first)? } else { reader.scanner.peek().is_some() } {
        reader.read(history, incoming, issues, index)?;
        index += 1;
    }
    reader.scanner.end()
}

/// Reads records one by one.
pub(crate) struct RecordReader<'a, 't> {
    scanner: Scanner<'a>,
    tree: &'t FieldTree,
    list: &'t EventList<'t>,
    record: Record<'a>,
    /// How many names there are to choose from, for records that were given as positions of names.
    pub(crate) names: Option<u32>,
}

impl<'a, 't> RecordReader<'a, 't> {
    pub(crate) fn new(text: &'a str, tree: &'t FieldTree, list: &'t EventList<'t>) -> Self {
        Self { scanner: Scanner::new(text), tree, list, record: Record::default(), names: None }
    }

    /// Gathers the next record, the one at `index` of what was given.
    #[inline(always)]
    pub(crate) fn read(
        &mut self,
        history: &mut History,
        incoming: &mut Incoming,
        issues: &mut Vec<EventIssue>,
        index: usize,
    ) -> Result<(), SyntaxError> {
        let before = issues.len();
        let Self { tree, list, names, .. } = *self;
        let mut sink = Sink { fields: tree.fields(), list, names, history, incoming, issues };
        if self.scanner.peek() != Some(b'{') {
            self.scanner.skip()?;
            sink.refuse(index, "expected an event, which is an object");
            return Ok(());
        }
        self.record.clear();
        let start = self.scanner.at();
        self.record.read(&mut self.scanner, tree.members())?;
        sink.take(index, &self.record);
        if issues.len() > before {
            add_hints(issues, before, self.scanner.since(start), tree);
        }
        Ok(())
    }
}
