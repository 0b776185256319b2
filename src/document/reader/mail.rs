//! Mails: a file for each (`.eml`), or one after the other (mbox).

use std::io;
use std::ops::Range;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use super::super::html::fragment;
use super::super::input::Bytes;
use super::super::limits::MAX_RECORD_BYTES;
use super::super::{Chunk, Document, Passed, Place, Record};
use super::batch::Batch;
use super::block::read_block;
use super::context::Context;
use super::reader::Reader;
use crate::Result;
use crate::error::RecordProblem;

/// Cuts mbox at the lines that begin with `From `; other files are one mail.
pub(super) struct MailReader {
    context: Context,
    input: Bytes,
    pending: Vec<u8>,
    /// The number of mails found.
    mails: u64,
    /// Whether there may be several mails.
    several: bool,
    /// Whether the rest of a mail that is too long is being skipped.
    passing: bool,
    failure: Option<io::Error>,
    ended: bool,
}

/// What begins a mail in mbox, after an empty line.
const BEGIN: &[u8] = b"From ";

impl MailReader {
    pub(super) fn new(context: Context, input: Bytes) -> Self {
        let (pending, failure) = (Vec::new(), None);
        let (mails, several, passing, ended) = (0, false, false, false);
        Self { context, input, pending, mails, several, passing, failure, ended }
    }

    fn fill(&mut self) {
        let begins = self.pending.is_empty() && self.mails == 0;
        let held = self.pending.len();
        (self.ended, self.failure) = read_block(&mut self.input, &mut self.pending, held);
        if begins {
            self.several = self.pending.starts_with(BEGIN);
        }
    }

    /// The bytes of the next mail, if its end is found.
    fn mail(&self) -> Option<Range<usize>> {
        let next = if self.several { next(&self.pending) } else { None };
        let rest = (self.ended && !self.pending.is_empty()).then_some(self.pending.len());
        next.or(rest).map(|end| 0..end)
    }

    fn place(&self) -> Place {
        if self.several { Place::Entry(self.mails) } else { Place::Whole }
    }

    /// Skips a part of a mail that is too long; returns an error for the first part.
    fn pass(&mut self) -> Option<Batch> {
        let begins = !std::mem::replace(&mut self.passing, true);
        // The line that begins the next mail may be cut.
        let kept = self.pending.split_off(self.pending.len() - BEGIN.len() - 4);
        self.pending = kept;
        self.mails += u64::from(begins);
        let problem = RecordProblem::TooLong(MAX_RECORD_BYTES);
        begins.then(|| self.context.error(self.place(), problem).into())
    }
}

/// Where the next mail begins.
fn next(bytes: &[u8]) -> Option<usize> {
    let mut places = memchr::memmem::find_iter(bytes, b"\nFrom ").map(|place| place + 1);
    places.find(|&place| {
        let before = &bytes[..place];
        before.ends_with(b"\n\n") || before.ends_with(b"\r\n\r\n")
    })
}

impl Reader for MailReader {
    fn read(&mut self) -> Option<Batch> {
        loop {
            if let Some(range) = self.mail() {
                let mail: Vec<u8> = self.pending.drain(range).collect();
                if std::mem::take(&mut self.passing) {
                    continue;
                }
                self.mails += 1;
                let (context, place) = (self.context.clone(), self.place());
                if let Some(source) = self.failure.take_if(|_| self.pending.is_empty()) {
                    return Some(context.broken(place, source).into());
                }
                return Some(Batch::new(move || vec![document(&context, place, &mail)]));
            }
            if self.ended {
                return None;
            }
            if self.pending.len() > MAX_RECORD_BYTES
                && let Some(batch) = self.pass()
            {
                return Some(batch);
            }
            self.fill();
        }
    }
}

