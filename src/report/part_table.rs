//! A table of parts of the paragraphs, with the same figures of each.

use std::collections::BTreeMap;
use std::fmt;

use super::figures::{OF_JUDGEMENTS, OF_PARTS, OfPart};
use crate::evaluation::{Evaluation, Judgements};
use crate::text::{columns, cut, padded, printable};

/// The table: a column for each figure.
#[derive(Debug)]
pub(crate) struct PartTable {
    pub(crate) figures: &'static [OfPart],
    pub(crate) rows: Vec<PartRow>,
}

/// A part, its number of paragraphs, and its figures; `None` for one that it lacks.
#[derive(Debug)]
pub(crate) struct PartRow {
    pub(crate) name: String,
    pub(crate) paragraphs: usize,
    pub(crate) figures: Vec<Option<f64>>,
}

impl PartTable {
    /// Each group of paragraphs with the same source.
    pub(crate) fn of_parts(parts: &BTreeMap<String, Evaluation>) -> Self {
        let rows = parts.iter().map(|(name, part)| PartRow::of(name.clone(), part, &OF_PARTS));
        Self { figures: &OF_PARTS, rows: rows.collect() }
    }

    /// The two judgements of the paragraphs of articles.
    pub(crate) fn of_judgements(Judgements { in_article, alone }: &Judgements) -> Self {
        let rows = [("as a reader of the article", in_article), ("judged by itself", alone)];
        let rows = rows.map(|(name, part)| PartRow::of(name.to_owned(), part, &OF_JUDGEMENTS));
        Self { figures: &OF_JUDGEMENTS, rows: rows.into() }
    }
}

impl PartRow {
    pub(crate) fn of(name: String, part: &Evaluation, figures: &[OfPart]) -> Self {
        let figures = figures.iter().map(|(_, figure)| figure(part)).collect();
        Self { name, paragraphs: part.paragraphs, figures }
    }
}

impl fmt::Display for PartTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.rows.iter().map(|row| short(&row.name)).collect();
        let width = names.iter().map(|name| columns(name)).max().unwrap_or_default();
        write!(formatter, "{:width$}  {:>10}", "", "paragraphs")?;
        self.figures.iter().try_for_each(|(name, _)| write!(formatter, " {name:>9}"))?;
        writeln!(formatter)?;
        for (name, row) in names.iter().zip(&self.rows) {
            write!(formatter, "{}  {:>10}", padded(name, width), row.paragraphs)?;
            for figure in &row.figures {
                let figure = figure.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"));
                write!(formatter, " {figure:>9}")?;
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}

/// A name from a label file, on one line and not too long.
fn short(name: &str) -> String {
    const MAX_COLUMNS: usize = 40;
    cut(&printable(name), MAX_COLUMNS)
}
