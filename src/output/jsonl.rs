//! JSON Lines: one object per paragraph.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::tagged::rounded;
use super::{Judgement, Layout, Scale, TaggedParagraph, Writer};
use crate::{Label, ThemeId, ThemeSet};

/// Writes `{"file","paragraph","line","start","end","text","labels"}` for each
/// paragraph; `start` and `end` are byte offsets in the file. Where there is something to
/// look at, `"review"` follows, with labels too; where the paragraph is unlike those the
/// model has learnt from, `"novel": {"novelty", "known", "language"}`.
#[derive(Debug)]
pub struct JsonLinesWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
    scale: Option<Scale>,
}

impl<'a, W: Write> JsonLinesWriter<'a, W> {
    /// A writer to `out`; `layout.all` adds `"confidences": {theme: confidence}`.
    pub fn new(out: W, themes: &'a ThemeSet, layout: &Layout) -> Self {
        let Layout { all, scale, .. } = *layout;
        Self { out, themes, all, scale }
    }
}

/// Written one by one: a list of rows would have to be made for each paragraph.
struct Labels<'a>(&'a [Label], Option<Scale>);

#[derive(Serialize)]
struct Novel {
    novelty: f64,
    /// The share of known words.
    known: f64,
    /// Another than English, if there is no doubt.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
}

#[derive(Serialize)]
struct RowLabel<'a> {
    theme: &'a str,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    likelihood: Option<Judgement>,
}

impl Serialize for Labels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|label| RowLabel {
            theme: label.theme.as_str(),
            confidence: rounded(label.confidence),
            likelihood: self.1.map(|scale| scale.judge(label.confidence)),
        }))
    }
}

impl<W: Write> JsonLinesWriter<'_, W> {
    /// Writes what stands before a value, and the value.
    fn field(&mut self, before: &str, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(before.as_bytes())?;
        Ok(serde_json::to_writer(&mut self.out, value)?)
    }

    /// Writes a text; most have nothing in them that has to be escaped.
    fn text(&mut self, text: &str) -> io::Result<()> {
        if needs_escape(text) {
            return Ok(serde_json::to_writer(&mut self.out, text)?);
        }
        self.out.write_all(b"\"")?;
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\"")
    }
}

/// Whether a JSON string has something to escape: `"`, `\` or a control character
/// (RFC 8259, section 7). Every byte is looked at, sixteen at once.
fn needs_escape(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | matches!(byte, ..0x20 | b'"' | b'\\'))
}

impl<W: Write> Writer for JsonLinesWriter<'_, W> {
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { file, number, paragraph, prediction } = tagged;
        self.field("{\"file\":", file)?;
        self.field(",\"paragraph\":", number)?;
        self.field(",\"line\":", &paragraph.line)?;
        self.field(",\"start\":", &paragraph.range.start)?;
        self.field(",\"end\":", &paragraph.range.end)?;
        self.out.write_all(b",\"text\":")?;
        self.text(&paragraph.one_line())?;
        self.field(",\"labels\":", &Labels(&prediction.labels, self.scale))?;
        if !prediction.review.is_empty() {
            self.field(",\"review\":", &Labels(&prediction.review, self.scale))?;
        }
        if prediction.is_novel() {
            let novel = Novel {
                novelty: rounded(prediction.novelty),
                known: rounded(prediction.known),
                language: tagged.language(),
            };
            self.field(",\"novel\":", &novel)?;
        }
        if self.all {
            let confidences = prediction.confidences.iter().map(|&c| rounded(c));
            let every = self.themes.ids().map(ThemeId::as_str).zip(confidences);
            self.field(",\"confidences\":", &every.collect::<BTreeMap<_, _>>())?;
        }
        self.out.write_all(b"}\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
