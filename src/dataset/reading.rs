//! Reads the records of label files and turns them into examples and articles.

use std::collections::BTreeSet;

use super::article_place::ArticlePlace;
use super::articles::{Articles, Row};
use super::format::{LabelFile, Record};
use super::merging::{Answer, Merged, merge};
use super::place::RecordPlace;
use super::{Example, LabelFormat};
use crate::error::{LabelError, LabelProblem, Problem};
use crate::theme::{Theme, ThemeSet};
use crate::{Result, ThemeId};

/// The records of each file read so far, and the errors of the others.
#[derive(Default)]
pub(super) struct Reading<'a> {
    files: Vec<Vec<(RecordPlace<'a>, Record)>>,
    errors: Vec<LabelError>,
    /// What was taken for what, one line each.
    notes: Vec<String>,
}

/// What the files hold.
#[derive(Default)]
pub(super) struct Rows<'a> {
    pub(super) examples: Vec<Example>,
    /// The number of examples of each file.
    pub(super) file_lengths: Vec<usize>,
    pub(super) articles: Articles<'a>,
    pub(super) notes: Vec<String>,
}

impl<'a> Reading<'a> {
    /// Reads the records of a file.
    pub(super) fn file(&mut self, format: LabelFormat, file: &LabelFile<'a>) {
        let mut records = Vec::new();
        let read = format.read(file);
        for (place, record) in read.lines {
            let place = RecordPlace { path: file.path, place };
            let record = record.map(|record| record.without_missing(file.themes));
            match record.and_then(|record| with_names(record, file.themes)) {
                Ok(record) => records.push((place, record)),
                Err(problem) => self.errors.push(place.error(problem)),
            }
        }
        self.files.push(records);
        let name = format!("{}: {}", file.path.display(), format.name());
        self.notes.extend(read.notes.into_iter().map(|note| format!("{name}: {note}")));
    }

    /// Whether the files have neither records nor errors.
    pub(super) fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.files.iter().all(Vec::is_empty)
    }

    /// Every theme that a record names, in alphabetical order.
    ///
    /// # Errors
    /// If no theme is named. The errors of the records say more than this one.
    pub(super) fn themes(&mut self) -> Result<ThemeSet> {
        let records = self.files.iter().flatten();
        let named = records.flat_map(|(_, record)| record.names());
        let ids: BTreeSet<ThemeId> = named.filter_map(|name| name.id().ok()).collect();
        let themes = ThemeSet::try_from(ids.into_iter().map(Theme::from).collect::<Vec<_>>());
        if themes.is_err() && !self.errors.is_empty() {
            return Err(Problem::Labels(std::mem::take(&mut self.errors)).into());
        }
        themes
    }

    /// Looks up the themes of all records.
    pub(super) fn rows(self, themes: &ThemeSet) -> Result<Rows<'a>> {
        let (mut errors, files) = (self.errors, self.files.len());
        let mut answers = Vec::new();
        for (file, records) in self.files.into_iter().enumerate() {
            for (place, record) in records {
                match answer(record, place, themes) {
                    Ok((example, at)) => answers.push(Answer { example, at, place, file }),
                    Err(problem) => errors.push(place.error(problem)),
                }
            }
        }
        let Merged { answers, notes, repeated } = merge(answers, themes.len());
        errors.extend(repeated);
        let mut rows = Rows { file_lengths: vec![0; files], notes: self.notes, ..Rows::default() };
        rows.notes.extend(notes);
        for answer in answers {
            let place = answer.place;
            errors.extend(rows.add(answer, themes).err().map(|problem| place.error(problem)));
        }
        if errors.is_empty() {
            return Ok(rows);
        }
        // The errors of both passes, in the order of the lines.
        errors.sort_by(|a, b| (&a.path, a.place).cmp(&(&b.path, b.place)));
        Err(Problem::Labels(errors).into())
    }
}

/// The example of a record, and its place in an article.
fn answer(
    record: Record,
    place: RecordPlace,
    themes: &ThemeSet,
) -> Result<(Example, Option<ArticlePlace>), LabelProblem> {
    let at = record.article_place()?;
    let example = record.example(themes, || place.unnamed())?;
    let is_title = at.as_ref().is_some_and(ArticlePlace::is_title);
    if is_title && example.has_themes() {
        return Err(LabelProblem::TitleWithThemes);
    }
    Ok((example, at))
}

