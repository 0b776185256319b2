//! Predictions for other programs to evaluate.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::evaluation::Predictions;
use crate::{Dataset, ThemeId};
use serde::Serialize;

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    scores: BTreeMap<&'a ThemeId, f32>,
    themes: Vec<&'a ThemeId>,
}

/// Writes a line for each paragraph.
pub(super) fn write(
    file: &mut dyn Write,
    dataset: &Dataset,
    predictions: &Predictions,
) -> io::Result<()> {
    let rows = predictions.confidences.rows().into_iter().zip(predictions.labels.rows());
    for (example, (confidences, labels)) in dataset.examples.iter().zip(rows) {
        let scores = || dataset.themes.ids().zip(confidences.iter().copied());
        let given = scores().zip(labels).filter(|(_, given)| **given);
        let mut given: Vec<_> = given.map(|(score, _)| score).collect();
        // The surest first, as `classify` has them.
        given.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        let themes = given.into_iter().map(|(theme, _)| theme).collect();
        let row = Row { id: &example.id, scores: scores().collect(), themes };
        serde_json::to_writer(&mut *file, &row)?;
        file.write_all(b"\n")?;
    }
    Ok(())
}
