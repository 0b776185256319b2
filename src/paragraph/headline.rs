//! Tells headlines from other paragraphs.

use super::Paragraph;
use crate::text::words;

impl Paragraph<'_> {
    /// Whether it reads like the headline of the paragraphs after it: it is short, and does not end
    /// like a sentence or like the beginning of a list.
    pub(crate) fn is_headline(&self) -> bool {
        const MAX_WORDS: usize = 20;
        let short = || words(self.text, self.language).take(MAX_WORDS + 1).count() <= MAX_WORDS;
        let end = self.text.trim_end_matches(|c: char| c.is_whitespace() || "”’»\"')]".contains(c));
        !end.ends_with(['.', '…', ':', ';', ',']) && !self.is_long() && short()
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs;

    #[test]
    fn headlines_are_short_and_end_openly() {
        let long = "tariffs ".repeat(21);
        for (text, expected) in [
            ("Tariffs on steel rise again", true),
            ("Will tariffs rise? “Yes!”", true),
            (&long[8..], true),
            (&long, false),
            (&"x".repeat(20_000), false),
            ("Tariffs on steel rose.", false),
            ("“Tariffs on steel rose.”", false),
            ("The demands are:", false),
            ("And so on …", false),
        ] {
            assert_eq!(paragraphs(text)[0].is_headline(), expected, "for {text:?}");
        }
    }
}
