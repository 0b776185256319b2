//! JSON Lines: one object per paragraph.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::scale::{Judgement, Scale};
use super::writer::{FormatTraits, WriteOptions, Writer};
use crate::document::Document;
use crate::language::Detected;
use crate::tagging::rounded;
use crate::tagging::{Rollup, TaggedParagraph, ThemeShare, Unit};
use crate::{Label, ThemeId, ThemeSet};

/// One object per row, with every other field of its record.
pub(super) const JSONL: FormatTraits = FormatTraits::ROWS;

/// Writes `{"file","paragraph","line","start","end","language","text","labels"}` for each
/// paragraph.
///
/// `start` and `end` are byte offsets in the file. `language` is the ISO 639-1 code of the
/// document's language, or of the paragraph's if it is another, missing if it is not certain. `"review"` has the themes to review, if any.
/// `"novel": {"novelty", "known"}` is present for a paragraph out of distribution. A record's
/// `"id"` and number, `"record"`, come after the file; its other fields, `"fields"`, come last. For
/// documents see [`Rollup`].
#[derive(Debug)]
pub struct JsonLinesWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    all: bool,
    scale: Option<Scale>,
    unit: Unit,
}

impl<'a, W: Write> JsonLinesWriter<'a, W> {
    /// A writer to `out`; `options.all` adds `"confidences": {theme: confidence}`.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        let WriteOptions { all, scale, unit, .. } = *options;
        Self { out, themes, all, scale, unit }
    }
}

/// Labels that are serialised one by one, without allocating a list for each paragraph.
struct Labels<'a>(&'a [Label], Option<Scale>);

#[derive(Serialize)]
struct Novel {
    novelty: f64,
    /// The share of known words.
    known: f64,
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
    /// Begins a row with its source.
    fn source(&mut self, document: &Document) -> io::Result<()> {
        self.field("{\"file\":", &&*document.name)?;
        let Some(record) = &document.record else { return Ok(()) };
        if let Some(id) = &record.id {
            self.field(",\"id\":", id)?;
        }
        match record.place.number() {
            0 => Ok(()),
            number => self.field(",\"record\":", &number),
        }
    }

    /// Writes a language, if it is known.
    fn language(&mut self, language: Option<Detected>) -> io::Result<()> {
        language.map_or(Ok(()), |language| self.field(",\"language\":", &language.code()))
    }

    /// Ends a row with the other fields of its record.
    fn fields(&mut self, document: &Document) -> io::Result<()> {
        let fields = document.record.as_ref().map(|record| &record.fields);
        if let Some(fields) = fields.filter(|fields| !fields.is_none()) {
            self.out.write_all(b",\"fields\":")?;
            fields.write_json(&mut self.out)?;
        }
        self.out.write_all(b"}\n")
    }

    /// Writes `before`, and the value as JSON.
    fn field(&mut self, before: &str, value: &impl Serialize) -> io::Result<()> {
        self.out.write_all(before.as_bytes())?;
        Ok(serde_json::to_writer(&mut self.out, value)?)
    }

    /// Writes a text as JSON, with a fast path for texts without escapes.
    fn text(&mut self, text: &str) -> io::Result<()> {
        if needs_escape(text) {
            return Ok(serde_json::to_writer(&mut self.out, text)?);
        }
        self.out.write_all(b"\"")?;
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\"")
    }
}

/// Whether a JSON string needs escapes: for `"`, `\` or a control character (RFC 8259, section 7).
/// It always reads every byte, sixteen at a time.
fn needs_escape(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| found | matches!(byte, ..0x20 | b'"' | b'\\'))
}

impl<W: Write> Writer for JsonLinesWriter<'_, W> {
    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        let TaggedParagraph { document, number, sentence, paragraph, prediction, .. } = tagged;
        self.source(document)?;
        self.field(",\"paragraph\":", number)?;
        if let Some(sentence) = sentence {
            self.field(",\"sentence\":", sentence)?;
        }
        self.field(",\"line\":", &paragraph.line)?;
        self.field(",\"start\":", &paragraph.range.start)?;
        self.field(",\"end\":", &paragraph.range.end)?;
        self.language(tagged.language())?;
        self.out.write_all(b",\"text\":")?;
        self.text(&paragraph.one_line())?;
        self.field(",\"labels\":", &Labels(&prediction.labels, self.scale))?;
        if !prediction.review.is_empty() {
            self.field(",\"review\":", &Labels(&prediction.review, self.scale))?;
        }
        if prediction.is_novel() {
            let novel =
                Novel { novelty: rounded(prediction.novelty), known: rounded(prediction.known) };
            self.field(",\"novel\":", &novel)?;
        }
        if self.all {
            let confidences = prediction.confidences.iter().map(|&c| rounded(c));
            let every = self.themes.ids().map(ThemeId::as_str).zip(confidences);
            self.field(",\"confidences\":", &every.collect::<BTreeMap<_, _>>())?;
        }
        self.fields(document)
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        if self.unit != Unit::Document {
            return Ok(());
        }
        self.source(&rollup.document)?;
        self.field(",\"paragraphs\":", &rollup.counts.paragraphs)?;
        self.field(",\"novel\":", &rollup.counts.novel)?;
        self.language(rollup.document.language)?;
        if let Some(text) = &rollup.text {
            self.out.write_all(b",\"text\":")?;
            self.text(text)?;
        }
        let themes = rollup.themes();
        let labels = themes.iter().map(|share| DocumentLabel::new(rollup, share, self.scale));
        self.field(",\"labels\":", &labels.collect::<Vec<_>>())?;
        self.fields(&rollup.document)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A theme of a document.
#[derive(Serialize)]
struct DocumentLabel<'a> {
    theme: &'a str,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    likelihood: Option<Judgement>,
    /// The share of paragraphs, from 0 to 1.
    share: f64,
    evidence: Vec<DocumentEvidence<'a>>,
}

/// A paragraph about a theme.
#[derive(Serialize)]
struct DocumentEvidence<'a> {
    paragraph: usize,
    line: usize,
    start: usize,
    end: usize,
    confidence: f64,
    text: &'a str,
}

impl<'a> DocumentLabel<'a> {
    fn new(rollup: &Rollup, share: &'a ThemeShare, scale: Option<Scale>) -> Self {
        let evidence = share.evidence.iter().map(|evidence| DocumentEvidence {
            paragraph: evidence.paragraph,
            line: evidence.line,
            start: evidence.range.start,
            end: evidence.range.end,
            confidence: rounded(evidence.confidence),
            text: &evidence.text,
        });
        Self {
            theme: share.theme.as_str(),
            confidence: rounded(share.confidence()),
            likelihood: scale.map(|scale| scale.judge(share.confidence())),
            share: rollup.share(share),
            evidence: evidence.collect(),
        }
    }
}
