//! The sentences of a paragraph with their places.

use std::ops::Range;

use super::Paragraph;

impl<'a> Paragraph<'a> {
    /// The sentences by the rules of Unicode (UAX 29), except that none ends after an
    /// abbreviation. If the text was extracted from markup, such as a page, each sentence has the
    /// place of the paragraph.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::paragraph::paragraphs;
    ///
    /// let found = paragraphs("Gen. Smith of the U.S. Army resigned. Tariffs rose!");
    /// let sentences: Vec<_> = found[0].sentences().into_iter().map(|s| s.text).collect();
    /// assert_eq!(sentences, ["Gen. Smith of the U.S. Army resigned.", "Tariffs rose!"]);
    /// ```
    pub fn sentences(&self) -> Vec<Paragraph<'a>> {
        let has_words =
            |range: &Range<usize>| self.text[range.clone()].contains(char::is_alphanumeric);
        let sentences = self.language.sentence_ranges(self.text).into_iter();
        sentences.filter(has_words).map(|range| self.part(range)).collect()
    }

    /// A part of the paragraph with its place.
    fn part(&self, range: Range<usize>) -> Paragraph<'a> {
        let text = &self.text[range.clone()];
        let before = text.len() - text.trim_start().len();
        let text = text.trim();
        let start = range.start + before;
        if self.text.len() != self.range.len() {
            return Paragraph { text, range: self.range.clone(), ..*self };
        }
        let line = self.line + super::count_line_ends(&self.text[..start]);
        let start = self.range.start + start;
        Paragraph { text, range: start..start + text.len(), line, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::super::paragraphs;
    use proptest::prelude::*;

    #[test]
    fn sentences_have_their_place() {
        let text = "“Go!” he said. It rose\n 5.5 percent on Nov. 3. A. B. Smith agreed.";
        let found = paragraphs(text);
        let sentences = found.iter().flat_map(super::Paragraph::sentences);
        let found: Vec<_> =
            sentences.map(|s| (s.line, s.text, &text[s.range.clone()] == s.text)).collect();
        assert!(found.iter().all(|(_, _, at_its_place)| *at_its_place));
        let texts: Vec<_> = found.iter().map(|(line, text, _)| (*line, *text)).collect();
        let expected = [
            (1, "“Go!”"),
            (1, "he said."),
            (1, "It rose"),
            (2, "5.5 percent on Nov. 3."),
            (2, "A. B. Smith agreed."),
        ];
        assert_eq!(texts, expected);
    }

    proptest! {
        #[test]
        fn no_word_is_lost(text in "[a-zA-Z.!? é“”\n]{0,60}") {
            let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
            for paragraph in paragraphs(&text) {
                let sentences: Vec<_> = paragraph.sentences().iter().map(|s| s.text).collect();
                prop_assert_eq!(words(&sentences.join(" ")), words(paragraph.text));
            }
        }
    }
}