impl<'a> Rows<'a> {
    fn add(&mut self, answer: Answer<'a>, themes: &ThemeSet) -> Result<(), LabelProblem> {
        let Answer { example, at, place, file } = answer;
        match at {
            Some(at) if at.is_title() || example.is_undecided(themes) => {
                return self.articles.add(at, place, example.into());
            }
            Some(at) => self.articles.add(at, place, Row::Labelled(self.examples.len()))?,
            None => {}
        }
        self.examples.push(example);
        self.file_lengths[file] += 1;
        Ok(())
    }
}

/// Checks that the theme names of a record make ids if there is no theme set.
fn with_names(record: Record, themes: Option<&ThemeSet>) -> Result<Record, LabelProblem> {
    if themes.is_none() {
        record.names().try_for_each(|name| name.id().map(drop))?;
    }
    Ok(record)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use crate::Dataset;
    use crate::dataset::{Article, ArticleParagraph, Content, Context, Judgement};

    use super::*;

    fn parse(files: &[(&str, &[&str])]) -> Result<Dataset, String> {
        let files = files.iter().map(|(path, lines)| (Path::new(path), lines.join("\n").into()));
        let dataset = Dataset::parse(&files.collect::<Vec<_>>(), None);
        dataset.map_err(|error| error.to_string())
    }

    fn article(document: &str, title: Option<&str>, paragraphs: &[ArticleParagraph]) -> Article {
        let (title, paragraphs) = (title.map(text), paragraphs.to_vec());
        Article { document: document.to_owned(), title, paragraphs, context: vec![] }
    }

    fn text(text: &str) -> Content {
        Content::Text(text.to_owned())
    }

    fn context(id: &str, fields: &[(&str, &str)]) -> Context {
        let fields = fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned()));
        Context { id: id.to_owned(), fields: fields.collect() }
    }

    /// Two articles that alternate over two files, one without labels, and two lone paragraphs.
    const FILES: [(&str, &[&str]); 2] = [
        (
            "a",
            &[
                r#"{"id":"1","themes":["cats"],"text":"lone","document":"x"}"#,
                r#"{"id":"2","document":"a","paragraph":2,"unknown":["war"],"text":"a2","source":"s"}"#,
                r#"{"id":"3","document":"b","paragraph":0,"words":{"b":1}}"#,
                r#"{"id":"4","document":"b","paragraph":1,"themes":["cats"],"alone":[],"text":"b1"}"#,
                r#"{"id":"5","document":"c","paragraph":0,"text":"c0"}"#,
            ],
        ),
        (
            "b",
            &[
                r#"{"id":"6","document":"a","paragraph":"10","themes":[],"unknown":["war"],"text":"a10"}"#,
                r#"{"id":"7","document":"a","paragraph":1,"themes":["war"],"alone":["war"],"alone_unknown":["cats"],"text":"a1"}"#,
                r#"{"id":"8","document":"a","paragraph":0,"text":"a0"}"#,
                r#"{"id":"9","document":"b","paragraph":2,"themes":[],"unknown":["war","cats"],"text":"b2"}"#,
            ],
        ),
    ];

    #[test]
    fn rows_of_one_document_are_an_article_in_order() {
        use ArticleParagraph::{Labelled, Unlabelled};
        let dataset = parse(&FILES).unwrap();
        let ids: Vec<_> = dataset.examples.iter().map(|example| example.id.as_str()).collect();
        assert_eq!(ids, ["1", "4", "6", "7"]);
        assert_eq!(dataset.file_lengths, [2, 2]);
        let mut expected = [
            article("a", Some("a0"), &[Labelled(3), Unlabelled(text("a2")), Labelled(2)]),
            article("b", None, &[Labelled(1), Unlabelled(text("b2"))]),
            article("c", Some("c0"), &[]),
        ];
        expected[1].title = Some(Content::Words(BTreeMap::from([("b".to_owned(), 1)])));
        let place = |document, paragraph| [("document", document), ("paragraph", paragraph)];
        let source = [&place("a", "2")[..], &[("source", "s")]].concat();
        expected[0].context = vec![context("8", &place("a", "0")), context("2", &source)];
        expected[1].context = vec![context("3", &place("b", "0")), context("9", &place("b", "2"))];
        expected[2].context = vec![context("5", &place("c", "0"))];
        assert_eq!(dataset.articles, expected);
    }

    #[test]
    fn a_paragraph_may_be_judged_twice() {
        let dataset = parse(&FILES).unwrap();
        let judgement = |themes: &[usize], unknown: &[usize]| {
            Some(Judgement { themes: themes.into(), unknown: unknown.into() })
        };
        let alone: Vec<_> = dataset.examples.iter().map(|example| example.alone.clone()).collect();
        assert_eq!(alone, [None, judgement(&[], &[]), None, judgement(&[1], &[0])]);
        let (yes, no) = (Some(true), Some(false));
        let by_readers = ndarray::array![[yes, no], [yes, no], [no, None], [no, yes]];
        let by_themselves = ndarray::array![[yes, no], [no, no], [no, None], [None, yes]];
        assert_eq!(dataset.targets(), by_readers);
        assert_eq!(dataset.targets_alone(), by_themselves);
        assert_eq!(dataset.targets_alone_of(&[3, 0]), ndarray::array![[None, yes], [yes, no]]);
    }

    #[test]
    fn a_selection_keeps_the_articles_of_its_paragraphs() {
        use ArticleParagraph::{Labelled, Unlabelled};
        let all = parse(&FILES).unwrap();
        let some = all.select(&[0, 2]);
        let paragraphs = vec![Unlabelled(text("a2")), Labelled(1)];
        let expected = Article { paragraphs, ..all.articles[0].clone() };
        assert_eq!((some.articles, some.file_lengths), (vec![expected], vec![1, 1]));
        assert_eq!(all.select(&[0]).articles, []);
        let labelled = Dataset { articles: all.articles[..2].to_vec(), ..all.clone() };
        assert_eq!(all.select(&[0, 1, 2, 3]), labelled);
    }

    #[test]
    fn every_row_that_does_not_fit_into_an_article_is_named() {
        let rows = [
            r#"{"id":"1","document":"d","paragraph":1,"themes":["war"],"text":"t"}"#,
            r#"{"id":"2","document":"d","paragraph":1,"text":"t"}"#,
            r#"{"id":"3","document":"d","paragraph":"01","themes":[],"text":"t"}"#,
            r#"{"id":"4","document":"d","paragraph":0,"themes":[],"text":"t"}"#,
            r#"{"id":"5","document":"d","paragraph":0,"alone":["war"],"text":"t"}"#,
            r#"{"id":"6","document":"d","paragraph":1.5,"themes":[],"text":"t"}"#,
            r#"{"id":"7","document":"d","paragraph":-1,"text":"t"}"#,
            r#"{"id":"8","document":"d","text":"t"}"#,
            r#"{"id":"1","document":"d","paragraph":2,"text":"t"}"#,
            r#"{"id":"9","document":"d","paragraph":3,"text":" "}"#,
            r#"{"id":"10","document":"d","paragraph":3,"themes":[],"alone":["war"],"alone_unknown":["war"],"text":"t"}"#,
        ];
        let expected = "\
a:2: duplicate paragraph 1 of document `d`, first used at a:1
a:3: duplicate paragraph 1 of document `d`, first used at a:1
a:4: paragraph 0 of a document is its title: expected no themes
a:5: paragraph 0 of a document is its title: expected no themes
a:6: `paragraph` must be a whole number, got 1.5
a:7: `paragraph` must be a whole number, got -1
a:8: no field `themes`: there are id, document, text
a:9: duplicate id `1`, first used at a:1
a:10: paragraph `9` has no text
a:11: contradictory labels for theme `war`";
        assert_eq!(parse(&[("a", &rows)]).unwrap_err(), expected);
    }

    #[test]
    fn a_title_is_not_a_labelled_paragraph() {
        let rows = [r#"{"id":"1","document":"d","paragraph":0,"text":"t"}"#];
        let themes = ThemeSet::try_from(vec![Theme::from("war".parse::<ThemeId>().unwrap())]);
        let files = [(Path::new("a"), rows.join("\n").into())];
        let error = Dataset::parse(&files, Some(&themes.unwrap())).unwrap_err().to_string();
        assert_eq!(error, "no labelled paragraphs in `a`: expected at least one");
    }
}
