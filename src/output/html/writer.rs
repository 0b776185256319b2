//! The rows of a page: documents, each with its paragraphs.

use std::io::{self, Write};

use maud::{Markup, html};

use super::article::place_of;
use super::contents::{Contents, Title};
use super::foreign::{dir, lang};
use super::paragraph::paragraph;
use super::words::MARKED;
use crate::document::{Document, Record};
use crate::output::scale::Scale;
use crate::output::writer::{FormatTraits, WriteOptions, Writer};
use crate::tagging::{Rollup, TaggedParagraph};
use crate::{Error, ThemeSet};

/// Rows for an [`ArticlePage`](super::ArticlePage), whose documents are numbered.
pub(in crate::output) const HTML: FormatTraits = FormatTraits {
    paragraphs: true,
    staged: true,
    numbered: true,
    explanations: MARKED,
    ..FormatTraits::ROWS
};

/// Writes a section for each document and an article for each paragraph, with the words that
/// explain its labels. [`ArticlePage`](super::ArticlePage) makes a page of them.
#[derive(Debug)]
pub struct HtmlWriter<'a, W> {
    out: W,
    themes: &'a ThemeSet,
    scale: Option<Scale>,
    contents: Contents,
}

impl<'a, W: Write> HtmlWriter<'a, W> {
    /// A writer to `out`, which counts in `options.contents`.
    pub fn new(out: W, themes: &'a ThemeSet, options: &WriteOptions) -> Self {
        Self { out, themes, scale: options.scale, contents: options.contents.clone() }
    }

    fn write(&mut self, markup: &Markup) -> io::Result<()> {
        self.out.write_all(markup.0.as_bytes())
    }
}

impl<W: Write> Writer for HtmlWriter<'_, W> {
    fn begin_document(&mut self, document: &Document) -> io::Result<()> {
        let record = document.record.as_deref();
        let title = title_of(document);
        let number = self.contents.begin_document(title.clone());
        let Title { text, lang, dir } = title;
        let heading = html! {
            h2 id=(place_of(number)) lang=[lang] dir=[dir] { (text) }
            @if let Some(record) = record { (about(record)) }
            a.top href="#top" { "to the top" }
        };
        self.out.write_all(b"<section class=\"document\">")?;
        self.write(&heading)
    }

    fn paragraph(&mut self, tagged: &TaggedParagraph) -> io::Result<()> {
        self.contents.count(self.themes, tagged.prediction);
        let markup = paragraph(self.themes, tagged, self.scale);
        self.write(&markup)
    }

    fn end_of_document(&mut self, _rollup: &Rollup) -> io::Result<()> {
        self.out.write_all(b"</section>")
    }

    fn unreadable(&mut self, begun: bool, error: &Error) -> io::Result<()> {
        if !begun {
            self.begin_document(&Document::named("not read"))?;
        }
        let why = html! { p.novel { "It breaks off here: " (error) } };
        self.write(&why)?;
        self.out.write_all(b"</section>")
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The title of a document, or its label, which is in no language.
fn title_of(document: &Document) -> Title {
    let title = document.record.as_deref().and_then(|record| record.title.clone());
    let language = title.as_deref().and_then(|title| lang(document.language, title));
    let text = title.unwrap_or_else(|| document.label().into_owned());
    Title { lang: language, dir: dir(&text), text }
}

/// The date and address of a document's publication.
fn about(record: &Record) -> Markup {
    // Other schemes might run a script.
    let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
    html! {
        @if let Some(published) = &record.published { p.quiet { (published) } }
        @if let Some(url) = record.url.as_ref().filter(is_web) {
            p.quiet { a href=(url) rel="noreferrer" { (url) } }
        }
    }
}
