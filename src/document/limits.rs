//! Limits on input, so that none can fill memory or take forever.
//!
//! `docs/limits.md` quotes the first table.
//!
//! | limit | of what |
//! |---|---|
//! | 8 MB | a record, page or feed |
//! | 100,000 | paragraphs of a record, page or feed |
//! | 4 MB | a paragraph of a plain text; a longer one is cut |
//! | 200-fold | expansion of a compressed file beyond 1 MB |
//!
//! The other limits only affect damaged or malicious input.

/// Bytes of a record, a page or a feed: no news is longer, and several are read at a time.
pub(super) const MAX_RECORD_BYTES: usize = 8 << 20;
/// Paragraphs of a record, page or feed: the results for all of them are held at once.
pub(super) const MAX_PARAGRAPHS: usize = 100_000;
/// Lines of a record: one with more has too many paragraphs, or hardly any text.
pub(super) const MAX_LINES: usize = 8 * MAX_PARAGRAPHS;
/// Bytes of a paragraph of a plain text; a longer one was not written as a single paragraph.
pub(super) const MAX_PARAGRAPH_BYTES: usize = 4 << 20;

/// Bytes that any compressed file may expand to. As lines of a letter each, they already give a
/// hundred times as many bytes of rows.
pub(super) const MAX_ANY_EXPANSION: u64 = 1 << 20;
/// How many times its size a file may expand beyond that. News compresses to a third or a tenth.
pub(super) const MAX_EXPANSION: u64 = 200;
/// Bytes of memory to read xz. The strongest setting needs 65 MB, a hostile file asks for 4 GB.
pub(super) const MAX_XZ_MEMORY: u64 = 100 << 20;

/// Bytes of malformed rows or damaged gzip members that are scanned again. In a hostile file, one
/// may seem to begin at every byte.
pub(super) const MAX_RESCANNED_BYTES: usize = 1 << 28;
/// Lists and objects in one another around the records of a JSON file.
pub(super) const MAX_JSON_DEPTH: usize = 64;
/// Web archives in a zip file.
pub(super) const MAX_ZIP_MEMBERS: usize = 10_000;
/// Rows of a table that are searched for its header.
pub(super) const MAX_HEADER_ROWS: usize = 100;
/// Bytes of a gzip member that are kept in case it is damaged.
pub(super) const MAX_REPLAY_BYTES: usize = 8 << 20;

/// Bytes of heads parsed for the entries of a damaged feed, one head for each entry.
pub(super) const MAX_FEED_HEAD_BYTES: usize = 1 << 26;
/// The depth of nested elements of a feed; real ones have articles with tags inside.
pub(super) const MAX_FEED_DEPTH: usize = 100;
/// Entries of a feed: each takes a kilobyte.
pub(super) const MAX_FEED_ENTRIES: usize = 100_000;
/// Elements of media in an entry of a feed: a hundred pictures have some hundreds.
pub(super) const MAX_ENTRY_MEDIA: usize = 10_000;
/// Entries of a damaged feed, each of which is parsed by itself.
pub(super) const MAX_DAMAGED_ENTRIES: usize = 10_000;
/// Attributes of an element of a feed: its parser compares each with all others.
pub(super) const MAX_FEED_ATTRIBUTES: usize = 250;
/// Bytes of base addresses, counted for every element below them: its parser copies them.
pub(super) const MAX_BASE_BYTES: usize = 1 << 26;
/// Bytes of the language and the version of a JSON Feed.
pub(super) const MAX_FEED_LABEL_BYTES: usize = 100;
/// Bytes of a line in the header of a web archive record.
pub(super) const MAX_WARC_LINE_BYTES: u64 = 1 << 16;
/// Lines in the header of a web archive record.
pub(super) const MAX_WARC_HEAD_LINES: usize = 1000;
/// Codings of an HTTP body that are removed.
pub(super) const MAX_CODINGS: usize = 4;

/// The depth of nested elements that an extractor sees; real pages are less deep.
pub(super) const MAX_PAGE_DEPTH: usize = 100;
/// Elements and runs of text that an extractor sees: real pages have a few thousand, and each
/// takes half a kilobyte.
pub(super) const MAX_PAGE_NODES: usize = 100_000;
/// Bytes of the metadata of a page.
pub(super) const MAX_PAGE_HEAD_BYTES: usize = 1 << 20;
/// Bytes of a `<style>` whose rules are read.
pub(super) const MAX_STYLE_BYTES: usize = 1 << 18;
/// Bytes of an attribute that are kept.
pub(super) const MAX_ATTRIBUTE_BYTES: usize = 2000;
/// Consecutive double-quoted attributes that the tokenizer reads. It recurses for each.
pub(super) const MAX_QUOTED_ATTRIBUTES: usize = 64;
/// Bytes of an entity.
pub(super) const MAX_ENTITY_BYTES: usize = 32;
