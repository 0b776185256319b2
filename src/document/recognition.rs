//! What the first bytes of a file tell about its format.
//!
//! A mirror has pages named `story.php?id=3` and feeds named `index.html`. A file is only taken
//! for something else than its name says if its first bytes leave no doubt.

use super::encoding::in_utf8;
use super::{Delimiter, FieldPath, InputFormat};
use crate::error::Foreign;

/// The number of first bytes that are looked at.
pub(super) const EXAMINED: usize = 1 << 16;

/// What the first bytes of a file tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A format that is read.
    Known(InputFormat),
    /// A JSON object on one line, or the beginning of one: the only record of JSON Lines, or an
    /// object with a list.
    Object,
    /// A format that is not read.
    Foreign(Foreign),
    /// Nothing.
    Empty,
    /// Text that may be anything.
    Text,
    /// Bytes that are no text.
    Binary,
}

impl Content {
    /// What these first bytes of a file tell. A table has the field `text`.
    pub(super) fn of_bytes(head: &[u8], text: &FieldPath) -> Self {
        if let Some(format) = by_signature(head) {
            return Self::Known(format);
        }
        if let Some(foreign) = Foreign::of_bytes(head) {
            return Self::Foreign(foreign);
        }
        let decoded = in_utf8(head.to_vec(), None);
        let decoded = String::from_utf8_lossy(&decoded);
        let start = decoded.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n', '\u{C}']);
        match by_text(start, text) {
            _ if start.is_empty() => Self::Empty,
            Some(InputFormat::Json) if may_be_line(start) => Self::Object,
            Some(format) => Self::Known(format),
            None if decoded.contains('\0') => Self::Binary,
            None => Self::Text,
        }
    }
}

impl InputFormat {
    /// The format of a file whose name tells `named` and whose first bytes tell `found`.
    pub(super) fn agreed(named: Option<Self>, found: Content) -> Self {
        let by_name = named.unwrap_or(Self::Text);
        let found = match found {
            Content::Object if by_name == Self::Jsonl => return Self::Jsonl,
            Content::Object => Content::Known(Self::Json),
            found => found,
        };
        let Content::Known(found) = found else { return by_name };
        let wins = matches!(
            (by_name, found),
            (Self::Text, _)
                | (Self::Markdown, Self::Html)
                | (Self::Html, Self::Feed)
                | (Self::Jsonl, Self::Json)
                | (Self::Json, Self::Jsonl | Self::Feed)
        );
        if wins { found } else { by_name }
    }
}

fn by_signature(head: &[u8]) -> Option<InputFormat> {
    match head {
        [b'P', b'A', b'R', b'1', ..] => Some(InputFormat::Parquet),
        [b'W', b'A', b'R', b'C', b'/', b'0' | b'1', b'.', _, b'\r' | b'\n', ..] => {
            Some(InputFormat::Warc)
        }
        [b'P', b'K', 3, 4, ..] if is_wacz(head) => Some(InputFormat::Wacz),
        _ => None,
    }
}

/// Whether a zip file begins with the folders of a WACZ.
fn is_wacz(head: &[u8]) -> bool {
    let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
    has(b".warc.gz") || has(b".warc") || has(b"datapackage.json")
}

fn by_text(start: &str, text: &FieldPath) -> Option<InputFormat> {
    if start.starts_with(['<']) {
        return by_root(start);
    }
    if start.starts_with(['{', '[']) || start.starts_with("window.YTD.") {
        return by_json(start);
    }
    if is_subtitles(start) {
        return Some(InputFormat::Subtitles);
    }
    if is_mail(start) {
        return Some(InputFormat::Mail);
    }
    by_header(start, text)
}

/// The format by the first element, after comments, declarations and instructions.
fn by_root(mut markup: &str) -> Option<InputFormat> {
    loop {
        markup = markup.trim_start();
        let end = match markup {
            _ if markup.starts_with("<!--") => "-->",
            _ if markup.starts_with("<?") => "?>",
            _ if starts(markup, "<!doctype html") => return Some(InputFormat::Html),
            _ if starts(markup, "<!doctype") => ">",
            _ => break,
        };
        markup = &markup[markup.find(end)? + end.len()..];
    }
    let is = |name: &str| starts(markup, name) && ends_name(&markup[name.len()..]);
    if is("<html") {
        return Some(InputFormat::Html);
    }
    // A page may also begin with its head, as the standard allows.
    let is_head = is("<head") || is("<meta") || is("<title");
    let has_more = || contains(markup, "<body") || contains(markup, "<title");
    if is_head && has_more() {
        return Some(InputFormat::Html);
    }
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|name| is(name)).then_some(InputFormat::Feed)
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with))
}

fn contains(text: &str, found: &str) -> bool {
    text.as_bytes().windows(found.len()).any(|part| part.eq_ignore_ascii_case(found.as_bytes()))
}

