//! Predictions for other programs to evaluate.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use themewise::{Dataset, Prediction, ThemeId, ThemeSet};

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    scores: BTreeMap<&'a ThemeId, f32>,
    themes: Vec<&'a ThemeId>,
}

/// Writes a line for each paragraph.
pub(super) fn write(
    file: &mut dyn Write,
    themes: &ThemeSet,
    dataset: &Dataset,
    predictions: &[Prediction],
) -> io::Result<()> {
    for (example, prediction) in dataset.examples.iter().zip(predictions) {
        let row = Row {
            id: &example.id,
            scores: themes.ids().zip(prediction.confidences.iter().copied()).collect(),
            themes: prediction.labels.iter().map(|label| &label.theme).collect(),
        };
        serde_json::to_writer(&mut *file, &row)?;
        file.write_all(b"\n")?;
    }
    Ok(())
}
