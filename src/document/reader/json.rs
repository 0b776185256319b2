//! A JSON file: a list of records, or an object with one.
//!
//! That is what exports are: `[{"text": …}]`, `{"articles": […]}`, the history of a chat, the
//! archive of an account. The list may be of any length.

use std::io;
use std::ops::Range;

use super::super::encoding::Utf8Reader;
use super::super::limits::{MAX_RECORD_BYTES, MAX_RESCANNED_BYTES};
use super::super::{Passed, Place};
use super::batch::Batch;
use super::block::{BLOCK, read_block};
use super::context::Context;
use super::field_names::listed;
use super::json_list::{Item, ListBatch, Shape};
use super::json_scanner::{Elements, Event, Scanner, next_object};
use super::reader::Reader;
use crate::error::RecordProblem;

/// Cuts a JSON file into batches of the records in its list.
pub(super) struct JsonReader {
    context: Context,
    input: Box<Utf8Reader>,
    /// Bytes read that are still needed.
    pending: Vec<u8>,
    scanner: Scanner,
    /// The name of the list that is read, once it is found.
    list: Option<String>,
    /// The number of records found.
    records: u64,
    /// Lists that have no records, for the message if there is no other.
    others: Vec<String>,
    /// The number of bytes of broken records that are looked at again, which is limited.
    again: usize,
    failure: Option<io::Error>,
    /// Whether there are no more bytes.
    exhausted: bool,
    ended: bool,
}

impl JsonReader {
    pub(super) fn new(context: Context, input: Box<Utf8Reader>) -> Self {
        Self {
            context,
            input,
            pending: vec![],
            scanner: Scanner::default(),
            list: None,
            records: 0,
            others: vec![],
            again: 0,
            failure: None,
            exhausted: false,
            ended: false,
        }
    }

    /// Reads a block, and drops the bytes that are not needed any more.
    fn fill(&mut self) {
        let begins = self.pending.is_empty() && self.records == 0;
        self.pending.drain(..self.scanner.kept());
        self.scanner.forget();
        let held = self.pending.len();
        (self.exhausted, self.failure) = read_block(&mut self.input, &mut self.pending, held);
        if begins {
            let assigned = assignment(&self.pending);
            self.pending.drain(..assigned);
        }
    }

    /// Takes the next step: reads more, or adds a record to the batch.
    fn step(&mut self, batch: &mut ListBatch) {
        match self.scanner.next(&self.pending, self.exhausted) {
            Event::More => self.fill(),
            Event::Object(range) => {
                let elements = self.scanner.frame().map(|frame| frame.elements);
                self.object(elements, range, batch);
            }
            Event::Value(range) => self.value(range.len(), batch),
            Event::Long(begin) => self.long(begin, batch),
            Event::Closed(frame) => {
                if let Elements::Unknown(1..) | Elements::Others = frame.elements {
                    self.others.push(frame.name.clone());
                }
                if self.scanner.frame().is_none() {
                    self.end_of_top(frame.is_list, batch);
                }
            }
            Event::Wrong(problem) => self.fail(RecordProblem::Json(problem.to_owned()), batch),
            Event::End => self.end(batch),
        }
    }

    /// An object in a list, or at the top.
    fn object(&mut self, elements: Option<Elements>, range: Range<usize>, batch: &mut ListBatch) {
        let top_list = self.scanner.is_in_top_list();
        match elements {
            Some(Elements::Records) => self.record(range, batch),
            Some(_) if top_list => self.record(range, batch),
            Some(Elements::Lists) => self.descend(range.start, batch),
            Some(Elements::Others) => {}
            Some(Elements::Unknown(before)) => self.unknown(before, range, batch),
            None => match Shape::of(&self.pending[range.clone()], &self.context) {
                Shape::Record => self.record(range, batch),
                Shape::Others if !self.pending[range.clone()].contains(&b'[') => {
                    self.record(range, batch);
                }
                _ => self.descend(range.start, batch),
            },
        }
    }

    /// An object in a list in an object, of which it is not known what it holds.
    fn unknown(&mut self, before: u64, range: Range<usize>, batch: &mut ListBatch) {
        /// The number of objects without text after which a list has no records.
        const ENOUGH: u64 = 50;
        let shape = Shape::of(&self.pending[range.clone()], &self.context);
        let Some(frame) = self.scanner.frame() else { return };
        match shape {
            Shape::Record if self.list.as_ref().is_none_or(|list| *list == frame.name) => {
                frame.elements = Elements::Records;
                self.list = Some(frame.name.clone());
                for _ in 0..before {
                    let field = self.context.options.text_field.to_string();
                    let found = "other fields".to_owned();
                    self.problem(RecordProblem::NoField { field, found }, batch);
                }
                self.record(range, batch);
            }
            Shape::Record => {
                frame.elements = Elements::Others;
                let (found, read) = (frame.name.clone(), self.list.clone().unwrap_or_default());
                batch.push(Item::Problem(Place::Whole, RecordProblem::TwoLists { read, found }));
            }
            Shape::Lists => {
                frame.elements = Elements::Lists;
                self.descend(range.start, batch);
            }
            Shape::Others if before < ENOUGH => frame.elements = Elements::Unknown(before + 1),
            Shape::Others => frame.elements = Elements::Others,
        }
    }

