//! Scores the rows of tables, on several threads.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use arrow_array::RecordBatch;
use arrow_schema::{ArrowError, Schema, SchemaRef};
use pyo3::PyResult;
use themewise::Prediction;
use themewise::document::Chunk;

use crate::arrow::{ScoreColumns, TextColumn};
use crate::article::each;
use crate::engine::Engine;
use crate::errors::Exception;

/// The columns of a table to score, batch by batch.
pub(crate) struct Rows {
    /// Where each batch begins, and the number of all rows.
    begins: Vec<usize>,
    texts: Vec<TextColumn>,
    documents: Option<Vec<TextColumn>>,
    titles: Option<Vec<TextColumn>>,
}

/// How to score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// Whether every theme has a column.
    pub(crate) all: bool,
    pub(crate) threads: NonZeroUsize,
}

/// The number of threads that `threads` means: 0 is one per core.
///
/// # Errors
/// If there are more than 256.
pub(crate) fn threads(threads: i64) -> PyResult<NonZeroUsize> {
    const MOST: usize = 256;
    let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    match usize::try_from(threads) {
        Ok(0) => Ok(cores()),
        Ok(count) if count <= MOST => Ok(NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN)),
        _ => {
            Err(Exception::Setting
                .saying(format!("threads must be from 0 to {MOST}, got {threads}")))
        }
    }
}

impl Rows {
    /// The rows of batches of these lengths.
    pub(crate) fn new(
        lengths: &[usize],
        texts: Vec<TextColumn>,
        documents: Option<Vec<TextColumn>>,
        titles: Option<Vec<TextColumn>>,
    ) -> Self {
        let mut begins = vec![0];
        let mut rows = 0;
        begins.extend(lengths.iter().map(|length| {
            rows += length;
            rows
        }));
        Self { begins, texts, documents, titles }
    }

    fn len(&self) -> usize {
        self.begins.last().copied().unwrap_or_default()
    }

    /// The batch of a row, and its number there.
    fn place(&self, row: usize) -> (usize, usize) {
        let batch = self.begins.partition_point(|&begin| begin <= row) - 1;
        (batch, row - self.begins[batch])
    }

    fn text(&self, row: usize) -> Option<&str> {
        let (batch, row) = self.place(row);
        self.texts[batch].get(row)
    }

    fn document(&self, row: usize) -> Option<&str> {
        let (batch, row) = self.place(row);
        self.documents.as_ref()?[batch].get(row)
    }

    fn title(&self, row: usize) -> Option<&str> {
        let (batch, row) = self.place(row);
        self.titles.as_ref()?[batch].get(row)
    }

    /// The articles, each a range of rows; `None` if every row stands by itself.
    fn articles(&self) -> Option<Vec<Range<usize>>> {
        if self.documents.is_none() && self.titles.is_none() {
            return None;
        }
        let mut articles = Vec::new();
        let mut begin = 0;
        for row in 1..=self.len() {
            let document = self.document(row - 1);
            if row == self.len() || document.is_none() || self.document(row) != document {
                articles.push(begin..row);
                begin = row;
            }
        }
        Some(articles)
    }

    /// Scores all rows.
    pub(crate) fn score(&self, engine: &Engine, options: Options) -> ScoreColumns {
        match self.articles() {
            None => in_parallel(self.len(), options, |rows, columns| {
                self.alone(engine, rows, columns);
            }),
            Some(articles) => in_parallel(articles.len(), options, |some, columns| {
                articles[some].iter().for_each(|rows| self.article(engine, rows, columns));
            }),
        }
    }

    /// A batch for each batch, with one row for each row.
    ///
    /// # Errors
    /// If a batch has too many labels for Arrow.
    pub(crate) fn batches(
        &self,
        columns: &ScoreColumns,
        engine: &Engine,
        options: Options,
    ) -> Result<Vec<RecordBatch>, ArrowError> {
        let (themes, schema) = (engine.model().themes(), schema(engine, options.all));
        let batches = self.begins.windows(2).map(|bounds| {
            let arrays = columns.arrays(themes, bounds[0]..bounds[1]);
            RecordBatch::try_new(schema.clone(), arrays)
        });
        batches.collect()
    }