/// The document of a mail: its subject is the title, its plain text or else its page is the text.
fn document(context: &Context, place: Place, mail: &[u8]) -> Result<Chunk> {
    let mail = mail.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(mail);
    let mail = if mail.starts_with(BEGIN) {
        memchr::memchr(b'\n', mail).map_or(&[][..], |end| &mail[end + 1..])
    } else {
        mail
    };
    let Some(message) = MessageParser::default().parse(mail) else {
        return Err(context.error(place, RecordProblem::Mail("it has no header")));
    };
    for _ in message.attachments() {
        context.options.remarks.add(&context.name, Passed::Attachment, place);
    }
    let text = text(&message);
    if !text.contains(char::is_alphanumeric) {
        return Err(context.error(place, RecordProblem::Empty));
    }
    let (id, title) = (message.message_id(), message.subject());
    let [id, title] = [id, title].map(|value| value.map(str::to_owned));
    let published = message.date().map(mail_parser::DateTime::to_rfc3339);
    let record = Record { id, title, published, ..Record::at(place) }.with_own_fields();
    Ok(Chunk::of_text(Document::of_record(&context.name, record), text, None))
}

fn text(message: &Message) -> String {
    let parts = message.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) if !part.is_content_type("text", "html") => Some(text.to_string()),
        PartType::Text(page) | PartType::Html(page) => Some(fragment(page).join("\n\n")),
        _ => None,
    });
    let text = parts.collect::<Vec<_>>().join("\n\n");
    text.replace('\0', " ")
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::sync::Arc;

    use super::super::ReadOptions;
    use super::*;

    /// The title and text of each mail, or the error.
    fn read(mails: &[u8]) -> Vec<String> {
        let context = Context { name: "m".into(), options: Arc::new(ReadOptions::default()) };
        let mut reader = MailReader::new(context, Box::new(Cursor::new(mails.to_vec())));
        let batches = std::iter::from_fn(|| reader.read());
        let shown = |chunk: Result<Chunk>| match chunk {
            Ok(chunk) => {
                let title = chunk.document.title().unwrap_or_default().to_owned();
                format!("{title}: {}", chunk.text().trim_end())
            }
            Err(error) => error.to_string(),
        };
        batches.flat_map(Batch::open).map(shown).collect()
    }

    #[test]
    fn a_mail_is_its_subject_and_text() {
        let head = "From: a@b.example\r\nMessage-ID: <1@b.example>\r\n";
        for (mail, expected) in [
            ("Subject: Steel\r\n\r\nTariffs rose.\r\n", "Steel: Tariffs rose."),
            (
                "Subject: =?utf-8?Q?Z=C3=B6lle?=\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nZ=C3=B6lle ro=\r\nse.\r\n",
                "Zölle: Zölle rose.",
            ),
            (
                "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: base64\r\n\r\nQ2Fm6Q==\r\n",
                ": Café",
            ),
            (
                "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nPlain.\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>Page.\r\n--x--\r\n",
                ": Plain.",
            ),
            ("Content-Type: text/html\r\n\r\n<p>One.<p>Two.\r\n", ": One.\n\nTwo."),
            ("Subject: x\r\n\r\n\r\n", "m: no text"),
        ] {
            assert_eq!(read(format!("{head}{mail}").as_bytes()), [expected], "for {mail}");
        }
    }

    #[test]
    fn a_box_has_several() {
        let mails =
            "From a Mon\nSubject: A\n\nOne.\nFrom here on,\n\nFrom b Tue\nSubject: B\n\nTwo.\n";
        assert_eq!(read(mails.as_bytes()), ["A: One.\nFrom here on,", "B: Two."]);
        let long = format!("From a\nSubject: A\n\n{}\n\n{mails}", "x\n".repeat(MAX_RECORD_BYTES));
        let found = read(long.as_bytes());
        assert_eq!(found[0], format!("m, entry 1: longer than {MAX_RECORD_BYTES} bytes"));
        assert_eq!(found[1..], ["A: One.\nFrom here on,", "B: Two."]);
    }
}
