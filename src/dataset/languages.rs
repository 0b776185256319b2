//! The languages of labelled paragraphs.

use rustc_hash::FxHashMap;

use super::{Dataset, Example};
use crate::language::{Detected, Language, detect, detect_in};
use crate::{Error, Result};

/// The field that declares the language of a paragraph.
const FIELD: &str = "language";
/// Paragraphs that declare no language count as another than most of them only if they are at least
/// this share: fewer are quotations and mistakes.
const LEAST: f64 = 0.02;

impl Dataset {
    /// The language of each paragraph.
    ///
    /// The field `language` tells the language of a paragraph by its ISO 639-1 code. Without it, the
    /// text does, if it is clear, and at least one in fifty of the paragraphs without the field are
    /// in this language. The others, and word counts, are in the language of most.
    ///
    /// # Errors
    /// If a code is not that of a [`Language`].
    pub fn languages(&self) -> Result<Vec<Language>> {
        let declared = self.examples.iter().map(declared).collect::<Result<Vec<_>>>()?;
        let (most, seen) = self.usual(&declared);
        let both = declared.into_iter().zip(seen);
        Ok(both.map(|(declared, seen)| declared.or(seen).unwrap_or(most)).collect())
    }

    /// One dataset for each language, with the same themes; that with the most paragraphs first.
    ///
    /// # Errors
    /// As [`Dataset::languages`].
    pub fn by_language(&self) -> Result<Vec<Self>> {
        let mut paragraphs: FxHashMap<Language, Vec<usize>> = FxHashMap::default();
        for (at, language) in self.languages()?.into_iter().enumerate() {
            paragraphs.entry(language).or_default().push(at);
        }
        let parts = paragraphs.into_iter();
        let mut parts: Vec<_> =
            parts.map(|(language, of)| Self { language, ..self.select(&of) }).collect();
        parts.sort_by_key(|part| (usize::MAX - part.examples.len(), part.language.code()));
        Ok(parts)
    }

    /// The paragraphs of several datasets with the same themes as one in a language, without their
    /// articles.
    pub(crate) fn joined<'p>(
        mut parts: impl Iterator<Item = &'p Self>,
        language: Language,
    ) -> Option<Self> {
        let mut all = Self { language, articles: Vec::new(), ..parts.next()?.clone() };
        parts.for_each(|part| all.examples.extend_from_slice(&part.examples));
        all.file_lengths = vec![all.examples.len()];
        Some(all)
    }

    /// The same paragraphs as counts of their words, for texts that must not be redistributed. Each
    /// declares its language, which its counts do not tell. Articles keep no text either.
    ///
    /// # Errors
    /// As [`Dataset::languages`].
    pub fn counted(mut self) -> Result<Self> {
        let languages = self.languages()?;
        for (example, language) in self.examples.iter_mut().zip(languages) {
            example.content = example.content.counted(language);
            example.fields.insert(FIELD.to_owned(), language.code().to_owned());
        }
        for article in &mut self.articles {
            let first = article.labelled().next().map(|at| &self.examples[at].fields[FIELD]);
            let language = first.and_then(|code| Language::of_code(code)).unwrap_or_default();
            article.count_words(language);
        }
        Ok(self)
    }

    /// The language of most paragraphs that declare none, and that of each of them if it is not too
    /// rare.
    fn usual(&self, declared: &[Option<Language>]) -> (Language, Vec<Option<Language>>) {
        let texts = self.examples.iter().zip(declared);
        let seen = texts.map(|(example, declared)| {
            let text = example.content.text().filter(|_| declared.is_none())?;
            language_of(text)
        });
        let seen: Vec<Option<Language>> = seen.collect();
        let mut counts: FxHashMap<Language, usize> = FxHashMap::default();
        for language in seen.iter().flatten() {
            *counts.entry(*language).or_default() += 1;
        }
        let most = counts.iter().max_by_key(|(language, count)| (**count, language.code()));
        let most = most.map(|(language, _)| *language).unwrap_or_default();
        let undeclared = declared.iter().filter(|declared| declared.is_none()).count();
        let is_usual = |language: &Language| counts[language] as f64 >= LEAST * undeclared as f64;
        (most, seen.into_iter().map(|seen| seen.filter(is_usual)).collect())
    }
}

/// The language of a text, if it is clear.
fn language_of(text: &str) -> Option<Language> {
    let english = Detected::from(Language::English);
    let clear = Some(detect_in(text, english)).filter(|found| *found != english);
    let english = || detect(text, None).filter(|found| *found == english);
    clear.or_else(english).and_then(Detected::language)
}

/// The language that a paragraph declares.
fn declared(example: &Example) -> Result<Option<Language>> {
    let Some(code) = example.fields.get(FIELD) else { return Ok(None) };
    let unknown = || {
        let option = "the language of a labelled paragraph";
        Error::setting(
            option,
            format!("`{code}` for `{}`", example.id),
            format!("one of {}", Language::codes()),
        )
    };
    Language::of_code(code).ok_or_else(unknown).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "The ministers spoke about new tariffs on the steel of their allies.";
    const FRENCH: &str = "Les ministres ont parlé hier des nouveaux droits de douane sur l’acier.";

    fn dataset(lines: &[String]) -> Dataset {
        Dataset::parse(&[("a.jsonl".as_ref(), lines.concat().into_bytes())], None).unwrap()
    }

    fn line(id: usize, text: &str, more: &str) -> String {
        format!("{{\"id\":\"{id}\",\"themes\":[\"trade\"],\"text\":\"{text}\"{more}}}\n")
    }

    fn split(lines: &[String]) -> Vec<(&'static str, usize)> {
        let parts = dataset(lines).by_language().unwrap();
        parts.iter().map(|part| (part.language.code(), part.examples.len())).collect()
    }

    #[test]
    fn the_field_tells_then_the_text_then_what_most_are_in() {
        let words = "{\"id\":\"w\",\"themes\":[],\"words\":{\"steel\":1}}\n".to_owned();
        let lines = [
            line(1, ENGLISH, ""),
            line(2, FRENCH, ""),
            line(3, FRENCH, ",\"language\":\"de\""),
            line(4, "12 %", ""),
            line(5, ENGLISH, ""),
            words,
        ];
        assert_eq!(split(&lines), [("en", 4), ("de", 1), ("fr", 1)]);
    }

    #[test]
    fn a_text_in_fifty_is_no_language_of_the_labels() {
        let mut lines: Vec<_> = (0..50).map(|id| line(id, ENGLISH, "")).collect();
        lines.push(line(50, FRENCH, ""));
        assert_eq!(split(&lines), [("en", 51)]);
        lines.push(line(51, FRENCH, ""));
        assert_eq!(split(&lines), [("en", 50), ("fr", 2)]);
    }

    #[test]
    fn an_unknown_language_is_an_error() {
        let error = dataset(&[line(1, FRENCH, ",\"language\":\"xx\"")]).by_language().unwrap_err();
        let expected = "the language of a labelled paragraph must be one of ar, zh, en, fr, de, pt, ru, es, uk, \
                        got `xx` for `1`";
        assert_eq!(error.to_string(), expected);
    }
}
