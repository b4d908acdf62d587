//! Dotted paths into records.

/// Where a field stands in a record: `outcome.value` is the member `value` of the member `outcome`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path(String);

impl Path {
    /// A path of one to sixteen names with dots between them, or none.
    pub(super) fn new(text: &str) -> Option<Self> {
        let whole = text.split('.').count() <= 16 && text.split('.').all(|name| !name.is_empty());
        whole.then(|| Self(text.to_owned()))
    }

    /// A path that is yet to be judged.
    pub(super) fn unchecked(path: String) -> Self {
        Self(path)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}
