//! A bundle of STIX 2.1.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::AUTOMATIC;
use super::article::Article;
use super::codes::Codes;
use super::confidence::{dni_scale, percent};
use super::ids::id;
use super::stix_object::{Common, Identity, Location, Note, Observable, Report, VERSION};
use super::timestamp::Timestamp;
use crate::ThemeSet;
use crate::output::scale::Scale;
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::{Rollup, TaggedParagraph, ThemeShare};

/// Objects of a bundle, several per document.
pub(in crate::output) const STIX: FormatTraits =
    FormatTraits { documents: true, unique: true, ..FormatTraits::ROWS };

/// Writes one bundle: an identity for the tagger, and for each document a report, a note for each
/// of its themes, and the address or file they refer to.
///
/// The labels of a report are its themes. Its confidence is the lowest of theirs, as the report
/// claims all of them. A report has no type, as none of the suggested types means news. STIX
/// recommends UUIDs of version 4 for domain objects; ours are of version 5 in our own namespace, so
/// that a document tagged again is the same report, modified at the time of that run. What is
/// created never changes (STIX 2.1, section 3.6), so it is always the same time.
#[derive(Debug)]
pub struct StixWriter<'a, W> {
    out: W,
    codes: Codes<'a>,
    scale: Option<Scale>,
    time: Timestamp,
}

impl<'a, W: Write> StixWriter<'a, W> {
    /// Creates a writer to `out`; `options.scale` adds confidences in words.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        let codes = Codes::new(themes, options.all_codes);
        let time = Timestamp::of_seconds(options.time.unwrap_or_default());
        Self { out, codes, scale: options.scale, time }
    }

    /// Writes a further object.
    fn object(&mut self, object: &impl Serialize) -> io::Result<()> {
        self.out.write_all(b",")?;
        Ok(serde_json::to_writer(&mut self.out, object)?)
    }
}

impl<'a, W> StixWriter<'a, W> {
    fn report<'r>(&self, rollup: &'r Rollup, article: &Article, about: &'r str) -> Report<'r> {
        let themes = rollup.themes();
        let confidences = themes.iter().map(|share| percent(share.confidence()));
        Report {
            common: self.common("report", article.identity.id("stix-report", "")),
            name: article.title(),
            description: AUTOMATIC,
            published: article.published.unwrap_or(self.time).time(),
            lang: article.language,
            object_refs: [about],
            labels: themes.iter().map(|share| share.theme.as_str()).collect(),
            confidence: confidences.min(),
        }
    }

    fn note<'r>(
        &self,
        rollup: &Rollup,
        article: &Article,
        share: &'r ThemeShare,
        report: &'r str,
    ) -> Note<'r>
    where
        'a: 'r,
    {
        let theme = share.theme.as_str();
        Note {
            common: self.common("note", article.identity.id("stix-note", theme)),
            summary: self.codes.name(&share.theme),
            content: self.content(rollup, share),
            object_refs: [report],
            labels: [theme],
            confidence: percent(share.confidence()),
        }
    }

    /// A theme with its confidence and evidence, in words.
    fn content(&self, rollup: &Rollup, share: &ThemeShare) -> String {
        let ThemeShare { theme, paragraphs, evidence } = share;
        let (confidence, all) = (percent(share.confidence()), rollup.counts.paragraphs);
        let term = dni_scale(confidence);
        let mut content = format!(
            "{theme}: {paragraphs} of {all} paragraphs; confidence {confidence} of 100, {term} \
             (STIX 2.1, Appendix A, DNI Scale: automatic)"
        );
        if let Some(scale) = self.scale {
            let _ = write!(content, "; {}", scale.judge(share.confidence()));
        }
        for evidence in evidence {
            let (place, quote) = (evidence.place(), evidence.quote());
            let _ = write!(content, "\n\n{place}, {}: {quote}", percent(evidence.confidence));
        }
        let _ = write!(content, "\n\n{AUTOMATIC}");
        content
    }

    fn common(&self, kind: &'static str, uuid: uuid::Uuid) -> Common {
        Common {
            kind,
            spec_version: VERSION,
            id: format!("{kind}--{uuid}"),
            created_by_ref: Some(identity_id()),
            created: Timestamp::of_seconds(0).time(),
            modified: self.time.time(),
        }
    }
}

fn identity_id() -> String {
    format!("identity--{}", id("stix-identity", &["themewise"]))
}

/// The identity of themewise. It is the same in every run, so that there is only one version of it.
fn identity() -> Identity {
    const CREATED: &str = "2026-01-01T00:00:00.000Z";
    Identity {
        common: Common {
            kind: "identity",
            spec_version: VERSION,
            id: identity_id(),
            created_by_ref: None,
            created: CREATED.to_owned(),
            modified: CREATED.to_owned(),
        },
        name: "themewise",
        description: AUTOMATIC,
        class: "system",
    }
}

impl<W: Write> Writer for StixWriter<'_, W> {
    fn begin(&mut self) -> io::Result<()> {
        let id = id("stix-bundle", &[&self.time.time()]);
        write!(self.out, "{{\"type\":\"bundle\",\"id\":\"bundle--{id}\",\"objects\":[")?;
        Ok(serde_json::to_writer(&mut self.out, &identity())?)
    }

    fn paragraph(&mut self, _tagged: &TaggedParagraph) -> io::Result<()> {
        Ok(())
    }

    fn end_of_document(&mut self, rollup: &Rollup) -> io::Result<()> {
        let article = Article::of(&rollup.document);
        let location =
            article.address.as_deref().map_or(Location::File(&article.label), Location::Url);
        let about = Observable::new(location)?;
        self.object(&about)?;
        let report = self.report(rollup, &article, &about.id);
        let report_id = report.common.id.clone();
        self.object(&report)?;
        for share in rollup.themes() {
            let note = self.note(rollup, &article, share, &report_id);
            self.object(&note)?;
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"]}\n")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
