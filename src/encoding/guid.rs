//! GUIDs: sixteen bytes, and the texts that stand for them.

/// The 16 bytes of a GUID written with hyphens (in braces, in brackets or not) or as 32 digits, in
/// any case.
pub(crate) fn parse(text: &str) -> Option<[u8; 16]> {
    let within = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    let inner = within('{', '}').or_else(|| within('(', ')'));
    let digits = inner.unwrap_or(text).as_bytes();
    let hyphens = match digits.len() {
        36 => true,
        32 if inner.is_none() => false,
        _ => return None,
    };
    let mut bytes = [0; 16];
    let mut nibbles = 0_usize;
    for (place, &digit) in digits.iter().enumerate() {
        if hyphens && matches!(place, 8 | 13 | 18 | 23) {
            if digit != b'-' {
                return None;
            }
            continue;
        }
        let nibble = u8::try_from(char::from(digit).to_digit(16)?).ok()?;
        let byte = bytes.get_mut(nibbles / 2)?;
        *byte = *byte << 4 | nibble;
        nibbles += 1;
    }
    (nibbles == 32).then_some(bytes)
}

/// The 16 bytes of a GUID in just the spelling of [`format`].
pub(crate) fn parse_canonical(text: &str) -> Option<[u8; 16]> {
    parse(text).filter(|guid| format(*guid) == text)
}

/// A GUID in lower case with hyphens.
pub(crate) fn format(guid: [u8; 16]) -> String {
    let mut text = String::with_capacity(36);
    for (place, byte) in guid.into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}
