//! Collections of sources.

/// `collection` of a source `collection:outlet`; a source in any other form, such as an address, is
/// its own collection.
pub(super) fn collection(source: &str) -> &str {
    match source.split_once(':') {
        Some((collection, outlet)) if !outlet.starts_with("//") => collection,
        _ => source,
    }
}
