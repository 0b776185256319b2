//! News items in ninjs, the JSON format of the IPTC.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::AUTOMATIC;
use super::article::Article;
use super::codes::{Codes, own_name};
use super::confidence::percent;
use super::timestamp::Timestamp;
use crate::ThemeSet;
use crate::document::Document;
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::{Rollup, TaggedParagraph, ThemeShare};

/// The edition of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ninjs {
    /// Edition 2.0, in which subjects have no confidence.
    Two,
    /// Edition 3.3.
    Three,
}

/// Items, one per document.
pub(in crate::output) const NINJS: FormatTraits =
    FormatTraits { documents: true, unique: true, ..FormatTraits::ROWS };

/// Writes a ninjs item for each document, one per line, as the standard has no list.
///
/// Subjects are the themes, by our ids, and the codes of IPTC Media Topics that the model has for
/// them. Each code is written once with the confidence of the theme, although it may be broader or
/// narrower than the theme. The relevance is the share of paragraphs; edition 2.0 has no place for
/// relevance and confidence. Only codes that are verified and not retired are written; with
/// `all_codes`, also the others, without a name if we only translated it.
#[derive(Debug)]
pub struct NinjsWriter<'a, W> {
    out: W,
    codes: Codes<'a>,
    time: Timestamp,
    edition: Ninjs,
}

impl<'a, W: Write> NinjsWriter<'a, W> {
    /// A writer to `out`; `options.all_codes` also writes codes that are not verified.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions, edition: Ninjs) -> Self {
        let codes = Codes::new(themes, options.all_codes);
        let time = Timestamp::of_seconds(options.time.unwrap_or_default());
        Self { out, codes, time, edition }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    uri: String,
    standard: Standard,
    #[serde(rename = "type")]
    kind: &'static str,
    representation_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'static str>,
    version_created: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_created: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    headlines: Vec<Headline<'a>>,
    ed_note: &'static str,
    alt_ids: Vec<AltId<'a>>,
    subjects: Vec<Subject<'a>>,
}

#[derive(Serialize)]
struct Standard {
    name: &'static str,
    version: &'static str,
    schema: &'static str,
}

#[derive(Serialize)]
struct Headline<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct AltId<'a> {
    role: &'static str,
    value: &'a str,
}

#[derive(Serialize)]
struct Subject<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    literal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(flatten)]
    judgement: Judgement,
}

/// The confidence and relevance of a subject.
#[derive(Serialize, Clone, Copy)]
struct Judgement {
    creator: &'static str,
    relevance: u8,
    confidence: u8,
}

impl Ninjs {
    fn standard(self) -> Standard {
        let (version, schema) = match self {
            Self::Two => ("2.0", "http://www.iptc.org/std/ninjs/ninjs-schema_2.0.json#"),
            Self::Three => ("3.3", "http://www.iptc.org/std/ninjs/ninjs-schema_3.3.json#"),
        };
        Standard { name: "ninjs", version, schema }
    }

    /// The item in this edition.
    fn edit(self, item: &Item) -> serde_json::Result<Value> {
        let mut item = serde_json::to_value(item)?;
        if self == Self::Two {
            for subject in item["subjects"].as_array_mut().into_iter().flatten() {
                let fields = subject.as_object_mut().into_iter();
                fields.for_each(|fields| fields.retain(|name, _| IN_TWO.contains(&name.as_str())));
            }
            // Edition 2.0 has lower-case names.
            if let Value::Object(fields) = item {
                let small = fields.into_iter().map(|(name, value)| (name.to_lowercase(), value));
                return Ok(Value::Object(small.collect()));
            }
        }
        Ok(item)
    }
}

/// The fields of a subject in edition 2.0.
const IN_TWO: [&str; 4] = ["uri", "literal", "name", "rel"];

impl<W> NinjsWriter<'_, W> {
    fn item<'r>(&'r self, rollup: &'r Rollup, article: &'r Article) -> Item<'r> {
        let document = &*rollup.document;
        let own = || format!("urn:uuid:{}", article.identity.id("ninjs-item", ""));
        Item {
            uri: article.address.clone().unwrap_or_else(own),
            standard: self.edition.standard(),
            kind: "text",
            representation_type: "partial",
            language: article.language,
            version_created: self.time.time(),
            content_created: article.published.map(Timestamp::time),
            headlines: article.headline.iter().map(|value| Headline { value }).collect(),
            ed_note: AUTOMATIC,
            alt_ids: alt_ids(document),
            subjects: self.subjects(rollup),
        }
    }

    /// The themes and their codes. A code of two themes gets the higher confidence.
    fn subjects<'r>(&'r self, rollup: &'r Rollup) -> Vec<Subject<'r>> {
        let mut subjects: Vec<Subject> = Vec::new();
        for share in rollup.themes() {
            subjects.push(self.theme(rollup, share));
            for code in self.codes.of(&share.theme, "iptc-mediatopic") {
                let uri = Some(uri(&code.code));
                match subjects.iter_mut().find(|subject| subject.uri == uri) {
                    Some(known) => known.strengthen(rollup, share),
                    None => subjects.push(Subject {
                        uri,
                        literal: None,
                        name: own_name(code),
                        ..self.theme(rollup, share)
                    }),
                }
            }
        }
        subjects
    }

    fn theme<'r>(&'r self, rollup: &Rollup, share: &'r ThemeShare) -> Subject<'r> {
        Subject {
            uri: None,
            literal: Some(share.theme.as_str()),
            name: Some(self.codes.name(&share.theme)),
            judgement: Judgement {
                creator: "themewise",
                relevance: relevance(rollup, share),
                confidence: percent(share.confidence()),
            },
        }
    }
}

impl Subject<'_> {
    fn strengthen(&mut self, rollup: &Rollup, share: &ThemeShare) {
        let Judgement { relevance: own, confidence, .. } = &mut self.judgement;
        *own = (*own).max(relevance(rollup, share));
        *confidence = (*confidence).max(percent(share.confidence()));
    }
}

/// The share of paragraphs in percent.
fn relevance(rollup: &Rollup, share: &ThemeShare) -> u8 {
    let all = rollup.counts.paragraphs.max(1);
    u8::try_from((100 * share.paragraphs + all / 2) / all).unwrap_or(100).min(100)
}

/// The full URI of a crosswalk code such as `medtop:20000086`.
fn uri(code: &str) -> String {
    let number = code.strip_prefix("medtop:").unwrap_or(code);
    format!("http://cv.iptc.org/newscodes/mediatopic/{number}")
}

/// The file, and the id of the document in it.
fn alt_ids(document: &Document) -> Vec<AltId<'_>> {
    let id = document.record.as_ref().and_then(|record| record.id.as_deref());
    let file = AltId { role: "file", value: &document.name };
    [file].into_iter().chain(id.map(|value| AltId { role: "id", value })).collect()
}

impl<W: Write> Writer for NinjsWriter<'_, W> {
    fn paragraph(&mut self, _tagged: &TaggedParagraph) -> io::Result<()> {
        Ok(())
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        let article = Article::of(&rollup.document);
        let item = self.edition.edit(&self.item(rollup, &article))?;
        serde_json::to_writer(&mut self.out, &item)?;
        self.out.write_all(b"\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
