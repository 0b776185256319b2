//! The part of a feed that its parser sees.
//!
//! `feed-rs` recurses for each `<media:group>` in another, and copies what groups share into each
//! of them: 400 bytes overflowed the stack, and 2 kB filled the memory. Other elements cost it much
//! time. So it only gets the elements that are used here, and only if they are within bounds.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, Reader};

use super::super::limits::{
    MAX_BASE_BYTES, MAX_ENTRY_MEDIA, MAX_FEED_ATTRIBUTES, MAX_FEED_DEPTH, MAX_FEED_ENTRIES,
};
use crate::error::RecordProblem;

/// A feed without what is not read, up to the place where its markup is broken.
#[derive(Debug)]
pub(super) struct Filtered {
    pub(super) xml: String,
    /// The number of entries.
    pub(super) entries: usize,
    /// Why the markup cannot be read past its end.
    pub(super) broken: Option<String>,
}

/// Elements that contain others.
const FRAMES: [&str; 6] = ["RDF", "channel", "entry", "feed", "item", "rss"];
/// Elements that are read, with everything inside.
const READ: [&str; 13] = [
    "content",
    "date",
    "description",
    "encoded",
    "guid",
    "id",
    "language",
    "link",
    "pubDate",
    "published",
    "summary",
    "title",
    "updated",
];
/// Namespaces in which names such as `title` mean something else.
const MEDIA: [&str; 3] = [
    "http://search.yahoo.com/mrss/",
    "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "https://podcastindex.org/namespace/1.0",
];

/// Removes what is not read from a feed in UTF-8.
///
/// # Errors
/// If there are too many entries, elements of media or attributes, or elements are nested too
/// deeply.
pub(super) fn filtered(xml: &str) -> Result<Filtered, RecordProblem> {
    let xml = xml.trim_start_matches('\u{FEFF}');
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let (mut filter, mut begin) = (Filter::default(), 0);
    // The parser must not guess an encoding, nor be told one: it would read another text.
    let mut kept = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    let broken = loop {
        let (namespace, event) = match reader.read_resolved_event() {
            Ok(read) => read,
            Err(error) => break Some(format!("unable to parse XML: {error}")),
        };
        let keeps = match &event {
            Event::Eof => break None,
            Event::Start(tag) => filter.start(tag, &namespace)?,
            Event::End(_) => filter.end(),
            Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => filter.left_out.is_none(),
            _ => false,
        };
        let end = usize::try_from(reader.buffer_position()).unwrap_or(xml.len());
        kept.push_str(if keeps { &xml[begin..end] } else { "" });
        begin = end;
    };
    if filter.deepest > MAX_FEED_DEPTH {
        let found = if broken.is_some() { deepest(xml) } else { filter.deepest };
        return Err(RecordProblem::TooDeep { found, allowed: MAX_FEED_DEPTH });
    }
    Ok(Filtered { xml: kept, entries: filter.entries, broken })
}

/// The depth of the deepest element; the reader of namespaces gives up at 65,535.
fn deepest(xml: &str) -> usize {
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut deepest) = (0_usize, 0);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => break,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Decides on one element after the other.
#[derive(Default)]
struct Filter {
    depth: usize,
    deepest: usize,
    /// The depth of the element around the current one that is left out.
    left_out: Option<usize>,
    /// The depth of the element around the current one that is read as a whole.
    read: Option<usize>,
    entries: usize,
    /// The elements of media in the current entry.
    media: usize,
    /// The depth and length of each `xml:base` in effect, to which addresses are joined.
    bases: Vec<(usize, usize)>,
    /// The bytes of bases, counted for every element.
    base_bytes: usize,
}

impl Filter {
    /// Whether to keep a tag that begins an element.
    fn start(
        &mut self,
        tag: &BytesStart,
        namespace: &ResolveResult,
    ) -> Result<bool, RecordProblem> {
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.check_attributes(tag)?;
        let media =
            matches!(namespace, ResolveResult::Bound(bound) if MEDIA.contains(&bound.as_ref()));
        // Elements that are nested too deep are refused for that.
        if media && self.depth <= MAX_FEED_DEPTH {
            self.count_media()?;
        }
        if self.left_out.is_some() || self.read.is_some() {
            return Ok(self.left_out.is_none());
        }
        let name = tag.name();
        let name = name.as_ref().rsplit(':').next().unwrap_or_default();
        match name {
            _ if media => self.left_out = Some(self.depth),
            "entry" | "item" => self.count_entry()?,
            _ if FRAMES.contains(&name) => {}
            _ if READ.contains(&name) => self.read = Some(self.depth),
            _ => self.left_out = Some(self.depth),
        }
        Ok(self.left_out.is_none())
    }

    /// Whether to keep a tag that ends an element.
    fn end(&mut self) -> bool {
        let keeps = self.left_out.is_none();
        let ends = |begin: &mut usize| *begin >= self.depth;
        self.left_out.take_if(ends);
        self.read.take_if(ends);
        self.bases.pop_if(|(depth, _)| *depth >= self.depth);
        self.depth = self.depth.saturating_sub(1);
        keeps
    }

    fn count_entry(&mut self) -> Result<(), RecordProblem> {
        self.entries += 1;
        self.media = 0;
        within("entries", self.entries, MAX_FEED_ENTRIES)
    }

    fn count_media(&mut self) -> Result<(), RecordProblem> {
        self.media += 1;
        within("elements of media in an entry", self.media, MAX_ENTRY_MEDIA)
    }

    fn check_attributes(&mut self, tag: &BytesStart) -> Result<(), RecordProblem> {
        let mut count = 0;
        for attribute in tag.attributes().with_checks(false).take(MAX_FEED_ATTRIBUTES + 1) {
            count += 1;
            let base = attribute.ok().filter(|attribute| attribute.key.as_ref() == "xml:base");
            self.bases.extend(base.map(|base| (self.depth, base.value.len())));
        }
        self.base_bytes += self.bases.iter().map(|(_, length)| length).sum::<usize>();
        within("bytes of base addresses", self.base_bytes, MAX_BASE_BYTES)?;
        within("attributes of an element", count, MAX_FEED_ATTRIBUTES)
    }
}

fn within(what: &'static str, found: usize, most: usize) -> Result<(), RecordProblem> {
    if found > most { Err(RecordProblem::Crowded { what, most }) } else { Ok(()) }
}
