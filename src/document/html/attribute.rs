//! The attributes of tags.

/// An attribute of a tag, its entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) value: String,
}

/// The value of an attribute.
pub(super) fn get<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    let mut named = attributes.iter().filter(|attribute| attribute.name == name);
    named.next().map(|attribute| attribute.value.as_str())
}
