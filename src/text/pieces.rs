//! Words of a script without spaces: each character, and each two neighbours.

use std::ops::Range;

use super::character::is_unspaced;

/// The pieces of a run: its first character, the first two, the second, the second and third, and
/// so on.
#[derive(Debug, Clone, Default)]
pub(super) struct Pieces {
    /// The part of the run from the last character on.
    rest: Range<usize>,
    /// The length of that character, with what belongs to it; 0 at the end.
    character: usize,
    /// Whether its pair has been given.
    paired: bool,
}

impl Pieces {
    /// The first piece of a run: the whole of it if its script has spaces.
    pub(super) fn begin(&mut self, text: &str, run: Range<usize>) -> Range<usize> {
        if !text[run.clone()].starts_with(is_unspaced) {
            return run;
        }
        let character = length(&text[run.clone()]);
        *self = Self { rest: run.clone(), character, paired: false };
        run.start..run.start + character
    }

    /// The next piece of this run.
    #[inline]
    pub(super) fn next(&mut self, text: &str) -> Option<Range<usize>> {
        let begin = self.rest.start;
        let second = begin + self.character;
        if second >= self.rest.end {
            return None;
        }
        let end = second + length(&text[second..self.rest.end]);
        if !self.paired {
            self.paired = true;
            return Some(begin..end);
        }
        *self = Self { rest: second..self.rest.end, character: end - second, paired: false };
        Some(second..end)
    }
}

/// The length of the first character of a run, with the accents and invisible characters after it.
fn length(run: &str) -> usize {
    let mut characters = run.char_indices().skip(1);
    characters.find(|(_, next)| is_unspaced(*next)).map_or(run.len(), |(end, _)| end)
}

#[cfg(test)]
mod tests {
    use super::super::runs::Runs;
    use super::*;
    use proptest::prelude::*;

    fn runs(text: &str) -> Vec<Range<usize>> {
        let mut runs = Runs::of(text);
        std::iter::from_fn(|| runs.next_span()).collect()
    }

    fn spans(text: &str) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        for run in runs(text) {
            let mut pieces = Pieces::default();
            spans.push(pieces.begin(text, run));
            spans.extend(std::iter::from_fn(|| pieces.next(text)));
        }
        spans
    }

    fn pieces(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn a_run_is_its_characters_and_each_two_neighbours() {
        for (text, expected) in [
            ("", vec![]),
            ("林", vec!["林"]),
            ("北约，war。", vec!["北", "北约", "约", "war"]),
            ("Lin林楚茵Lin 5", vec!["Lin", "林", "林楚", "楚", "楚茵", "茵", "Lin", "5"]),
            ("北\u{200B}约", vec!["北\u{200B}", "北\u{200B}约", "约"]),
        ] {
            assert_eq!(pieces(text), expected, "for {text:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_cover_their_runs(text in "([林北约战争\u{200B}\u{308}a-c0 。，]|\\PC){0,60}") {
            let (runs, spans) = (runs(&text), spans(&text));
            for run in &runs {
                let inside: Vec<_> = spans.iter().filter(|span| run.contains(&span.start)).collect();
                prop_assert_eq!(inside.iter().map(|span| span.end).max(), Some(run.end));
                prop_assert!(inside.iter().all(|span| span.end <= run.end));
                prop_assert!(inside.windows(2).all(|pair| pair[0].start <= pair[1].start));
            }
            prop_assert!(spans.iter().all(|span| runs.iter().any(|run| run.contains(&span.start))));
        }
    }
}
