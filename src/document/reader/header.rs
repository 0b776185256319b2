//! The header of a table: which line it is, and what separates its columns.
//!
//! Programs write reports above a table, Excel writes `sep=;`, and the delimiter depends on the
//! country. The header is the first line that has the text field.

use std::sync::Arc;

use csv::ByteRecord;

use super::super::limits::MAX_HEADER_ROWS;
use super::super::plain_text::decode;
use super::super::{Delimiter, Passed, Place};
use super::context::Context;
use super::field_names::listed;
use crate::Error;
use crate::error::{Problem, RecordProblem};

/// The columns of a table.
pub(super) struct Header {
    pub(super) delimiter: Delimiter,
    pub(super) names: Vec<Arc<str>>,
    /// The column of the text.
    pub(super) text: usize,
    /// The column of the id.
    pub(super) id: Option<usize>,
}

impl Header {
    /// A header that is not read yet.
    pub(super) fn none(delimiter: Delimiter) -> Self {
        Self { delimiter, names: vec![], text: 0, id: None }
    }

    /// The header in a row, if the row has the text field.
    fn of_row(context: &Context, delimiter: Delimiter, names: &ByteRecord) -> Option<Self> {
        let names: Vec<Arc<str>> =
            names.iter().map(|name| decode(name.to_vec()).0.into()).collect();
        let find = |name: &str| {
            let exact = names.iter().position(|found| **found == *name);
            exact.or_else(|| names.iter().position(|found| found.trim() == name))
        };
        let options = &context.options;
        let text = find(options.text_field.name())?;
        let id = find(options.id_field.name());
        // A text without columns beside it may have any character.
        let single = names.len() == 1 && options.delimiter.is_none();
        let delimiter = if single { Delimiter::NONE } else { delimiter };
        Some(Self { delimiter, names, text, id })
    }
}

/// The search for a header, row by row.
pub(super) struct HeaderSearch {
    context: Context,
    usual: Delimiter,
    /// The delimiter that a first line declares.
    declared: Option<Delimiter>,
    /// The rows that are no header.
    passed: Vec<Place>,
    /// The columns of the first of them.
    first: Option<ByteRecord>,
    /// Whether the last line was blank.
    after_blank: bool,
    problem: Option<Error>,
}

impl HeaderSearch {
    pub(super) fn new(context: &Context, usual: Delimiter) -> Self {
        Self {
            context: context.clone(),
            usual,
            declared: None,
            passed: vec![],
            first: None,
            after_blank: false,
            problem: None,
        }
    }

    /// Whether a header may still be found.
    pub(super) fn goes_on(&self) -> bool {
        self.passed.len() < MAX_HEADER_ROWS
    }

    /// The header, if this row is one.
    pub(super) fn row(&mut self, place: Place, row: &[u8]) -> Option<Header> {
        let is_first = self.passed.is_empty() && self.declared.is_none();
        if let Some(declared) = Delimiter::declared(row).filter(|_| is_first) {
            self.declared = Some(declared);
            return None;
        }
        if row.trim_ascii().is_empty() {
            self.after_blank = true;
            return None;
        }
        let header = self.header(row);
        if header.is_none() {
            self.pass(place, row);
        }
        header
    }

    /// The header by the first delimiter that finds the text field in the row.
    fn header(&self, row: &[u8]) -> Option<Header> {
        let set = self.context.options.delimiter.or(self.declared);
        let told = Delimiter::USUAL.into_iter().filter(|_| set.is_none());
        let delimiters = std::iter::once(set.unwrap_or(self.usual)).chain(told);
        delimiters.into_iter().find_map(|delimiter| {
            let columns = delimiter.columns(row)?;
            let header = Header::of_row(&self.context, delimiter, &columns)?;
            self.may_be_header(&columns, &header).then_some(header)
        })
    }

    /// Whether a row with the text field is a header below other lines, not a row of a table whose
    /// header lacks the field: it looks like names, and differs from the first row.
    fn may_be_header(&self, columns: &ByteRecord, header: &Header) -> bool {
        let Some(first) = &self.first else { return true };
        let differs = first.len() != columns.len() || self.after_blank || header.id.is_some();
        looks_like_names(columns) && (differs || !looks_like_names(first))
    }

    fn pass(&mut self, place: Place, row: &[u8]) {
        if self.passed.is_empty() {
            let delimiter = Delimiter::of_header(row, self.usual);
            let set = self.context.options.delimiter.or(self.declared);
            self.first = set.unwrap_or(delimiter).columns(row);
        }
        self.after_blank = false;
        self.passed.push(place);
    }

    /// Passes over a row that is malformed.
    pub(super) fn malformed(&mut self, place: Place, problem: RecordProblem) {
        self.problem.get_or_insert_with(|| self.context.error(place, problem));
        self.passed.push(place);
    }

    /// Says how many lines were passed over.
    pub(super) fn say_passed(&self) {
        let Context { name, options } = &self.context;
        for place in &self.passed {
            options.remarks.add(name, Passed::AboveHeader, *place);
        }
    }

    /// Why there is no header.
    pub(super) fn failure(self) -> Error {
        let Self { context, passed, first, problem, .. } = self;
        match (problem, first) {
            (Some(problem), _) => problem,
            (None, Some(first)) => {
                let names: Vec<_> = first.iter().map(|name| decode(name.to_vec()).0).collect();
                let field = context.options.text_field.to_string();
                let found = listed(names.iter().map(String::as_str));
                let place = passed.first().copied().unwrap_or(Place::Line(1));
                context.error(place, RecordProblem::NoField { field, found })
            }
            (None, None) => Problem::Empty { name: context.name.to_string() }.into(),
        }
    }
}

/// Whether all columns are short, distinct and neither empty nor numbers, as names are.
fn looks_like_names(columns: &ByteRecord) -> bool {
    const LONGEST: usize = 60;
    let is_name = |column: &[u8]| {
        let column = column.trim_ascii();
        let number = column.iter().all(|byte| !byte.is_ascii_alphabetic() && byte.is_ascii());
        !number && column.len() <= LONGEST && !column.ends_with(b":")
    };
    let is_new =
        |(at, column): (usize, &[u8])| columns.iter().take(at).all(|other| other != column);
    columns.iter().all(is_name) && columns.iter().enumerate().all(is_new)
}
