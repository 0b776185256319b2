//! Labelled paragraphs, read from any [`LabelFormat`].
//!
//! A line of our own format is `{"id", "themes", "text"}`, or `{"id", "themes", "words"}` with the
//! count of each word. `unknown` lists undecided themes, `weight` is the weight of a paragraph;
//! other fields, such as `source` and `date`, are kept. `document` and `paragraph` make paragraphs
//! part of an article.

use std::io;

use ndarray::{Array1, Array2};
use rustc_hash::FxHashSet;

use super::collection::collection;
use super::format::nearest;
use super::{Article, Content, Example, LabelFormat, Written};
use crate::error::check_factor;
use crate::language::Language;
use crate::theme::ThemeSet;
use crate::{Error, Result, ThemeId};

/// Labelled paragraphs and the themes they may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    /// The themes.
    pub themes: ThemeSet,
    /// The language of the paragraphs; see [`Dataset::by_language`].
    pub language: Language,
    /// The labelled paragraphs in the order of the files.
    pub examples: Vec<Example>,
    /// The articles that paragraphs belong to, in order of first appearance.
    pub articles: Vec<Article>,
    /// The number of labelled paragraphs of each file.
    pub file_lengths: Vec<usize>,
    /// The factor of the weights of each file's paragraphs.
    pub file_weights: Vec<f32>,
    /// SHA-256 of the files one after the other, in hexadecimal.
    pub sha256: String,
}

impl Dataset {
    /// Writes the paragraphs and articles in a format. Reports the paragraphs that the format cannot
    /// express, and the values it has no place for.
    ///
    /// # Errors
    /// If writing to `out` fails.
    pub fn write_as(&self, format: LabelFormat, out: &mut dyn io::Write) -> io::Result<Written> {
        format.write(&self.themes, &self.examples, &self.articles, out)
    }

    /// Multiplies the weight of each paragraph by the weight of its file.
    ///
    /// # Errors
    /// If there is not one weight for each file, or one is not from 1e-6 to 1e6.
    pub fn weigh_files(&mut self, weights: &[f32]) -> Result<()> {
        let option = "the weight of label files";
        if weights.len() != self.file_lengths.len() {
            let found = weights.len().to_string();
            return Err(Error::setting(option, found, "one for each file"));
        }
        weights.iter().try_for_each(|&weight| check_factor(option, weight))?;
        let mut examples = self.examples.iter_mut();
        for (&length, weight) in self.file_lengths.iter().zip(weights) {
            examples.by_ref().take(length).for_each(|example| example.weight *= weight);
        }
        self.file_weights.iter_mut().zip(weights).for_each(|(own, weight)| *own *= weight);
        Ok(())
    }

    /// Whether each paragraph has each theme, of shape (paragraphs, themes); `None` if unknown. In
    /// an article, this is as a reader of the article judges.
    pub fn targets(&self) -> Array2<Option<bool>> {
        self.targets_by(self.examples.iter().map(Example::in_context))
    }

    /// Whether each paragraph has each theme when it is judged by itself, of shape (paragraphs,
    /// themes); `None` if unknown. A paragraph that was judged once has its [`Dataset::targets`].
    pub fn targets_alone(&self) -> Array2<Option<bool>> {
        self.targets_by(self.examples.iter().map(Example::by_itself))
    }

    /// [`Dataset::targets_alone`] of the paragraphs at these indices.
    pub(crate) fn targets_alone_of(&self, paragraphs: &[usize]) -> Array2<Option<bool>> {
        self.targets_by(paragraphs.iter().map(|&paragraph| self.examples[paragraph].by_itself()))
    }

