//! Subtitles (`WebVTT` and SRT): what is said, in paragraphs and without times.

use std::ops::Range;

use super::super::encoding::in_utf8;
use super::super::owned_paragraph::OwnedParagraph;
use super::super::plain_text::decode;
use super::super::{Chunk, Document};
use super::context::Context;
use crate::Result;
use crate::error::Problem;

/// Reads a file as one document.
pub(super) fn open(context: &Context, bytes: Vec<u8>) -> Vec<Result<Chunk>> {
    let (text, replaced) = decode(in_utf8(bytes, context.options.encoding));
    let paragraphs = joined(cues(&text));
    if paragraphs.is_empty() {
        return vec![Err(Problem::Empty { name: context.name.to_string() }.into())];
    }
    vec![Ok(Chunk::of_paragraphs(Document::named(&context.name), paragraphs, replaced))]
}

/// What is shown at a time.
struct Cue {
    /// The lines as one, without markup.
    text: String,
    range: Range<usize>,
    line: usize,
    /// When it appears and disappears, in milliseconds.
    shown: Range<u64>,
    speaker: Option<String>,
}

/// The cues of a file: the lines after a line of times, up to an empty line.
fn cues(text: &str) -> Vec<Cue> {
    let (mut cues, mut place) = (Vec::new(), 0);
    let mut open: Option<Cue> = None;
    let mut last_line = String::new();
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let begin = place;
        place += line.len();
        let line = line.trim_end();
        if let Some(shown) = times(line) {
            cues.extend(open.take());
            let (text, range) = (String::new(), place..place);
            open = Some(Cue { text, range, line: number + 1, shown, speaker: None });
        } else if line.trim().is_empty() {
            cues.extend(open.take());
        } else if let Some(cue) = &mut open {
            let said = without_markup(line);
            // Captions that roll up repeat the line above.
            if said.is_empty() || said == last_line {
                continue;
            }
            cue.add(&said, begin..begin + line.len(), number, speaker(line));
            last_line = said;
        }
    }
    cues.extend(open);
    cues.retain(|cue| !cue.text.is_empty());
    cues
}

impl Cue {
    fn add(&mut self, said: &str, range: Range<usize>, line: usize, speaker: Option<String>) {
        if self.text.is_empty() {
            (self.range.start, self.line) = (range.start, line);
        } else {
            self.text.push(' ');
        }
        self.range.end = range.end;
        self.text.push_str(said);
        self.speaker = self.speaker.take().or(speaker);
    }

    /// Whether a paragraph ends between `text`, last shown at `end`, and this cue.
    fn begins_after(&self, text: &str, end: u64, speaker: Option<&str>) -> bool {
        /// A pause in milliseconds.
        const PAUSE: u64 = 2000;
        /// Bytes after which a paragraph ends with a sentence.
        const LONG: usize = 500;
        let another = self.speaker.is_some() && self.speaker.as_deref() != speaker;
        let turn = ["- ", "– ", "— ", ">>"].iter().any(|mark| self.text.starts_with(mark));
        let ended =
            text.trim_end_matches(['"', '”', '\'', '’', ')']).ends_with(['.', '!', '?', '…']);
        let pause = self.shown.start.saturating_sub(end) >= PAUSE;
        another || turn || ended && (pause || text.len() >= LONG)
    }
}

/// Joins cues to paragraphs.
fn joined(cues: Vec<Cue>) -> Vec<OwnedParagraph> {
    let mut paragraphs: Vec<OwnedParagraph> = Vec::new();
    let (mut end, mut speaker) = (0, None);
    for cue in cues {
        let last = paragraphs.last_mut();
        if let Some(last) =
            last.filter(|last| !cue.begins_after(&last.text, end, speaker.as_deref()))
        {
            last.text.push(' ');
            last.text.push_str(&cue.text);
            last.range.end = cue.range.end;
        } else {
            let Cue { text, range, line, .. } = &cue;
            let paragraph =
                OwnedParagraph { text: text.clone(), range: range.clone(), line: *line };
            paragraphs.push(paragraph);
        }
        end = cue.shown.end;
        speaker = cue.speaker.or(speaker);
    }
    paragraphs
}

/// The times of a line such as `00:01:02,500 --> 00:01:04.000 align:start`.
fn times(line: &str) -> Option<Range<u64>> {
    let (begin, end) = line.split_once("-->")?;
    let end = end.split_whitespace().next()?;
    Some(time(begin.trim())?..time(end)?)
}

/// A time in milliseconds; the hours may be missing.
fn time(text: &str) -> Option<u64> {
    let (whole, rest) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds: u64 = 0;
    for part in whole.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse().ok()?)?;
    }
    seconds.checked_mul(1000)?.checked_add(rest.get(..3).unwrap_or(rest).parse().ok()?)
}

/// The speaker that `<v Name>` names.
fn speaker(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("<v")?;
    let name = rest.split_once('>')?.0;
    let name = name.split_once(' ').map_or("", |(_, name)| name).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Entities of `WebVTT`.
const ENTITIES: [(&str, &str); 6] =
    [("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&")];

/// A line without tags, styles and entities.
fn without_markup(line: &str) -> String {
    let (mut text, mut rest) = (String::with_capacity(line.len()), line);
    while let Some(begin) = rest.find(['<', '{']) {
        let close = if rest[begin..].starts_with('<') { '>' } else { '}' };
        let inside = rest[begin + 1..].chars().next();
        let is_markup = match close {
            '>' => inside.is_some_and(|next| next.is_alphanumeric() || next == '/'),
            _ => inside == Some('\\'),
        };
        let end = rest[begin..].find(close).filter(|_| is_markup);
        text.push_str(&rest[..begin]);
        let end = end.map_or(begin, |end| begin + end + 1);
        if end == begin {
            text.push_str(&rest[begin..=begin]);
        }
        rest = &rest[end.max(begin + 1)..];
    }
    text.push_str(rest);
    for (entity, character) in ENTITIES {
        if text.contains(entity) {
            text = text.replace(entity, character);
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, usize)> {
        let shown =
            |OwnedParagraph { text: said, range, line }| (said, text[range].to_owned(), line);
        joined(cues(text)).into_iter().map(shown).collect()
    }

    #[test]
    fn what_is_said_is_joined_to_paragraphs_with_their_places() {
        let vtt = "WEBVTT\n\nNOTE\nnot --this\n\nSTYLE\n::cue { }\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ilse>Tariffs on <i>steel</i>\n\n00:02.100 --> 00:03.000\nrose &amp; fell.\n\n00:06.000 --> 00:07.000\n<v Ilse>Nobody knew.\n\n00:07.000 --> 00:08.000\n<v Jan>Why?\n";
        let found = read(vtt);
        let said: Vec<_> = found.iter().map(|(said, _, line)| (&**said, *line)).collect();
        assert_eq!(
            said,
            [("Tariffs on steel rose & fell.", 11), ("Nobody knew.", 17), ("Why?", 20)]
        );
        assert!(found[0].1.starts_with("<v Ilse>Tariffs") && found[0].1.ends_with("fell."));
        let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}Tariffs\r\non steel\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\non steel\r\nrose < 5%.\r\n";
        let said: Vec<_> = read(srt).into_iter().map(|(said, _, _)| said).collect();
        assert_eq!(said, ["Tariffs on steel rose < 5%."]);
        assert!(read("WEBVTT\n\n00:01 --> 00:02\n\n").is_empty());
    }
}