    /// Scores rows that stand by themselves.
    fn alone(&self, engine: &Engine, rows: Range<usize>, columns: &mut ScoreColumns) {
        let mut prediction = Prediction::default();
        let themes = engine.model().themes();
        engine.with_worker(|worker| {
            let (mut batch, mut at) = self.place(rows.start);
            for _ in rows {
                while at == self.begins[batch + 1] - self.begins[batch] {
                    (batch, at) = (batch + 1, 0);
                }
                match self.texts[batch].get(at) {
                    None => columns.push_null(themes),
                    Some(text) => {
                        let language = engine.predict(worker, text, &mut prediction);
                        columns.push(themes, &prediction, language);
                    }
                }
                at += 1;
            }
        });
    }

    /// Scores the rows of an article. Rows without a text are no paragraphs of it.
    fn article(&self, engine: &Engine, rows: &Range<usize>, columns: &mut ScoreColumns) {
        let title = rows.clone().find_map(|row| self.title(row));
        let chunk = Chunk::article(title, rows.clone().filter_map(|row| self.text(row)));
        let themes = engine.model().themes();
        let mut texts = rows.clone().map(|row| self.text(row).is_some());
        each(engine, &chunk, |prediction, language| {
            while texts.next() == Some(false) {
                columns.push_null(themes);
            }
            columns.push(themes, prediction, language);
        });
        texts.for_each(|_| columns.push_null(themes));
    }
}

/// Lets threads take parts of some items, and joins what they make of them in order.
fn in_parallel(
    items: usize,
    options: Options,
    work: impl Fn(Range<usize>, &mut ScoreColumns) + Sync,
) -> ScoreColumns {
    const PART: usize = 1024;
    let parts = items.div_ceil(PART);
    let range = |part: usize| part * PART..(part * PART + PART).min(items);
    let threads = options.threads.get().min(parts);
    if threads <= 1 {
        let mut columns = ScoreColumns::new(options.all);
        columns.reserve(items);
        (0..parts).for_each(|part| work(range(part), &mut columns));
        return columns;
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let part = next.fetch_add(1, Ordering::Relaxed);
            if part >= parts {
                return done;
            }
            let mut columns = ScoreColumns::new(options.all);
            work(range(part), &mut columns);
            done.push((part, columns));
        }
    };
    let mut done = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        let joined =
            threads.into_iter().flat_map(|thread| thread.join().expect("it does not panic"));
        joined.collect::<Vec<_>>()
    });
    done.sort_by_key(|(part, _)| *part);
    let mut all = ScoreColumns::new(options.all);
    all.reserve(items);
    for (_, columns) in &done {
        all.append(columns);
    }
    all
}

/// The confidences of unrelated paragraphs as bytes, in numbers of four bytes.
pub(crate) fn matrix(engine: &Engine, texts: &[String], threads: NonZeroUsize) -> Vec<u8> {
    let part = texts.len().div_ceil(threads.get()).max(1);
    let confidences = |texts: &[String]| {
        let (mut bytes, mut prediction) = (Vec::new(), Prediction::default());
        engine.with_worker(|worker| {
            for text in texts {
                engine.predict(worker, text, &mut prediction);
                bytes.extend(
                    prediction.confidences.iter().flat_map(|confidence| confidence.to_ne_bytes()),
                );
            }
        });
        bytes
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            texts.chunks(part).map(|part| scope.spawn(|| confidences(part))).collect();
        let parts = threads.into_iter().map(|thread| thread.join().expect("it does not panic"));
        parts.collect::<Vec<_>>().concat()
    })
}

/// The schema of scores.
pub(crate) fn schema(engine: &Engine, all: bool) -> SchemaRef {
    Arc::new(Schema::new(ScoreColumns::fields(engine.model().themes(), all)))
}