/// Whether the name of an element ends here.
fn ends_name(rest: &str) -> bool {
    rest.starts_with(|next: char| next.is_ascii_whitespace() || next == '>' || next == '/')
}

/// JSON, JSON Lines or JSON Feed, if the first bytes are those of an object or a list of objects.
fn by_json(start: &str) -> Option<InputFormat> {
    let inside = start.trim_start_matches(['[', ' ', '\t', '\r', '\n']);
    let is_object = |text: &str| {
        let inside = text.strip_prefix('{').map(str::trim_start);
        inside.is_some_and(|inside| inside.starts_with(['"', '}']))
    };
    if start.starts_with("window.") {
        return Some(InputFormat::Json);
    }
    if start.starts_with('[') || !is_object(start) {
        let found = start.starts_with('[') && is_object(inside) || is_like_json(start);
        return found.then_some(InputFormat::Json);
    }
    if start.contains("https://jsonfeed.org/version/") && !start.starts_with("{\"text\"") {
        return Some(InputFormat::Feed);
    }
    let mut lines = start.lines().filter(|line| !line.trim().is_empty());
    let is_record = |line: &str| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    // One of the first lines may be damaged.
    let is_lines = lines.clone().nth(1).is_some()
        && lines.by_ref().take(3).any(|line| line.starts_with('{') && is_record(line));
    Some(if is_lines { InputFormat::Jsonl } else { InputFormat::Json })
}

/// Whether JSON may be a line of JSON Lines: it is an object that does not go on in other lines.
fn may_be_line(start: &str) -> bool {
    start.starts_with('{') && start.lines().next().is_some_and(|line| line.trim() != "{")
}

/// Whether all of a short text is JSON, or an object as Python and JavaScript print it. No prose is,
/// and the reader says what is wrong.
fn is_like_json(start: &str) -> bool {
    let text = start.trim_end();
    if start.len() < EXAMINED && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return true;
    }
    let Some(inside) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) else {
        return false;
    };
    let name = inside.trim_start();
    let name = name.trim_start_matches(|next: char| next.is_alphanumeric() || "_'".contains(next));
    name.len() < inside.trim_start().len() && name.trim_start().starts_with(':')
}

/// Whether a text begins as subtitles do: `WEBVTT`, or a number and a line of times.
fn is_subtitles(start: &str) -> bool {
    let mut lines = start.lines();
    let first = lines.next().unwrap_or_default();
    let vtt = first.strip_prefix("WEBVTT");
    if vtt.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return true;
    }
    let is_number = !first.is_empty() && first.trim().bytes().all(|byte| byte.is_ascii_digit());
    is_number && lines.next().is_some_and(|line| line.contains(" --> ") && line.contains(':'))
}

/// Whether a text begins with the header of a mail: fields only, among them those that no one
/// writes by hand.
fn is_mail(start: &str) -> bool {
    const SENT: [&str; 5] =
        ["message-id", "received", "mime-version", "return-path", "delivered-to"];
    let start = match start.strip_prefix("From ") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, rest)| rest),
        None => start,
    };
    let header = start.lines().take_while(|line| !line.trim().is_empty());
    let (mut sent, mut from) = (false, false);
    for line in header.filter(|line| !line.starts_with([' ', '\t'])) {
        let Some((name, _)) = line.split_once(':') else { return false };
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        let name = name.to_ascii_lowercase();
        sent |= SENT.contains(&&*name);
        from |= name == "from";
    }
    sent && from
}

