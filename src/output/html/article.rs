//! The report of `classify`: articles with their themes.

use std::io::{self, Read, Write};

use maud::{Markup, html};

use super::charts::{Bar, bars};
use super::contents::{Contents, Title};
use super::page::{hue, page};
use super::paragraph::{NONE, NOVEL, REVIEW};
use crate::Model;
use crate::model::Perspective;
use crate::tagging::Profile;

/// Writes a page of `rows`, which were written by [`HtmlWriter`](super::HtmlWriter), without a profile.
///
/// # Errors
/// If `out` cannot be written to, or `rows` cannot be read.
pub fn rows_page(title: &str, mut rows: impl Read, out: &mut dyn Write) -> io::Result<()> {
    page(out, title, |out| io::copy(&mut rows, out).map(drop))
}

/// The minimum number of paragraphs for an estimate of how common each theme is.
const MIN_PARAGRAPHS: usize = 100;

/// The report page of `classify`: a profile of all themes, then the articles.
#[derive(Debug)]
pub struct ArticlePage<'m> {
    model: &'m Model,
    /// Notes on the thresholds, shown above the profile.
    remarks: &'m [String],
    documents: Vec<Title>,
    profile: Profile,
}

impl<'m> ArticlePage<'m> {
    /// Creates a page from the documents and theme counts that the row writers collected in
    /// `contents`. `remarks` describe the thresholds.
    pub fn new(model: &'m Model, remarks: &'m [String], contents: &Contents) -> Self {
        let counted = contents.lock();
        let (documents, profile) = (counted.documents.clone(), counted.profile(model.themes()));
        Self { model, remarks, documents, profile }
    }

    /// Writes the page around `rows`, which were written by [`HtmlWriter`](super::HtmlWriter).
    ///
    /// # Errors
    /// If `out` cannot be written to, or `rows` cannot be read.
    pub fn write(&self, mut rows: impl Read, out: &mut dyn Write) -> io::Result<()> {
        let title = match self.documents.len() {
            1 => "Themes of one document".to_owned(),
            many => format!("Themes of {many} documents"),
        };
        page(out, &title, |out| {
            write!(out, "{}{}", self.profile().into_string(), self.contents().into_string())?;
            io::copy(&mut rows, out).map(drop)
        })
    }

    /// The share of each theme, the filters, and a legend.
    fn profile(&self) -> Markup {
        let profile = &self.profile;
        let shares = self.shares(profile.paragraphs() >= MIN_PARAGRAPHS);
        html! {
            section aria-labelledby="profile" {
                h2 id="profile" { "Theme profile" }
                @for remark in self.remarks { p.note { (remark) } }
                figure {
                    (bars(&shares, "Share of paragraphs labelled with each theme"))
                    figcaption { "Share of the " (profile.paragraphs()) " paragraphs labelled with \
                        each theme. A paragraph can have several themes."
                        @if shares.iter().any(|bar| bar.mark.is_some()) { " Dots are estimates corrected for false positives and \
                            false negatives; lines are their 95 % intervals." } }
                }
                p.note { "Select a theme next to a paragraph to see the words behind it." }
                (self.filters())
                (how_to_read(self.model, profile.in_articles() > 0))
            }
        }
    }

    /// A bar for each theme that was given or has an estimated share.
    fn shares(&self, enough: bool) -> Vec<Bar<'_>> {
        let Self { model, profile, .. } = self;
        let shares = model.themes().ids().enumerate().map(|(theme, name)| {
            let estimate = profile.prevalence(theme, model).filter(|_| enough);
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

    /// Buttons that filter the paragraphs.
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
            div.labels role="group" aria-label="Filter paragraphs" {
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

    /// The list of documents, if there are several.
    fn contents(&self) -> Markup {
        html! {
            @if self.documents.len() > 1 {
                nav aria-label="Documents" { details {
                    summary { (self.documents.len()) " documents" }
                    ul { @for (Title { text, lang, dir }, number) in self.documents.iter().zip(1..) {
                        li { a href={ "#" (place_of(number)) } lang=[lang] dir=[dir] { (text) } }
                    } }
                } }
            }
        }
    }
}

/// How a paragraph of an article is judged.
fn judged(perspective: Perspective) -> &'static str {
    match perspective {
        Perspective::Article => {
            "as readers of the article judge it: its title and the paragraphs around it count, too."
        }
        Perspective::Paragraph => {
            "by what it says itself: its title and the paragraphs around it only help to \
             understand its words."
        }
        Perspective::Alone => "by what it says itself.",
    }
}

/// The id of a document's heading.
pub(super) fn place_of(document: usize) -> String {
    format!("document-{document}")
}

/// A legend for the colours, numbers and underlines.
fn how_to_read(model: &Model, in_articles: bool) -> Markup {
    html! {
        details {
            summary { "How to read this page" }
            p { "The number next to a theme is the probability that the paragraph is about it, if the \
                text is like the labelled news. For each theme, "
                span.word.for style="--weight:.6" { "underlined" } " words are evidence for it and "
                span.word.against style="--weight:.6" { "dotted" } " words evidence against it; darker means stronger." }
            @if in_articles {
                p { "A paragraph of an article is judged " (judged(model.perspective())) " Below each stands how much of each label comes \
                    from its own words and how much from the article." }
            }
            p { "A dashed theme is not assigned but should be reviewed. A novel paragraph is unlike \
                the training data and gets no theme." }
            dl { @for theme in model.themes().as_slice() {
                dt { (theme.id) } dd { (theme.definition) " " (theme.excludes) }
            } }
        }
    }
}
