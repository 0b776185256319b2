//! The metadata of a page, before it is understood.

use std::fmt::Write as _;
use std::ops::Range;

use super::super::limits::MAX_PAGE_HEAD_BYTES;
use super::attribute::{Attribute, get};
use super::skeleton::{escape, tag};

/// The tags in which a page tells about itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    language: String,
    /// The tags, for an extractor.
    html: String,
    /// The first title, and its place in the source.
    pub(super) title: Option<(String, Range<usize>)>,
    /// The URL that the page gives as its own.
    pub(super) canonical: Option<String>,
    /// The places of texts in JSON-LD.
    pub(super) linked_data: Vec<Range<usize>>,
    /// The name of the site.
    pub(super) site: Option<String>,
}

impl Head {
    /// Notes the language of the page.
    pub(super) fn language(&mut self, attributes: &[Attribute]) {
        self.language.clear();
        escape(&mut self.language, get(attributes, "lang").unwrap_or_default());
    }

    /// Notes a `<meta>` or `<link>`.
    pub(super) fn tag(&mut self, name: &str, attributes: &[Attribute]) {
        if name == "link" {
            self.canonical = self.canonical.take().or_else(|| canonical(attributes));
        }
        if get(attributes, "property") == Some("og:site_name") {
            self.site = get(attributes, "content").map(str::to_owned);
        }
        if self.html.len() < MAX_PAGE_HEAD_BYTES && name == "meta" {
            tag(&mut self.html, name, attributes);
        }
    }

    /// Notes the title of the page, if it is the first.
    pub(super) fn title(&mut self, text: &str, range: Range<usize>) {
        if self.title.is_none() && text.len() < MAX_PAGE_HEAD_BYTES {
            self.title = Some((text.to_owned(), range));
        }
    }

    /// Notes metadata in JSON-LD.
    pub(super) fn linked_data(&mut self, json: &str, range: Range<usize>) {
        if self.html.len() + json.len() < MAX_PAGE_HEAD_BYTES {
            self.linked_data.push(range);
            let parts = ["<script type=\"application/ld+json\">", json, "</script>"];
            self.html.extend(parts);
        }
    }

    /// A page with nothing but the metadata and these headings.
    pub(super) fn page(&self, headings: &[String]) -> String {
        let mut html = "<html".to_owned();
        if !self.language.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(html, " lang=\"{}\"", self.language);
        }
        html.push_str("><head><title>");
        escape(&mut html, self.title.as_ref().map_or("", |(title, _)| title));
        html.extend(["</title>", &self.html, "</head><body>"]);
        for heading in headings {
            html.push_str("<h1>");
            escape(&mut html, heading);
            html.push_str("</h1>");
        }
        html.push_str("</body></html>");
        html
    }
}

fn canonical(attributes: &[Attribute]) -> Option<String> {
    let mut kinds = get(attributes, "rel")?.split_whitespace();
    let canonical = kinds.any(|kind| kind.eq_ignore_ascii_case("canonical"));
    get(attributes, "href").filter(|_| canonical).map(|url| url.trim().to_owned())
}
