//! Scored paragraphs of files, batch by batch.

use std::ffi::OsString;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, RecordBatchReader, StringArray};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use themewise::cli::{self, Failure};
use themewise::document::{
    Batch, BytesRead, Chunk, Document, Paragraph, Record, Remarks, Replaced,
};
use themewise::pipeline::{Position, in_order};
use themewise::tagging::{Article, Reading, Unit};
use themewise::{Error, Prediction};

use crate::arrow::{ScoreColumns, schema_capsule, stream_capsule};
use crate::engine::Engine;
use crate::errors::{Exception, failed, warn};
use crate::scores::Scores;
use crate::scoring;

/// Scored paragraphs of documents, batch by batch: an iterator of `Scores`, or an Arrow stream. It can
/// be read once.
#[pyclass(frozen, module = "themewise")]
#[derive(Debug)]
pub(crate) struct Documents {
    schema: SchemaRef,
    run: Arc<Run>,
}

/// A run of the reader in the background.
#[derive(Debug)]
struct Run {
    batches: Mutex<Option<Receiver<RecordBatch>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    problems: Arc<Mutex<Vec<String>>>,
    remarks: Remarks,
}

impl Documents {
    /// Begins to read what the arguments of `themewise classify` name.
    ///
    /// # Errors
    /// If they are refused, or a file does not exist.
    pub(crate) fn read(
        engine: &Arc<Engine>,
        arguments: Vec<OsString>,
        threads: i64,
    ) -> PyResult<Self> {
        let threads = scoring::threads(threads)?;
        let documents: cli::Documents = cli::parse(arguments).map_err(failed)?;
        let sources = documents.sources().into_iter().collect::<Result<Vec<_>, Error>>();
        let sources = sources.map_err(failed)?.into_iter().map(Ok).collect();
        let batches = documents.batches(sources, true, &BytesRead::default(), Position::default());
        let schema = schema(engine);
        let problems = Arc::<Mutex<Vec<String>>>::default();
        let (sender, receiver) = sync_channel(threads.get());
        let (engine, of_batches, found) = (engine.clone(), schema.clone(), problems.clone());
        let read = move || {
            let worker = || |(_, batch): (_, Batch)| Tagged::of(&engine, batch);
            // It fails only if nobody reads on.
            let _ = in_order(threads, batches, worker, |tagged| {
                lock(&found).extend(tagged.problems.iter().cloned());
                send(&tagged, &engine, &of_batches, &sender)
            });
        };
        let run = Run {
            batches: Mutex::new(Some(receiver)),
            thread: Mutex::new(Some(thread::spawn(read))),
            problems,
            remarks: documents.passed().clone(),
        };
        Ok(Self { schema, run: run.into() })
    }
}

/// Passes a batch on, unless it is empty; fails if nobody reads on.
fn send(
    tagged: &Tagged,
    engine: &Engine,
    schema: &SchemaRef,
    sender: &SyncSender<RecordBatch>,
) -> Result<(), ()> {
    if tagged.scores.len() == 0 {
        return Ok(());
    }
    let batch = RecordBatch::try_new(schema.clone(), tagged.arrays(engine.model().themes()))
        .map_err(|_| ())?;
    sender.send(batch).map_err(|_| ())
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Fails if the user has pressed Ctrl-C.
fn interrupted() -> PyResult<()> {
    Python::attach(|py| {
        py.check_signals()?;
        Ok(())
    })
}

impl Run {
    /// Fails if everything was read before: another reader would take it for empty.
    fn check_unread(&self) -> PyResult<()> {
        if lock(&self.batches).is_some() {
            return Ok(());
        }
        Err(Exception::Any
            .saying("the documents were read to their end before: read the files again"))
    }

    /// The next batch; `None` at the end, where what was left out is said.
    fn next(&self) -> PyResult<Option<RecordBatch>> {
        const PATIENCE: Duration = Duration::from_millis(50);
        loop {
            let received = match &*lock(&self.batches) {
                Some(batches) => batches.recv_timeout(PATIENCE),
                None => return Ok(None),
            };
            match received {
                Ok(batch) => return Ok(Some(batch)),
                Err(RecvTimeoutError::Timeout) => interrupted()?,
                Err(RecvTimeoutError::Disconnected) => {
                    *lock(&self.batches) = None;
                    self.end()?;
                    return Ok(None);
                }
            }
        }
    }

    fn end(&self) -> PyResult<()> {
        let thread = lock(&self.thread).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            return Err(
                Exception::Any.saying("the reader has failed: this is an error of themewise")
            );
        }
        let mut messages: Vec<_> = self.remarks.take().iter().map(ToString::to_string).collect();
        let problems = lock(&self.problems);
        if let Some(first) = problems.first() {
            let count = problems.len();
            messages.push(format!(
                "{count} problems while reading, see `problems`; the first: {first}"
            ));
        }
        drop(problems);
        Python::attach(|py| messages.iter().try_for_each(|message| warn(py, message)))
    }
}

