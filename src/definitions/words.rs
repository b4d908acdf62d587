/// The word for a value, among words and what they stand for.
pub(crate) fn word_of<'w, T: Copy + PartialEq + 'w>(
    words: impl IntoIterator<Item = &'w (&'static str, T)>,
    value: T,
) -> &'static str {
    words.into_iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}
