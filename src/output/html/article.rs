//! The report of `classify`: articles with their themes.

use std::io::{self, Read, Write};

use maud::{Markup, html};

use super::charts::{Bar, bars};
use super::contents::Contents;
use super::page::{hue, page};
use super::paragraph::{NONE, NOVEL, REVIEW};
use crate::Model;
use crate::tagging::Profile;

/// Fewer paragraphs say too little of the shares of themes.
const ENOUGH: usize = 100;

/// The page of `classify`: the articles, below the profile of all of them.
#[derive(Debug)]
pub struct ArticlePage<'m> {
    model: &'m Model,
    /// What a reader must know of how themes were given.
    remarks: &'m [String],
    documents: Vec<String>,
    profile: Profile,
}

impl<'m> ArticlePage<'m> {
    /// The page of what a model found, with remarks on how themes are given; the writers of
    /// its rows have counted in `contents`.
    pub fn new(model: &'m Model, remarks: &'m [String], contents: &Contents) -> Self {
        let counted = contents.lock();
        let (documents, profile) = (counted.documents.clone(), counted.profile(model.themes()));
        Self { model, remarks, documents, profile }
    }

    /// Writes the page around its rows, those of [`HtmlWriter`](super::HtmlWriter).
    ///
    /// # Errors
    /// If `out` cannot be written to, or `rows` not be read.
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

    /// How much there is of each theme, and how to read the page.
    fn profile(&self) -> Markup {
        let profile = &self.profile;
        let enough = profile.paragraphs() >= ENOUGH;
        html! {
            section aria-labelledby="profile" {
                h2 id="profile" { "Theme profile" }
                @for remark in self.remarks { p.note { (remark) } }
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
pub(super) fn place_of(document: usize) -> String {
    format!("document-{document}")
}

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