#[pymethods]
impl Documents {
    /// The documents that could not be read so far, wholly or in part, each with its place and reason.
    #[getter]
    fn problems(&self) -> Vec<String> {
        lock(&self.run.problems).clone()
    }

    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    fn __iter__(this: Py<Self>) -> PyResult<Py<Self>> {
        this.get().run.check_unread()?;
        Ok(this)
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Scores>> {
        let batch = py.detach(|| self.run.next())?;
        Ok(batch.map(|batch| Scores::new(self.schema.clone(), vec![batch])))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    /// The batches that were not read yet.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer ignore the request.
        let _ = requested_schema;
        self.run.check_unread()?;
        stream_capsule(py, Stream { schema: self.schema.clone(), run: self.run.clone() })
    }
}

/// The batches of a run, for other libraries.
struct Stream {
    schema: SchemaRef,
    run: Arc<Run>,
}

impl Iterator for Stream {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.run.next().map_err(|error| ArrowError::ExternalError(Box::new(error))).transpose()
    }
}

impl RecordBatchReader for Stream {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

/// The paragraphs of a batch with their scores.
#[derive(Default)]
struct Tagged {
    texts: [Vec<Option<String>>; 6],
    numbers: [Vec<i64>; 4],
    scores: ScoreColumns,
    problems: Vec<String>,
}

const TEXTS: [&str; 6] = ["file", "id", "title", "url", "published", "text"];
const NUMBERS: [&str; 4] = ["paragraph", "line", "start", "end"];

fn schema(engine: &Engine) -> SchemaRef {
    let texts = TEXTS.map(|name| Field::new(name, DataType::Utf8, true));
    let numbers = NUMBERS.map(|name| Field::new(name, DataType::Int64, false));
    let own = texts.into_iter().chain(numbers).map(FieldRef::from);
    let scores = ScoreColumns::fields(engine.model().themes(), false);
    Arc::new(Schema::new(own.chain(scores).collect::<Vec<_>>()))
}

impl Tagged {
    fn of(engine: &Engine, batch: Batch) -> Self {
        let mut tagged = Self::default();
        for chunk in batch.open() {
            match chunk {
                Ok(chunk) => tagged.chunk(engine, &chunk),
                Err(error) => tagged.problems.push(Failure::from(error).message()),
            }
        }
        tagged
    }

    fn chunk(&mut self, engine: &Engine, chunk: &Chunk) {
        let mut prediction = Prediction::default();
        engine.with_worker(|worker| {
            for article in Article::all(chunk, Unit::Paragraph) {
                let mut reading = Reading::new(article, worker);
                for at in reading.own() {
                    reading.predict(at, &mut prediction);
                    let passage = reading.passage(at);
                    self.place(&chunk.document, passage.number, &passage.paragraph);
                    let language = prediction.language_in(chunk.document.language);
                    self.scores.push(engine.model().themes(), &prediction, language);
                }
            }
        });
        if let Some(Replaced { first, count }) = chunk.end.and_then(|end| end.replaced) {
            let name = chunk.document.label();
            self.problems.push(format!(
                "`{name}`: {count} bytes not valid in its encoding, the first at offset {first}; each is replaced by `?`"
            ));
        }
    }

    /// Adds the place of a paragraph.
    fn place(&mut self, document: &Document, number: usize, paragraph: &Paragraph) {
        let record = document.record.as_deref();
        let of =
            |value: fn(&Record) -> &Option<String>| record.and_then(|record| value(record).clone());
        let texts = [
            Some(document.name.to_string()),
            of(|record| &record.id),
            document.title().map(str::to_owned),
            of(|record| &record.url),
            of(|record| &record.published),
            Some(paragraph.one_line().into_owned()),
        ];
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.push(text));
        let numbers = [number, paragraph.line, paragraph.range.start, paragraph.range.end];
        let numbers = numbers.map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        self.numbers.iter_mut().zip(numbers).for_each(|(column, number)| column.push(number));
    }

    fn arrays(&self, themes: &themewise::ThemeSet) -> Vec<ArrayRef> {
        let texts = self.texts.iter().map(|texts| {
            Arc::new(texts.iter().map(Option::as_deref).collect::<StringArray>()) as ArrayRef
        });
        let numbers = self
            .numbers
            .iter()
            .map(|numbers| Arc::new(Int64Array::from(numbers.clone())) as ArrayRef);
        texts.chain(numbers).chain(self.scores.arrays(themes, 0..self.scores.len())).collect()
    }
}
