//! The codes of themes in other vocabularies, and which of them may be written.

use crate::ThemeSet;
use crate::theme::{ThemeCode, ThemeId};

/// The codes of themes in other vocabularies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Codes<'a> {
    themes: &'a ThemeSet,
    all: bool,
}

impl<'a> Codes<'a> {
    /// Codes that are verified and not retired; with `all`, also the others.
    pub(super) fn new(themes: &'a ThemeSet, all: bool) -> Self {
        Self { themes, all }
    }

    /// The codes of a theme in a vocabulary, in their order.
    pub(super) fn of(
        self,
        theme: &ThemeId,
        scheme: &'static str,
    ) -> impl Iterator<Item = &'a ThemeCode> {
        let theme = self.themes.as_slice().iter().find(|known| known.id == *theme);
        let codes = theme.map_or(&[][..], |theme| &theme.codes);
        codes.iter().filter(move |code| code.scheme == scheme && (self.all || is_verified(code)))
    }

    /// The display name of a theme, or its id.
    pub(super) fn name<'t>(self, theme: &'t ThemeId) -> &'t str
    where
        'a: 't,
    {
        let known = self.themes.as_slice().iter().find(|known| known.id == *theme);
        known.map(|known| &*known.name).filter(|name| !name.is_empty()).unwrap_or(theme.as_str())
    }
}

/// Whether a code and its name were checked against the vocabulary, and the code is not retired.
/// `id verified, EN name translated` is not enough: the original name has not been checked.
fn is_verified(ThemeCode { status, .. }: &ThemeCode) -> bool {
    status.starts_with("verified") && !status.contains("RETIRED") && !status.contains("[U]")
}

/// The name of a code in its vocabulary, but not our own translation of it.
pub(super) fn own_name(ThemeCode { name, status, .. }: &ThemeCode) -> Option<&str> {
    let name = name.as_str();
    (!name.is_empty() && !status.contains("translated")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_verified_and_in_use_is_written_unasked() {
        for (status, verified, named) in [
            ("verified", true, true),
            ("verified (id+EN name)", true, true),
            ("verified (count 9,671,496)", true, true),
            ("id verified, EN name translated", false, false),
            ("verified (id+EN name); RETIRED", false, true),
            ("id verified, EN name translated; RETIRED", false, false),
            ("choice [U]: no own code", false, true),
            ("verified; abroad -> 19 [U]", false, true),
            ("", false, true),
        ] {
            let text = |text: &str| text.to_owned();
            let (scheme, code, name) = (text("a"), text("b"), text("c"));
            let code = ThemeCode { scheme, code, name, status: status.to_owned() };
            assert_eq!(
                (is_verified(&code), own_name(&code).is_some()),
                (verified, named),
                "{status}"
            );
        }
    }
}