/// A table, if the first line is a header with the text and another column, and the next line has
/// as many.
fn by_header(start: &str, text: &FieldPath) -> Option<InputFormat> {
    let mut lines = start.lines();
    let mut header = lines.next()?;
    let declared = Delimiter::declared(header.as_bytes());
    if declared.is_some() {
        header = lines.next()?;
    }
    let next = lines.next()?;
    Delimiter::USUAL.into_iter().chain(declared).find_map(|delimiter| {
        let (names, row) =
            (delimiter.columns(header.as_bytes())?, delimiter.columns(next.as_bytes())?);
        let has_text = names.iter().any(|name| name == text.name().as_bytes());
        // A text with quotes may go on in the next line.
        let same = names.len() == row.len() || next.contains('"');
        let found = has_text && names.len() > 1 && same;
        found.then_some(if delimiter == Delimiter::TAB {
            InputFormat::Tsv
        } else {
            InputFormat::Csv
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        use InputFormat::{
            Csv, Feed, Html, Json, Jsonl, Mail, Parquet, Subtitles, Tsv, Wacz, Warc,
        };
        for (head, expected) in [
            ("<!doctype html><p>x", Some(Html)),
            ("\u{FEFF} \r\n<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", Some(Html)),
            ("<!-- a <html> --><!-- b --><html lang=en>", Some(Html)),
            ("<?xml version='1.0'?>\n<!DOCTYPE html><html xmlns=x>", Some(Html)),
            ("<?xml version='1.0'?><html>", Some(Html)),
            ("<HTML>", Some(Html)),
            ("<head><title>x</title></head>", Some(Html)),
            ("<htmlx>", None),
            ("<p>A paragraph.</p>", None),
            ("<b>bold</b> claims about <html> were made", None),
            ("<?xml version='1.0'?><?xml-stylesheet x?><rss version='2.0'>", Some(Feed)),
            ("<feed xmlns='x'>", Some(Feed)),
            ("<rdf:RDF xmlns:rdf='x'>", Some(Feed)),
            ("<urlset><url/></urlset>", None),
            ("{\"a\": 1}\n{\"a\": 2}\n", Some(Jsonl)),
            ("{\"a\": 1\n{\"a\": 2}\n", Some(Jsonl)),
            ("{\"a\": 1}\nno\n", Some(Jsonl)),
            ("{\"a\": 1}\n", Some(Json)),
            ("{\n \"a\": 1}", Some(Json)),
            ("[ {\"a\"", Some(Json)),
            ("window.YTD.tweets.part0 = [ {", Some(Json)),
            ("{\"version\": \"https://jsonfeed.org/version/1.1\"}", Some(Feed)),
            ("[]", Some(Json)),
            ("{}", Some(Json)),
            ("[\"a\", \"b\"]\n", Some(Json)),
            ("{'text': 'a'}", Some(Json)),
            ("{text: \"a\"}", Some(Json)),
            ("{{ greeting }}, he said {again}", None),
            ("[Reuters] The minister said", None),
            ("{sic} The minister said", None),
            ("[1] A footnote", None),
            ("WEBVTT\n\n00:01", Some(Subtitles)),
            ("1\n00:00:01,000 --> 00:00:02,000\nHello", Some(Subtitles)),
            ("WEBVTTX", None),
            ("1\nThe first chapter", None),
            ("From: a@b.example\nMessage-ID: <1@b.example>\nSubject: x\n\ny", Some(Mail)),
            ("From a@b.example Mon Apr 29\nReceived: by c\n by d\nFrom: a\n\n", Some(Mail)),
            ("From: the ministry\nSubject: steel\n\nA release.", None),
            ("From Monday on, tariffs rise.\nMore: soon", None),
            ("id,text\n1,Steel\n", Some(Csv)),
            ("sep=;\nid;text\n1;Steel\n", Some(Csv)),
            ("id\ttext\n1\tSteel\n", Some(Tsv)),
            ("Speech, text and image\nare three things, he said", None),
            ("text\nSteel\n", None),
            ("PAR1", Some(Parquet)),
            ("WARC/1.1\r\n", Some(Warc)),
            ("WARC/1.1 is a format", None),
            ("PK\u{3}\u{4}....archive/data.warc.gz", Some(Wacz)),
            ("Tariffs rose.", None),
        ] {
            let found = Content::of_bytes(head.as_bytes(), &"text".into());
            let found = match found {
                Content::Known(format) => Some(format),
                Content::Object => Some(Json),
                _ => None,
            };
            assert_eq!(found, expected, "for {head:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        let of = |head: &[u8]| Content::of_bytes(head, &"text".into());
        assert_eq!(of(b"%PDF-1.4"), Content::Foreign(Foreign::Pdf));
        assert_eq!(of(b" \r\n"), Content::Empty);
        assert_eq!(of(b"a\0b\0\0\0c\x01"), Content::Binary);
        assert_eq!(of(b"body { color: red }"), Content::Text);
        let wide: Vec<u8> =
            "<!doctype html><p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&wide), Content::Known(InputFormat::Html));
    }

    #[test]
    fn a_name_gives_way_to_what_is_certain() {
        use InputFormat::{Csv, Feed, Html, Json, Jsonl, Markdown, Text, Warc};
        for (named, found, expected) in [
            (None, Content::Known(Html), Html),
            (None, Content::Text, Text),
            (Some(Text), Content::Known(Html), Html),
            (Some(Markdown), Content::Known(Html), Html),
            (Some(Html), Content::Known(Feed), Feed),
            (Some(Html), Content::Known(Json), Html),
            (Some(Csv), Content::Known(Html), Csv),
            (Some(Jsonl), Content::Known(Json), Json),
            (Some(Jsonl), Content::Object, Jsonl),
            (None, Content::Object, Json),
            (Some(Csv), Content::Object, Csv),
            (Some(Warc), Content::Known(Html), Warc),
        ] {
            assert_eq!(InputFormat::agreed(named, found), expected, "{named:?} {found:?}");
        }
    }
}
