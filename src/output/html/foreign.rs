//! Texts and words in other languages than that of the page, which is English from left to right.

use maud::{Markup, html};

use crate::language::Detected;
use crate::text::{has_right_to_left, is_right_to_left, is_unspaced};

/// The attribute `lang` of a text, if its language is known.
pub(crate) fn lang(language: Option<Detected>, text: &str) -> Option<&'static str> {
    language.map(|language| language.tag(text))
}

/// The attribute `dir` of a text that is not written as the page is. By the letters, as the first
/// of them can be that of a foreign name.
pub(crate) fn dir(text: &str) -> Option<&'static str> {
    is_right_to_left(text).then_some("rtl")
}

/// A term or a name between words and numbers of the page, which keep their order around it. Terms
/// of Chinese are simplified.
pub(crate) fn term(term: &str) -> Markup {
    html! {
        @if has_right_to_left(term) { bdi { (term) } }
        @else if term.starts_with(is_unspaced) { span lang="zh-Hans" { (term) } }
        @else { (term) }
    }
}
