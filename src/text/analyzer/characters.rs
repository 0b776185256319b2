//! The words of a language whose words are characters and pairs of neighbours.

use std::ops::Range;

use super::Analyzer;
use crate::text::han_words::{Character, Form, place};
use crate::text::normal_form;
use crate::text::pieces::Pieces;
use crate::text::runs::Runs;

impl Analyzer {
    /// Appends the numbers of the words of all runs.
    pub(super) fn number_characters(&mut self, text: &str, runs: &mut Runs, ids: &mut Vec<u32>) {
        while let Some(run) = runs.next_span() {
            let end = ids.len();
            if self.number_han(&text[run.clone()], ids).is_none() {
                ids.truncate(end);
                self.number_pieces(text, run, ids);
            }
        }
    }

    /// Appends the numbers of the words of a run if it is common characters of Han only.
    #[inline]
    fn number_han(&mut self, run: &str, ids: &mut Vec<u32>) -> Option<()> {
        let (characters, []) = run.as_bytes().as_chunks() else { return None };
        let mut last: Option<Form> = None;
        for &bytes in characters {
            let form = self.form(bytes)?;
            if let Some(last) = last {
                ids.extend(self.han.as_ref()?.number(last, form));
            }
            ids.extend(form.number);
            last = Some(form);
        }
        Some(())
    }

    /// The form of a character, if both are common characters of Han.
    #[inline]
    fn form(&mut self, bytes: [u8; 3]) -> Option<Form> {
        let place = place(bytes)?;
        match self.han.as_ref()?.character(place) {
            Character::Known(form) => Some(form),
            Character::New => self.new_form(bytes, place),
            Character::Odd => None,
        }
    }

    #[cold]
    fn new_form(&mut self, bytes: [u8; 3], place: usize) -> Option<Form> {
        let word = str::from_utf8(&bytes).ok()?;
        let normal = normal_form(word, self.language)?;
        let form = Form::of(&normal, self.stem(word, &(0..word.len())));
        self.han.as_mut()?.keep(place, form);
        form
    }

    /// Appends the numbers of the words of any run.
    fn number_pieces(&mut self, text: &str, run: Range<usize>, ids: &mut Vec<u32>) {
        let mut pieces = Pieces::default();
        let mut next = Some(pieces.begin(text, run));
        while let Some(piece) = next {
            ids.extend(self.stem(text, &piece));
            next = pieces.next(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::text::{WordCache, words};
    use proptest::prelude::*;
    use std::sync::Arc;

    const STEMS: [&str; 9] = ["国", "国家", "約", "北约", "林林", "䝙", "貙国", "a", "国\u{308}"];

    /// Analyzers of the same stems, of each numbering.
    fn analyzers() -> [Analyzer; 3] {
        let language = Language::Chinese;
        let stems = Arc::new(STEMS.into_iter().map(Box::from).collect());
        let (cache, of_places) = (Arc::new(WordCache::new()), (10..19).collect());
        [
            Analyzer::growing(language, STEMS),
            Analyzer::fixed(language, STEMS),
            Analyzer::sharing_words(language, stems, cache, of_places, 7),
        ]
    }

    #[test]
    fn characters_and_pairs_have_the_numbers_of_their_normal_forms() {
        let [_, mut fixed, mut others] = analyzers();
        let mut ids = Vec::new();
        fixed.number("國家，北約。a貙", &mut ids);
        assert_eq!(ids, [0, 1, 3, 7, 5]);
        others.number("國家，北約。", &mut ids);
        assert_eq!(ids, [10, 11, 7, 7, 13, 7]);
    }

    proptest! {
        #[test]
        fn numbers_are_those_with_places(
            text in "([北约約国國家林貙]{1,30}|[，。、《》〇々か㐀a5Ａ５𠮷 ’\u{200B}\u{308}\u{AD}🙂-]|國家|北约|\
                [.$@/-]a|\\PC){0,30}"
        ) {
            for mut analyzer in analyzers() {
                let (mut stems, mut numbers) = (Vec::new(), Vec::new());
                for _ in 0..2 {
                    analyzer.analyze(&text, &mut stems);
                    analyzer.number(&text, &mut numbers);
                    let places = stems.iter().map(|stem| stem.id);
                    prop_assert!(numbers.iter().copied().eq(places), "{stems:?}");
                }
                let of_words = words(&text, Language::Chinese)
                    .filter_map(|word| analyzer.stem(word.text, &(0..word.text.len())));
                prop_assert_eq!(&numbers, &of_words.collect::<Vec<_>>());
            }
        }
    }
}
