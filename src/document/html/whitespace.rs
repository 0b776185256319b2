//! Space in the source of a page, which may be written as entities.

use super::super::limits::MAX_ENTITY_BYTES;

/// Removes leading space, which may be written as entities.
pub(super) fn trim_start(source: &str) -> &str {
    let mut rest = source.trim_start_matches(is_blank);
    while is_blank_entity(&rest[..entity_length(rest)]) {
        rest = rest[entity_length(rest)..].trim_start_matches(is_blank);
    }
    rest
}

/// Removes trailing space, which may be written as entities.
pub(super) fn trim_end(source: &str) -> &str {
    let mut rest = source.trim_end_matches(is_blank);
    while let Some((before, _)) = last_entity(rest).filter(|(_, entity)| is_blank_entity(entity)) {
        rest = before.trim_end_matches(is_blank);
    }
    rest
}

/// The entity that a text ends with, preceded by the rest of the text.
fn last_entity(text: &str) -> Option<(&str, &str)> {
    let near = text.len().saturating_sub(MAX_ENTITY_BYTES);
    let place = near + memchr::memrchr(b'&', &text.as_bytes()[near..])?;
    let (before, entity) = text.split_at(place);
    (entity.len() == entity_length(entity)).then_some((before, entity))
}

/// The length of the entity that a text begins with, or 0.
fn entity_length(rest: &str) -> usize {
    let Some(name) = rest.strip_prefix('&') else { return 0 };
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = 1 + name.bytes().take(MAX_ENTITY_BYTES).take_while(is_name).count();
    name + usize::from(rest.as_bytes().get(name) == Some(&b';'))
}

/// Whether an entity stands for white space.
fn is_blank_entity(entity: &str) -> bool {
    const NAMES: [&str; 19] = [
        "nbsp",
        "ensp",
        "emsp",
        "emsp13",
        "emsp14",
        "numsp",
        "puncsp",
        "thinsp",
        "hairsp",
        "Tab",
        "NewLine",
        "NonBreakingSpace",
        "ThinSpace",
        "VeryThinSpace",
        "MediumSpace",
        "ThickSpace",
        "ZeroWidthSpace",
        "NegativeThinSpace",
        "NegativeMediumSpace",
    ];
    let name = entity.trim_start_matches('&').trim_end_matches(';');
    let Some(number) = name.strip_prefix('#') else { return NAMES.contains(&name) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).is_some_and(is_blank)
}

/// Whether a character is white space or invisible.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\0' | '\u{200B}' | '\u{FEFF}')
}
