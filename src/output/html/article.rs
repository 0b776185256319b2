//! The report of `classify`: articles with their themes.

use std::fs::File;
use std::io::{self, Seek, Write};

use maud::{Markup, html};

use super::charts::{Bar, bars};
use super::page::{hue, page, percent};
use super::words::words;
use crate::model::Explanation;
use crate::output::{Profile, Scale, TaggedParagraph};
use crate::{Label, Model, ThemeId, ThemeSet};

/// Fewer paragraphs say too little of the shares of themes.
const ENOUGH: usize = 100;

/// Collects the articles of a page, in memory that does not grow with them: they wait in
/// a file, since the profile of all stands above them.
#[derive(Debug)]
pub struct ArticlePage<'m> {
    model: &'m Model,
    body: File,
    documents: usize,
    profile: Profile,
}

impl<'m> ArticlePage<'m> {
    /// A page of what a model finds.
    ///
    /// # Errors
    /// If there is no place for a temporary file.
    pub fn new(model: &'m Model) -> io::Result<Self> {
        let profile = Profile::new(model.themes().len());
        Ok(Self { model, body: tempfile::tempfile()?, documents: 0, profile })
    }

    /// Adds a part of an article, as [`write_paragraph`] writes it, with the profile of
    /// its paragraphs.
    ///
    /// # Errors
    /// If the temporary file can not be written.
    pub fn add(&mut self, rows: &[u8], profile: &Profile) -> io::Result<()> {
        self.profile.merge(profile);
        self.body.write_all(rows)
    }

    /// Ends a document.
    ///
    /// # Errors
    /// If the temporary file can not be written.
    pub fn end_document(&mut self) -> io::Result<()> {
        self.documents += 1;
        self.body.write_all(b"</section>")
    }

    /// Writes the page.
    ///
    /// # Errors
    /// If it can not be written, or the temporary file not be read.
    pub fn write(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.body.rewind()?;
        let title = match self.documents {
            1 => "Themes of one document".to_owned(),
            many => format!("Themes of {many} documents"),
        };
        page(out, &title, |out| {
            write!(out, "{}", self.profile().into_string())?;
            io::copy(&mut self.body, out).map(drop)
        })
    }

    /// How much there is of each theme.
    fn profile(&self) -> Markup {
        let Self { model, profile, .. } = self;
        let curves = &model.reliability().curves;
        let enough = profile.paragraphs() >= ENOUGH;
        let estimate = |theme| profile.prevalence(theme, curves).filter(|_| enough);
        let shares = model.themes().ids().enumerate().map(|(theme, name)| Bar {
            name: name.as_str(),
            theme,
            share: profile.share(theme),
            interval: estimate(theme).map(|p| p.interval),
            mark: estimate(theme).map(|p| p.share),
        });
        let mut shares: Vec<_> = shares.collect();
        shares.sort_by(|a, b| b.share.total_cmp(&a.share));
        let found = shares.iter().filter(|bar| bar.share > 0.0);
        html! {
            section aria-labelledby="profile" {
                h2 id="profile" { "Theme profile" }
                p { "Paragraphs: " (profile.paragraphs()) ". Novel, that is unlike those the model has \
                    learnt from and without themes: " (profile.novel()) "." }
                figure {
                    (bars(&shares, "Share of paragraphs labelled with each theme"))
                    figcaption { "Paragraphs labelled with each theme."
                        @if enough { " Dots and lines: the shares estimated with what the model \
                            misses and adds, and their 95 % intervals." } }
                }
                div.labels role="group" aria-label="Show only paragraphs of a theme" {
                    @for bar in found {
                        button.label.filter type="button" aria-pressed="false" data-theme=(bar.name)
                            style={ "--hue:" (hue(bar.theme)) } { (bar.name) }
                    }
                }
            }
        }
    }
}

/// Writes the beginning of a document.
///
/// # Errors
/// If `out` can not be written to.
pub fn begin_document(out: &mut dyn Write, file: &str) -> io::Result<()> {
    write!(out, "<section>{}", html! { h2 { (file) } }.into_string())
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
    let names: Vec<_> = prediction.labels.iter().map(|label| label.theme.as_str()).collect();
    let markup = html! {
        article.paragraph.themed[first.is_some()] style=[first.map(|hue| format!("--hue:{hue}"))]
            data-themes=(names.join(" ")) {
            div.labels {
                span.place { "line " (tagged.paragraph.line) }
                @if prediction.labels.is_empty() && prediction.review.is_empty() {
                    span.quiet { "no theme" }
                }
                @for label in &prediction.labels { (chip(label, place(&label.theme), false, scale)) }
                @for label in &prediction.review { (chip(label, place(&label.theme), true, scale)) }
                @if prediction.is_novel() {
                    span.novel { "novel " (percent(prediction.novelty.into()))
                        @if let Some(language) = tagged.language() { ": " (language) }
                    }
                }
            }
            p.text { (words(tagged.paragraph.text, explanations)) }
            @if !explanations.is_empty() { (behind(explanations)) }
        }
    };
    write!(out, "{}", markup.into_string())
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