    /// The targets by judgements, each of which is themes and unknown themes.
    fn targets_by<'a>(
        &self,
        judgements: impl ExactSizeIterator<Item = (&'a [usize], &'a [usize])>,
    ) -> Array2<Option<bool>> {
        let shape = (judgements.len(), self.themes.len());
        let mut targets = Array2::from_elem(shape, Some(false));
        for (row, (themes, unknown)) in judgements.enumerate() {
            for &theme in themes {
                targets[[row, theme]] = Some(true);
            }
            for &theme in unknown {
                targets[[row, theme]] = None;
            }
        }
        targets
    }

    /// The weights of the paragraphs.
    pub fn weights(&self) -> Array1<f32> {
        self.examples.iter().map(|example| example.weight).collect()
    }

    /// The words of the paragraphs.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.examples.iter().map(|example| &example.content)
    }

    /// The value of a field for each paragraph, if it has the field.
    pub fn field(&self, name: &str) -> impl Iterator<Item = Option<&str>> {
        self.examples.iter().map(move |example| example.fields.get(name).map(String::as_str))
    }

    /// The collection of each paragraph's source, which a field names. The outlets of a collection,
    /// written `collection:outlet`, were gathered alike, so they are not independent of each other.
    pub fn collections(&self, name: &str) -> impl Iterator<Item = Option<&str>> {
        self.field(name).map(|source| source.map(collection))
    }

    /// The document of each paragraph, if the labels name it.
    pub fn documents(&self) -> impl Iterator<Item = Option<&str>> {
        self.field("document")
    }

    /// The indices of the paragraphs of articles that were judged twice, in their article and by
    /// themselves; ascending.
    pub fn judged_twice(&self) -> Vec<usize> {
        let all = self.articles.iter().flat_map(Article::labelled);
        let mut twice: Vec<_> = all.filter(|&at| self.examples[at].alone.is_some()).collect();
        twice.sort_unstable();
        twice
    }

    /// The number of distinct values of a field.
    pub fn values(&self, name: &str) -> usize {
        self.field(name).flatten().collect::<FxHashSet<_>>().len()
    }

    /// The themes that no paragraph has, except those that are unknown for every paragraph.
    pub fn themes_without_examples(&self) -> Vec<&str> {
        let has = |theme: usize| self.examples.iter().any(|e| e.themes.contains(&theme));
        self.themes_that(|theme| !self.is_undecided(theme) && !has(theme))
    }

    /// The themes that are unknown for every paragraph.
    pub fn undecided_themes(&self) -> Vec<&str> {
        self.themes_that(|theme| self.is_undecided(theme))
    }

    /// Whether the theme at an index is unknown for every paragraph.
    pub(crate) fn is_undecided(&self, theme: usize) -> bool {
        self.examples.iter().all(|example| example.unknown.contains(&theme))
    }

    /// The themes of one paragraph whose ids are nearly those of others, each with the other. They
    /// are probably slips of typing.
    pub fn slips(&self) -> Vec<(&ThemeId, &ThemeId)> {
        let having =
            |theme: usize| self.examples.iter().filter(|e| e.themes.contains(&theme)).count();
        let (rare, others): (Vec<_>, Vec<_>) =
            self.themes.ids().enumerate().partition(|(theme, _)| having(*theme) == 1);
        let others = || others.iter().map(|(_, id)| *id);
        let near = |(_, id): (usize, _)| Some((id, nearest(ThemeId::as_str(id), others())?));
        rare.into_iter().filter_map(near).collect()
    }

    fn themes_that(&self, is: impl Fn(usize) -> bool) -> Vec<&str> {
        let themes = self.themes.ids().enumerate().filter(|(theme, _)| is(*theme));
        themes.map(|(_, theme)| theme.as_str()).collect()
    }

    /// A dataset of the paragraphs at these ascending indices, with the same themes. An article
    /// keeps its title and unlabelled paragraphs as long as it has a labelled one. The hash stays
    /// that of the whole files.
    #[must_use]
    pub fn select(&self, paragraphs: &[usize]) -> Self {
        let mut end = 0;
        let lengths = self.file_lengths.iter().map(|length| {
            let file = end..end + length;
            end = file.end;
            paragraphs.iter().filter(|paragraph| file.contains(paragraph)).count()
        });
        let new = paragraphs.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        Self {
            themes: self.themes.clone(),
            language: self.language,
            articles: self.articles.iter().filter_map(|article| article.select(&new)).collect(),
            file_lengths: lengths.collect(),
            examples: paragraphs.iter().map(|&place| self.examples[place].clone()).collect(),
            file_weights: self.file_weights.clone(),
            sha256: self.sha256.clone(),
        }
    }

    /// The words of the paragraphs at these indices.
    pub(crate) fn contents_of(&self, paragraphs: &[usize]) -> impl Iterator<Item = &Content> {
        paragraphs.iter().map(|&paragraph| &self.examples[paragraph].content)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::Theme;
    use crate::error::Problem;

    fn parse(lines: &[u8]) -> Result<Dataset> {
        Dataset::parse(&[(Path::new("a.jsonl"), lines.to_vec())], None)
    }

    #[test]
    fn reads_texts_and_word_counts_of_any_themes() {
        let lines = "\u{FEFF}{\"id\":\"1\",\"themes\":[\"war\",\"cats\",\"war\"],\"text\":\"Cats at war\"}\r\n\n\
                     {\"id\":\"2\",\"themes\":[],\"unknown\":[\"war\"],\"words\":{\"cat\":2},\"source\":\"x\",\"weight\":0.5}";
        let dataset = parse(lines.as_bytes()).unwrap();
        assert_eq!(dataset.themes.list(), "cats, war");
        let words = BTreeMap::from([("cat".to_owned(), 2)]);
        let fields = BTreeMap::from([("source".to_owned(), "x".to_owned())]);
        let expected = [
            Example {
                id: "1".into(),
                themes: vec![0, 1],
                unknown: vec![],
                alone: None,
                content: Content::Text("Cats at war".into()),
                weight: 1.0,
                fields: BTreeMap::new(),
            },
            Example {
                id: "2".into(),
                themes: vec![],
                unknown: vec![1],
                alone: None,
                content: Content::Words(words),
                weight: 0.5,
                fields,
            },
        ];
        assert_eq!(dataset.examples, expected);
        assert_eq!(
            dataset.targets(),
            ndarray::array![[Some(true), Some(true)], [Some(false), None]]
        );
        assert_eq!(dataset.targets_alone_of(&[1]), ndarray::array![[Some(false), None]]);
        assert_eq!(dataset.sha256.len(), 64);
    }

    use std::collections::BTreeMap;

    #[test]
    fn names_every_line_that_cannot_be_used() {
        let lines = b"{\"id\":\"1\",\"themes\":[\"war\"],\"text\":\"t\"}\n\
            {\"id\":\"2\",\"themes\":[\"War\"],\"text\":\"t\"}\n\
            {\"id\":\"1\",\"themes\":[],\"text\":\"t\"}\n\
            {\"id\":\"3\",\"themes\":[],\"text\":\" \"}\n\
            {\"id\":\"4\",\"themes\":[],\"words\":{}}\n\
            {\"id\":\"5\",\"themes\":[],\"text\":\"t\",\"weight\":0}\n\
            {\"id\":\"6\",\"themes\":[],\n\
            \"\xff\"\n";
        let message = parse(lines).unwrap_err().to_string();
        let expected = "\
a.jsonl:2: invalid theme id `War`: write `war`
a.jsonl:3: duplicate id `1`, first used at a.jsonl:1
a.jsonl:4: paragraph `3` has no text
a.jsonl:5: paragraph `4` has no text
a.jsonl:6: weight must be above 0, got 0
a.jsonl:7: invalid JSON: it ends too early
a.jsonl:8: expected an object such as {\"text\": …}, got a text";
        assert_eq!(message, expected);
    }

    #[test]
    fn a_theme_outside_the_given_set_is_an_error() {
        let war = ThemeSet::try_from(vec![Theme::from("war".parse::<ThemeId>().unwrap())]).unwrap();
        let line = b"{\"id\":\"1\",\"themes\":[\"cats\"],\"text\":\"t\"}".to_vec();
        let error = Dataset::parse(&[(Path::new("a.jsonl"), line)], Some(&war)).unwrap_err();
        assert_eq!(error.to_string(), "a.jsonl:1: unknown theme `cats`: expected one of war");
        let message = |lines: &[u8]| parse(lines).unwrap_err().to_string();
        assert_eq!(message(b"\n"), "no labelled paragraphs in `a.jsonl`: expected at least one");
        let unlabelled = b"{\"id\":\"1\",\"themes\":[],\"text\":\"t\"}";
        assert_eq!(message(unlabelled), Error::from(Problem::NoThemes).to_string());
        let invalid = b"{\"id\":\"1\",\"themes\":[\"A\"],\"text\":\"t\"}";
        assert!(message(invalid).starts_with("a.jsonl:1: invalid theme id `A`"));
    }

    #[test]
    fn a_file_can_count_less_than_another() {
        let line =
            |id| format!("{{\"id\":\"{id}\",\"themes\":[\"cats\"],\"text\":\"t\",\"weight\":2}}\n");
        let files = [("a", line(1) + &line(2)), ("b", line(3))];
        let files = files.map(|(path, lines)| (Path::new(path), lines.into_bytes()));
        let mut dataset = Dataset::parse(&files, None).unwrap();
        dataset.weigh_files(&[0.5, 3.0]).unwrap();
        assert_eq!(dataset.weights(), ndarray::array![1.0, 1.0, 6.0]);
        for (weights, expected) in [
            (&[1.0][..], "the weight of label files must be one for each file, got 1"),
            (&[1.0, 0.0], "the weight of label files must be a number from 1e-6 to 1e6, got 0"),
        ] {
            assert_eq!(dataset.weigh_files(weights).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn the_same_file_twice_is_an_error() {
        let line = b"{\"id\":\"1\",\"themes\":[\"cats\"],\"text\":\"t\"}".to_vec();
        let file = (Path::new("a.jsonl"), line);
        let error = Dataset::parse(&[file.clone(), file], None).unwrap_err();
        assert_eq!(error.to_string(), "a.jsonl:1: duplicate id `1`, first used at a.jsonl:1");
    }
}
