//! Ids: the GUIDs of the source system in one spelling, and any other text as it is.

use crate::encoding::guid;

/// The one spelling an id is kept and compared in: GUIDs in lower case with hyphens.
pub(crate) fn normalized(text: &str) -> String {
    guid::parse(text).map_or_else(|| text.to_owned(), guid::format)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p10_guids_are_lower_case_and_hyphenated_however_they_were_written() {
        let expected = "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2";
        for text in [
            "24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2",
            "{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}",
            "(24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2)",
            "24dff2cfb30a4b7589672fe3dee0b4a2",
            expected,
        ] {
            assert_eq!(normalized(text), expected);
        }
    }

    #[test]
    fn other_ids_stay_as_they_are() {
        for text in [
            "Persona",
            "",
            "{}",
            "24dff2cf-b30a-4b75-8967-2fe3dee0b4a",
            "24dff2cf0b30a-4b75-8967-2fe3dee0b4a2",
            "24dff2cf-b30a-4b75-8967-2fe3dee0b4ag",
            "{24dff2cfb30a4b7589672fe3dee0b4a2}",
            "{24dff2cf-b30a-4b75-8967-2fe3dee0b4a2)",
            "äöü-dff2cf-b30a-4b75-8967-2fe3dee0",
        ] {
            assert_eq!(normalized(text), text);
        }
    }
}