    fn descend(&mut self, begin: usize, batch: &mut ListBatch) {
        if !self.scanner.descend(begin) {
            self.fail(RecordProblem::Json("lists in lists without end".to_owned()), batch);
        }
    }

    fn record(&mut self, range: Range<usize>, batch: &mut ListBatch) {
        self.records += 1;
        let of = self.scanner.ids().last().filter(|_| self.scanner.is_in_lists());
        batch.record(Place::Entry(self.records), &self.pending[range], of);
    }

    /// Counts a record that cannot be read.
    fn problem(&mut self, problem: RecordProblem, batch: &mut ListBatch) {
        self.records += 1;
        batch.push(Item::Problem(Place::Entry(self.records), problem));
    }

    /// A value that is no object: an error among records and at the top.
    fn value(&mut self, length: usize, batch: &mut ListBatch) {
        let top_list = self.scanner.is_in_top_list();
        let problem = || RecordProblem::Json("expected an object".to_owned());
        match self.scanner.frame().map(|frame| frame.elements) {
            None if length > 0 => self.fail(problem(), batch),
            Some(Elements::Records) => self.problem(problem(), batch),
            Some(_) if top_list => self.problem(problem(), batch),
            _ => {}
        }
    }

    /// An object that is too long for a record, or never ends: the lists in it are read, or the
    /// next record is looked for.
    fn long(&mut self, begin: usize, batch: &mut ListBatch) {
        let length = self.pending.len() - begin;
        let elements = self.scanner.frame().map(|frame| frame.elements);
        let is_record = elements == Some(Elements::Records) || self.scanner.is_in_top_list();
        if !is_record && (length > MAX_RECORD_BYTES || elements.is_none()) {
            self.descend(begin, batch);
            return;
        }
        let problem = if self.exhausted && length <= MAX_RECORD_BYTES {
            RecordProblem::Json("it does not end".to_owned())
        } else {
            RecordProblem::TooLong(MAX_RECORD_BYTES)
        };
        self.again += length;
        let next = next_object(&self.pending, begin).filter(|_| self.again < MAX_RESCANNED_BYTES);
        let failure = self.failure.is_some() && next.is_none();
        if !failure {
            self.problem(problem, batch);
        }
        match next {
            Some(next) => self.scanner.resume(next),
            None if self.exhausted => self.give_up(batch),
            None => self.scanner.pass(),
        }
    }

    /// Ends reading after an error that leaves no way on.
    fn fail(&mut self, problem: RecordProblem, batch: &mut ListBatch) {
        batch.push(Item::Problem(Place::Entry(self.records + 1), problem));
        self.ended = true;
    }

    /// Ends reading within a record.
    fn give_up(&mut self, batch: &mut ListBatch) {
        self.ended = true;
        if let Some(source) = self.failure.take() {
            let place = Place::Entry(self.records + 1);
            batch.push(Item::Problem(place, RecordProblem::Broken(source)));
        }
    }

    /// The end of a list or object at the top: it should have had records.
    fn end_of_top(&mut self, is_list: bool, batch: &mut ListBatch) {
        if !is_list && self.list.is_none() && self.records == 0 {
            let field = self.context.options.text_field.to_string();
            let found = listed(self.others.iter().map(String::as_str));
            batch.push(Item::Problem(Place::Whole, RecordProblem::NoRecords { field, found }));
            self.records += 1;
        } else {
            for _ in self.others.drain(..) {
                self.context.options.remarks.add(
                    &self.context.name,
                    Passed::OtherList,
                    Place::Whole,
                );
            }
        }
    }

    /// The end of the file.
    fn end(&mut self, batch: &mut ListBatch) {
        self.ended = true;
        let place = Place::Entry(self.records + 1);
        if let Some(source) = self.failure.take() {
            batch.push(Item::Problem(place, RecordProblem::Broken(source)));
        } else if self.scanner.frame().is_some() {
            let problem = RecordProblem::Json("the file ends before its list does".to_owned());
            batch.push(Item::Problem(place, problem));
        }
    }
}

impl Reader for JsonReader {
    fn read(&mut self) -> Option<Batch> {
        let mut batch = ListBatch::default();
        while !self.ended && batch.length() < BLOCK {
            self.step(&mut batch);
        }
        (!batch.is_empty()).then(|| batch.opened_by(&self.context))
    }
}

/// The number of bytes before the first value in the files of X's archive, which are programs:
/// `window.YTD.tweets.part0 = [`.
fn assignment(bytes: &[u8]) -> usize {
    const LONGEST: usize = 200;
    let marked = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let mark = bytes.len() - marked.len();
    if !marked.trim_ascii_start().starts_with(b"window.") {
        return mark;
    }
    let head = &bytes[..bytes.len().min(LONGEST)];
    memchr::memchr(b'=', head).map_or(mark, |equals| equals + 1)
}
