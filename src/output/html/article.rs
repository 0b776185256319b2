//! The report of `classify`: articles with their themes.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use maud::{Markup, html};

use super::charts::{Bar, bars};
use super::page::{hue, page, percent};
use super::words::words;
use crate::document::{Document, Record};
use crate::model::Explanation;
use crate::output::scale::Scale;
use crate::tagging::{Profile, TaggedParagraph};
use crate::{Label, Model, Prediction, ThemeId, ThemeSet};

/// Fewer paragraphs say too little of the shares of themes.
const ENOUGH: usize = 100;

/// Collects the articles of a page, in memory that hardly grows with them: they wait in
/// a file, since the profile of all stands above them.
#[derive(Debug)]
pub struct ArticlePage<'m> {
    model: &'m Model,
    /// What has to be known of how themes were given.
    remarks: Vec<String>,
    body: BufWriter<File>,
    documents: Vec<String>,
    profile: Profile,
}

impl<'m> ArticlePage<'m> {
    /// A page of what a model finds, with remarks on how themes are given; what it
    /// collects waits in the empty file `body`.
    pub fn new(model: &'m Model, remarks: Vec<String>, body: File) -> Self {
        let profile = Profile::new(model.themes().len());
        Self { model, remarks, body: BufWriter::new(body), documents: Vec::new(), profile }
    }

    /// Begins a document.
    ///
    /// # Errors
    /// If the temporary file can not be written; as of all that follow.
    pub fn begin_document(&mut self, document: &Document) -> io::Result<()> {
        let record = document.record.as_deref();
        let title = record.and_then(|record| record.title.clone());
        self.documents.push(title.unwrap_or_else(|| document.label().into_owned()));
        let id = place_of(self.documents.len());
        let heading = html! {
            h2 id=(id) { (self.documents[self.documents.len() - 1]) }
            @if let Some(record) = record { (about(record)) }
            a.top href="#top" { "to the top" }
        };
        let lang = document.language.map(|found| format!(" lang=\"{}\"", found.code()));
        let (lang, heading) = (lang.unwrap_or_default(), heading.into_string());
        write!(self.body, "<section class=\"document\"{lang}>{heading}")
    }

    /// Adds paragraphs of a document, as [`write_paragraph`] writes them, with their
    /// profile.
    pub fn add(&mut self, rows: &[u8], profile: &Profile) -> io::Result<()> {
        self.profile.merge(profile);
        self.body.write_all(rows)
    }

    /// Ends a document, and says why if it is not whole.
    pub fn end_document(&mut self, broken: Option<&str>) -> io::Result<()> {
        let broken =
            html! { @if let Some(why) = broken { p.novel { "It breaks off here: " (why) } } };
        write!(self.body, "{}</section>", broken.into_string())
    }

    /// Writes the page.
    ///
    /// # Errors
    /// If it can not be written, or the temporary file not be read.
    pub fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let title = match self.documents.len() {
            1 => "Themes of one document".to_owned(),
            many => format!("Themes of {many} documents"),
        };
        let (profile, contents) = (self.profile(), self.contents());
        let mut body = self.body.into_inner()?;
        body.rewind()?;
        page(out, &title, |out| {
            write!(out, "{}{}", profile.into_string(), contents.into_string())?;
            io::copy(&mut body, out).map(drop)
        })
    }

    /// How much there is of each theme, and how to read the page.
    fn profile(&self) -> Markup {
        let profile = &self.profile;
        let enough = profile.paragraphs() >= ENOUGH;
        html! {
            section aria-labelledby="profile" {
                h2 id="profile" { "Theme profile" }
                @for remark in &self.remarks { p.note { (remark) } }
                figure {
                    (bars(&self.shares(enough), "Share of paragraphs labelled with each theme"))
                    figcaption { "Share of the " (profile.paragraphs()) " paragraphs labelled with \
                        each theme; one may have several."
                        @if enough { " Dots and lines: the shares estimated with what the model \
                            misses and adds, and their 95 % intervals." } }
                }
                p.note { "Press a theme beside a paragraph to see the words behind it." }
                (self.filters())
                (how_to_read(self.model))
            }
        }
    }

    /// A bar for each theme that was given, or may be there.
    fn shares(&self, enough: bool) -> Vec<Bar<'_>> {
        let Self { model, profile, .. } = self;
        let curves = &model.heads().curves;
        let shares = model.themes().ids().enumerate().map(|(theme, name)| {
            let estimate = profile.prevalence(theme, curves).filter(|_| enough);
            let (labelled, share) = (profile.labelled(theme), profile.share(theme));
            Bar {
                name: name.as_str(),
                theme,
                share,
                interval: estimate.map(|estimate| estimate.interval),
                mark: estimate.map(|estimate| estimate.share),
                label: format!("{labelled} ({:.1} %)", 100.0 * share),
            }
        });
        let mut shares: Vec<_> = shares.filter(|bar| enough || bar.share > 0.0).collect();
        shares.sort_by(|a, b| b.share.total_cmp(&a.share));
        shares
    }

    /// Buttons that show only some of the paragraphs.
    fn filters(&self) -> Markup {
        let Self { model, profile, .. } = self;
        let themes = model.themes().ids().enumerate();
        let themes =
            themes.map(|(theme, name)| (name.as_str(), profile.labelled(theme), hue(theme)));
        let others = [
            (REVIEW, "to review", profile.to_review()),
            (NOVEL, "novel", profile.novel()),
            (NONE, "no theme", profile.without()),
        ];
        html! {
            div.labels role="group" aria-label="Show only some paragraphs" {
                span.quiet { "Show only:" }
                @for (name, count, hue) in themes.filter(|(_, count, _)| *count > 0) {
                    button.label.filter type="button" aria-pressed="false" data-show=(name)
                        style={ "--hue:" (hue) } { (name) " " (count) }
                }
                @for (show, name, count) in others.into_iter().filter(|(_, _, count)| *count > 0) {
                    button.label.filter.plain type="button" aria-pressed="false" data-show=(show) {
                        (name) " " (count)
                    }
                }
            }
        }
    }

    /// The documents, if there are several.
    fn contents(&self) -> Markup {
        html! {
            @if self.documents.len() > 1 {
                nav aria-label="Documents" { details {
                    summary { (self.documents.len()) " documents" }
                    ul { @for (file, number) in self.documents.iter().zip(1..) {
                        li { a href={ "#" (place_of(number)) } { (file) } }
                    } }
                } }
            }
        }
    }
}

