//! Our own columns, for formats of rows.

use crate::document::{Document, Paragraph};
use crate::language::Language;
use crate::output::writer::WriteOptions;
use crate::tagging::rounded;
use crate::tagging::{Rollup, TaggedParagraph, Unit};
use crate::{Label, Prediction, ThemeId, ThemeSet};

use super::Columns;
use super::columns::OTHERS;

/// A value of one of our columns.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::output) enum Value {
    Text(String),
    Integer(u64),
    Real(f64),
    Texts(Vec<String>),
    Reals(Vec<f64>),
    Nothing,
}

/// A value and the column it belongs to.
pub(in crate::output) type Cell = (&'static str, Value);

/// Our own columns of the rows of paragraphs or documents.
#[derive(Debug, Clone)]
pub(in crate::output) struct Header<'a> {
    pub(in crate::output) themes: &'a ThemeSet,
    pub(in crate::output) options: WriteOptions,
}

impl<'a> Header<'a> {
    pub(in crate::output) fn new(themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        Self { themes, options: options.clone() }
    }

    /// The name of one of our columns, prefixed if the input has a column with this name.
    pub(in crate::output) fn name(&self, own: &str) -> String {
        let taken = |name: &str| self.columns().columns.iter().any(|column| column.name == name);
        let mut name = own.to_owned();
        while taken(&name) {
            name.insert_str(0, "themewise_");
        }
        name
    }

    pub(in crate::output) fn columns(&self) -> &Columns {
        &self.options.columns
    }

    /// The name of the column for all other fields.
    pub(in crate::output) fn others(&self) -> Option<String> {
        self.columns().others.then(|| self.name(OTHERS))
    }

    /// Our columns, with values that only show their types.
    pub(in crate::output) fn sample(&self) -> Vec<Cell> {
        let document = Document::named("");
        if self.options.unit == Unit::Document {
            return self.document(&Rollup::new(document.into()));
        }
        let language = Language::default();
        let (paragraph, prediction) =
            (Paragraph { text: "", range: 0..0, line: 1, language }, Prediction::default());
        let (document, prediction) = (&document, &prediction);
        self.paragraph(&TaggedParagraph {
            document,
            number: 1,
            sentence: Some(1),
            paragraph,
            prediction,
            explanations: &[],
        })
    }

    /// The row of a paragraph, followed by the confidences of all themes if they are shown.
    pub(in crate::output) fn paragraph(&self, tagged: &TaggedParagraph) -> Vec<Cell> {
        let TaggedParagraph { document, number, sentence, paragraph, prediction, .. } = tagged;
        let (labels, review) = (&prediction.labels, &prediction.review);
        let confidences = labels.iter().map(|label| label.confidence);
        let integer = |number: usize| Value::Integer(number as u64);
        let mut cells =
            vec![("file", Value::Text(document.name.to_string())), ("paragraph", integer(*number))];
        if self.options.unit == Unit::Sentence {
            cells.push(("sentence", sentence.map_or(Value::Nothing, integer)));
        }
        cells.extend([
            ("line", integer(paragraph.line)),
            ("start", integer(paragraph.range.start)),
            ("end", integer(paragraph.range.end)),
            ("themes", Value::Texts(names(labels))),
        ]);
        self.confidences(&mut cells, confidences);
        cells.extend([
            ("review", Value::Texts(names(review))),
            ("novelty", Value::Real(rounded(prediction.novelty))),
            ("language", language(document)),
        ]);
        cells
    }

    /// The row of a document.
    pub(in crate::output) fn document(&self, rollup: &Rollup) -> Vec<Cell> {
        let themes = rollup.themes();
        let integer = |number: usize| Value::Integer(number as u64);
        let confidences = themes.iter().map(|share| share.confidence());
        let mut cells = vec![
            ("file", Value::Text(rollup.document.name.to_string())),
            ("paragraphs", integer(rollup.counts.paragraphs)),
            ("novel", integer(rollup.counts.novel)),
            ("themes", Value::Texts(themes.iter().map(|share| share.theme.to_string()).collect())),
        ];
        self.confidences(&mut cells, confidences);
        let shares = themes.iter().map(|share| rollup.share(share));
        let evidence = themes.iter().filter_map(|share| share.evidence.first());
        cells.extend([
            ("shares", Value::Reals(shares.collect())),
            ("evidence", Value::Texts(evidence.map(|evidence| evidence.text.clone()).collect())),
            ("language", language(&rollup.document)),
        ]);
        cells
    }

    /// Adds the confidences, and with a scale, also in words.
    fn confidences(&self, cells: &mut Vec<Cell>, confidences: impl Iterator<Item = f32> + Clone) {
        cells.push(("confidences", Value::Reals(confidences.clone().map(rounded).collect())));
        if let Some(scale) = self.options.scale {
            let words = confidences.map(|confidence| scale.judge(confidence).to_string());
            cells.push(("likelihood", Value::Texts(words.collect())));
        }
    }

    /// The themes that have a column of their own.
    pub(in crate::output) fn every_theme(&self) -> impl Iterator<Item = &'a ThemeId> {
        let shown = self.options.all && self.options.unit != Unit::Document;
        self.themes.ids().filter(move |_| shown)
    }

    /// Whether the text is in one of our columns, after all others.
    pub(in crate::output) fn has_text(&self) -> bool {
        self.columns().text_at.is_none() && self.options.unit != Unit::Document
    }
}

/// The ISO 639-1 code of a document's language.
fn language(document: &Document) -> Value {
    document.language.map_or(Value::Nothing, |language| Value::Text(language.code().to_owned()))
}

fn names(labels: &[Label]) -> Vec<String> {
    labels.iter().map(|label| label.theme.to_string()).collect()
}
