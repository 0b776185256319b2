//! MISP events.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;
use uuid::Uuid;

use super::AUTOMATIC;
use super::article::{Article, one_line};
use super::codes::Codes;
use super::timestamp::Timestamp;
use crate::output::scale::Scale;
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::{Evidence, Rollup, TaggedParagraph, ThemeShare, rounded};
use crate::{ThemeId, ThemeSet};

/// One list of events, one per document.
pub(in crate::output) const MISP: FormatTraits =
    FormatTraits { separator: ",", documents: true, unique: true, ..FormatTraits::ROWS };

/// Writes `{"response":[{"Event":…},…]}` as MISP exports and imports it, with an event for each
/// document.
///
/// An event is for your organisation only, is not published, has initial analysis and undefined
/// threat level, and is tagged `misp:automation-level="unsupervised"`. Its themes are tags:
/// `themewise:theme="trade"`, and the verified tags of MISP's taxonomies for it. The likelihood of
/// a theme is given at its evidence, where it is unambiguous. Evidence is written as attributes
/// with one paragraph each, which are never indicators and do not correlate.
#[derive(Debug)]
pub struct MispWriter<'a, W> {
    out: W,
    codes: Codes<'a>,
    scale: Option<Scale>,
    time: Timestamp,
}

impl<'a, W: Write> MispWriter<'a, W> {
    /// Creates a writer to `out`; `options.scale` adds confidences in words.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        let codes = Codes::new(themes, options.all_codes);
        let time = Timestamp::of_seconds(options.time.unwrap_or_default());
        Self { out, codes, scale: options.scale, time }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    event: Event,
}

/// Numbers are strings, as MISP writes them.
#[derive(Serialize)]
struct Event {
    uuid: Uuid,
    info: String,
    date: String,
    timestamp: String,
    published: bool,
    analysis: &'static str,
    threat_level_id: &'static str,
    distribution: &'static str,
    #[serde(rename = "Tag")]
    tags: Vec<Tag>,
    #[serde(rename = "Attribute")]
    attributes: Vec<Attribute>,
}

#[derive(Serialize)]
struct Attribute {
    uuid: Uuid,
    #[serde(rename = "type")]
    kind: &'static str,
    category: &'static str,
    value: String,
    comment: String,
    to_ids: bool,
    /// The same as for the event.
    distribution: &'static str,
    timestamp: String,
    disable_correlation: bool,
    #[serde(rename = "Tag", skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Tag>,
}

#[derive(Serialize)]
struct Tag {
    name: String,
}

const INITIAL: &str = "0";
const UNDEFINED: &str = "4";
const YOUR_ORGANISATION_ONLY: &str = "0";
const INHERIT: &str = "5";

impl<W> MispWriter<'_, W> {
    fn event(&self, rollup: &Rollup) -> Event {
        let article = Article::of(&rollup.document);
        Event {
            uuid: article.identity.id("misp-event", ""),
            info: article.title(),
            date: article.published.unwrap_or(self.time).date(),
            timestamp: self.time.seconds().to_string(),
            published: false,
            analysis: INITIAL,
            threat_level_id: UNDEFINED,
            distribution: YOUR_ORGANISATION_ONLY,
            tags: self.tags(&rollup.themes()),
            attributes: self.attributes(rollup, &article),
        }
    }

    /// The tags of an event, without duplicates.
    fn tags(&self, themes: &[&ThemeShare]) -> Vec<Tag> {
        let mut names = vec!["misp:automation-level=\"unsupervised\"".to_owned()];
        for ThemeShare { theme, .. } in themes {
            let codes = self.codes.of(theme, "misp-taxonomy").map(|code| code.code.clone());
            names.extend([own_tag(theme)].into_iter().chain(codes));
        }
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names.into_iter().map(|name| Tag { name }).collect()
    }

    /// The origin of the document, and the evidence for its themes. MISP accepts a value only once
    /// per event.
    fn attributes(&self, rollup: &Rollup, article: &Article) -> Vec<Attribute> {
        let mut attributes = vec![self.origin(article)];
        attributes.extend(article.address.as_ref().map(|address| self.link(article, address)));
        for share in rollup.themes() {
            for (evidence, number) in share.evidence.iter().zip(1..) {
                attributes.push(self.evidence(article, share, evidence, number));
            }
        }
        let mut seen = BTreeSet::new();
        attributes.retain(|attribute| seen.insert(attribute.value.clone()));
        attributes
    }

    fn origin(&self, article: &Article) -> Attribute {
        Attribute {
            kind: "text",
            category: "Internal reference",
            value: one_line(&article.label),
            comment: format!("The document as themewise read it. {AUTOMATIC}"),
            ..self.attribute(article.identity.id("misp-attribute", "origin"))
        }
    }

    fn link(&self, article: &Article, address: &str) -> Attribute {
        Attribute {
            kind: "link",
            category: "External analysis",
            value: address.to_owned(),
            comment: "The address the document gives.".to_owned(),
            ..self.attribute(article.identity.id("misp-attribute", "link"))
        }
    }

    /// A paragraph about a theme. The theme is part of the value, as the same paragraph may
    /// be evidence of another.
    fn evidence(
        &self,
        article: &Article,
        ThemeShare { theme, .. }: &ThemeShare,
        evidence: &Evidence,
        number: usize,
    ) -> Attribute {
        let confidence = evidence.confidence;
        let likelihood = Tag { name: Scale::Misp.judge(confidence).term };
        let words = self.scale.filter(|scale| *scale != Scale::Misp);
        let words = words.map(|scale| format!(", {}", scale.judge(confidence)));
        let (place, exact) = (evidence.place(), rounded(confidence));
        Attribute {
            kind: "text",
            category: "External analysis",
            value: format!("[{theme}] {}", evidence.quote()),
            comment: format!(
                "{place}: {theme} with confidence {exact:.4}, automatic{}",
                words.unwrap_or_default()
            ),
            tags: vec![Tag { name: own_tag(theme) }, likelihood],
            ..self.attribute(article.identity.id("misp-attribute", &format!("{theme}/{number}")))
        }
    }

    /// The common fields of all attributes.
    fn attribute(&self, uuid: Uuid) -> Attribute {
        Attribute {
            uuid,
            kind: "",
            category: "",
            value: String::new(),
            comment: String::new(),
            to_ids: false,
            distribution: INHERIT,
            timestamp: self.time.seconds().to_string(),
            disable_correlation: true,
            tags: Vec::new(),
        }
    }
}

fn own_tag(theme: &ThemeId) -> String {
    format!("themewise:theme=\"{theme}\"")
}

impl<W: Write> Writer for MispWriter<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        self.out.write_all(b"{\"response\":[")
    }

    fn paragraph(&mut self, _tagged: &TaggedParagraph) -> io::Result<()> {
        Ok(())
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        self.out.write_all(MISP.separator.as_bytes())?;
        let event = self.event(rollup);
        Ok(serde_json::to_writer(&mut self.out, &Item { event })?)
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"]}\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