/// The id of a document's heading.
fn place_of(document: usize) -> String {
    format!("document-{document}")
}

/// What a filter looks for beside themes, whose ids have no underscore.
const REVIEW: &str = "_review";
const NOVEL: &str = "_novel";
const NONE: &str = "_none";

/// What colours, numbers and words of the page mean.
fn how_to_read(model: &Model) -> Markup {
    html! {
        details {
            summary { "How to read this page" }
            p { "A number beside a theme is the probability that the paragraph is about it, on news \
                like the labelled one. Of the words behind it, "
                span.word.for style="--weight:.6" { "underlined" } " speak for it, "
                span.word.against style="--weight:.6" { "dotted" } " against it, the darker the more." }
            p { "A dashed theme is not given: a person should look at it. A novel paragraph is unlike \
                those the model has learnt from and gets no theme." }
            dl { @for theme in model.themes().as_slice() {
                dt { (theme.id) } dd { (theme.definition) " " (theme.excludes) }
            } }
        }
    }
}

/// Writes a paragraph with its labels, and the words behind each as explained.
///
/// # Errors
/// If `out` can not be written to.
pub fn write_paragraph(
    out: &mut dyn Write,
    themes: &ThemeSet,
    tagged: &TaggedParagraph,
    explanations: &[Explanation],
    scale: Option<Scale>,
) -> io::Result<()> {
    let prediction = tagged.prediction;
    let place = |theme: &ThemeId| themes.position(theme.as_str()).unwrap_or_default();
    let first = prediction.labels.first().map(|label| hue(place(&label.theme)));
    let markup = html! {
        article.paragraph.themed[first.is_some()] style=[first.map(|hue| format!("--hue:{hue}"))]
            data-show=(shown_for(prediction)) {
            div.labels {
                span.place { "line " (tagged.paragraph.line) }
                @if prediction.labels.is_empty() && prediction.review.is_empty() {
                    span.quiet { "no theme" }
                }
                @for label in &prediction.labels { (chip(label, place(&label.theme), false, scale)) }
                @for label in &prediction.review { (chip(label, place(&label.theme), true, scale)) }
                @if prediction.is_novel() {
                    span.novel { "novel " (percent(prediction.novelty.into()))
                        @if let Some(language) = tagged.foreign_language() { ": " (language) }
                    }
                }
            }
            p.text { (words(tagged.paragraph.text, explanations)) }
            @if !explanations.is_empty() { (behind(explanations)) }
        }
    };
    write!(out, "{}", markup.into_string())
}

/// When and where a document was published.
fn about(record: &Record) -> Markup {
    // Any other address might run a script.
    let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if let Some(published) = &record.published { p.quiet { (published) } }
        @if let Some(url) = record.url.as_ref().filter(is_web) {
            p.quiet { a href=(url) rel="noreferrer" { (url) } }
        }
    }
}

/// The filters that show a paragraph.
fn shown_for(prediction: &Prediction) -> String {
    let Prediction { labels, review, .. } = prediction;
    let themes = labels.iter().chain(review).map(|label| label.theme.as_str());
    let others = [
        (REVIEW, !review.is_empty()),
        (NOVEL, prediction.is_novel()),
        (NONE, labels.is_empty() && review.is_empty()),
    ];
    let others = others.into_iter().filter(|(_, shown)| *shown).map(|(name, _)| name);
    themes.chain(others).collect::<Vec<_>>().join(" ")
}

/// A label to press, which then shows its words.
fn chip(label: &Label, theme: usize, review: bool, scale: Option<Scale>) -> Markup {
    let Label { theme: name, confidence } = label;
    html! {
        button.label.review[review] type="button" aria-pressed="false" data-theme=(name)
            style={ "--hue:" (hue(theme)) } title={ "Show the words for " (name) } {
            (name) " " (format!("{confidence:.2}"))
            @if let Some(scale) = scale { " " span.quiet { (scale.judge(*confidence)) } }
            @if review { " to review" }
        }
    }
}

/// The strongest words of each label, for those who can not see colours.
fn behind(explanations: &[Explanation]) -> Markup {
    const SHOWN: usize = 8;
    html! {
        details {
            summary { "Words behind the labels" }
            @for explanation in explanations {
                p { strong { (explanation.theme) } ": "
                    @for (at, term) in explanation.contributions.iter().take(SHOWN).enumerate() {
                        @if at > 0 { ", " }
                        (term.term) " " (format!("{:+.2}", term.value))
                    }
                }
            }
        }
    }
}
