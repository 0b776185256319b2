//! JSON Lines: one object per paragraph.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::tagged::rounded;
use super::{TaggedParagraph, Writer};
use crate::{Label, ThemeId, ThemeSet};

/// Writes `{"file","paragraph","line","start","end","text","labels"}` for each
/// paragraph; `start` and `end` are byte offsets in the file.
#[derive(Debug)]
pub struct JsonLinesWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
}

impl<'a, W: Write> JsonLinesWriter<'a, W> {
    /// A writer to `out`; `all` adds `"confidences": {theme: confidence}`.
    pub fn new(out: W, themes: &'a ThemeSet, all: bool) -> Self {
        Self { out, themes, all }
    }
}

#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    paragraph: usize,
    line: usize,
    start: usize,
    end: usize,
    text: Cow<'a, str>,
    labels: Labels<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidences: Option<BTreeMap<&'a str, f64>>,
}

/// Written one by one: a list of rows would have to be made for each paragraph.
struct Labels<'a>(&'a [Label]);

#[derive(Serialize)]
struct RowLabel<'a> {
    theme: &'a str,
    confidence: f64,
}

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|label| RowLabel {
            theme: label.theme.as_str(),
            confidence: rounded(label.confidence),
        }))
    }
}

impl<W: Write> Writer for JsonLinesWriter<'_, W> {
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { file, number, paragraph, prediction } = tagged;
        let every = || {
            let confidences = prediction.confidences.iter().map(|&c| rounded(c));
            self.themes.ids().map(ThemeId::as_str).zip(confidences).collect()
        };
        let row = Row {
            file,
            paragraph: *number,
            line: paragraph.line,
            start: paragraph.range.start,
            end: paragraph.range.end,
            text: paragraph.one_line(),
            labels: Labels(&prediction.labels),
            confidences: self.all.then(every),
        };
        serde_json::to_writer(&mut self.out, &row)?;
        self.out.write_all(b"\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
