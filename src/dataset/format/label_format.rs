//! The formats that can be read and written.

use std::io::{self, Write};

use super::label_file::{LabelFile, Records};
use super::rows::rows;
use super::written::{Line, Shape, Skipped, Written};
use super::{csv, doccano, fasttext, hugging_face, jsonl, label_studio, prodigy, spacy};
use crate::dataset::{Article, Example};
use crate::{Result, ThemeSet};

/// A format of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum LabelFormat {
    /// Native: {"id", "themes": […], "unknown": […], "text"} per line; other themes do not apply.
    Jsonl,
    /// fastText: `__label__a __label__b text` per line; other themes do not apply.
    Fasttext,
    /// Prodigy: options not accepted do not apply; themes not asked for are unknown.
    Prodigy,
    /// doccano: {"id", "text", "label": […]} or CSV; other themes do not apply.
    Doccano,
    /// spaCy: {"text", "cats": {theme: 1 or 0}} per line; other themes are unknown.
    Spacy,
    /// Label Studio: JSON, JSON-MIN or CSV; choices not made do not apply; skipped tasks are unknown.
    LabelStudio,
    /// CSV or TSV: columns text and themes (separated by `;`); optional: unknown, alone, id, weight.
    Csv,
    /// Hugging Face style JSON Lines or CSV: a list in `labels`, or a column for each theme.
    HuggingFace,
}

impl LabelFormat {
    /// All formats.
    pub const ALL: [Self; 8] = [
        Self::Jsonl,
        Self::Fasttext,
        Self::Prodigy,
        Self::Doccano,
        Self::Spacy,
        Self::LabelStudio,
        Self::Csv,
        Self::HuggingFace,
    ];

    /// Its name in options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Fasttext => "fasttext",
            Self::Prodigy => "prodigy",
            Self::Doccano => "doccano",
            Self::Spacy => "spacy",
            Self::LabelStudio => "label-studio",
            Self::Csv => "csv",
            Self::HuggingFace => "hugging-face",
        }
    }

    /// Reads the records of a file.
    pub(in crate::dataset) fn read(self, file: &LabelFile) -> Records {
        match self {
            Self::Jsonl => jsonl::read(file),
            Self::Fasttext => fasttext::read(file),
            Self::Prodigy => prodigy::read(file),
            Self::Doccano => doccano::read(file),
            Self::Spacy => spacy::read(file),
            Self::LabelStudio => label_studio::read(file),
            Self::Csv => csv::read(file),
            Self::HuggingFace => hugging_face::read(file),
        }
    }

    /// Writes labelled paragraphs whose themes are indices into `themes`, and what else belongs to
    /// their articles. Reports the paragraphs that the format cannot express, and the values it has
    /// no place for.
    pub(in crate::dataset) fn write(
        self,
        themes: &ThemeSet,
        examples: &[Example],
        articles: &[Article],
        out: &mut dyn Write,
    ) -> io::Result<Written> {
        let rows = rows(themes, examples, articles);
        let shape = Shape::of(themes, &rows);
        let mut written = Written::default();
        out.write_all(&self.header(&shape))?;
        for row in &rows {
            if !self.has_context() && row.is_context(themes) {
                written.drop("the titles and unlabelled paragraphs of articles");
                continue;
            }
            match self.line(row, &shape, written.count + 1) {
                Ok(Line { bytes, dropped }) => {
                    out.write_all(self.before(written.count).as_bytes())?;
                    out.write_all(&bytes)?;
                    written.count += 1;
                    for what in dropped {
                        written.drop(what);
                    }
                    if row.alone.is_some() && !self.has_alone() {
                        written.drop("the judgement `alone`");
                    }
                }
                Err(skipped) => written.skipped.push(skipped),
            }
        }
        out.write_all(self.end(written.count).as_bytes())?;
        Ok(written)
    }

    /// Whether a paragraph can be without labels.
    fn has_context(self) -> bool {
        !matches!(self, Self::Fasttext | Self::Doccano)
    }

    /// Whether a paragraph can be judged twice.
    fn has_alone(self) -> bool {
        matches!(self, Self::Jsonl | Self::Csv | Self::HuggingFace)
    }

    /// The beginning of a file, written even without paragraphs.
    fn header(self, shape: &Shape) -> Vec<u8> {
        if self == Self::Csv { csv::header(shape) } else { Vec::new() }
    }

    /// The text between `count` paragraphs and the next one.
    fn before(self, count: usize) -> &'static str {
        if self == Self::LabelStudio { label_studio::before(count) } else { "" }
    }

    /// The text after the last of `count` paragraphs.
    fn end(self, count: usize) -> &'static str {
        if self == Self::LabelStudio { label_studio::end(count) } else { "" }
    }

    /// Formats a paragraph; `number` counts from 1.
    fn line(self, example: &Example, shape: &Shape, number: usize) -> Result<Line, Skipped> {
        let themes = shape.themes;
        match self {
            Self::Jsonl => jsonl::write(example, themes),
            Self::Fasttext => fasttext::write(example, themes),
            Self::Prodigy => prodigy::write(example, themes),
            Self::Doccano => doccano::write(example, themes),
            Self::Spacy => spacy::write(example, themes),
            Self::LabelStudio => label_studio::write(example, themes, number),
            Self::Csv => csv::write(example, shape),
            Self::HuggingFace => hugging_face::write(example, shape),
        }
    }
}
