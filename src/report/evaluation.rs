//! The classification report, in the layouts of scikit-learn.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::evaluation::{Evaluation, PrecisionRecall, ThemeScores};

/// The text that `sklearn.metrics.classification_report` prints, followed by the figures that need
/// confidences.
impl fmt::Display for Evaluation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.themes.iter().map(|scores| scores.theme.as_str().len());
        let width = names.max().unwrap_or_default().max("weighted avg".len());
        let [precision, recall, f1, support] = ["precision", "recall", "f1-score", "support"];
        writeln!(formatter, "{:width$}  {precision:>9} {recall:>9} {f1:>9} {support:>9}\n", "")?;
        for scores in &self.themes {
            line(formatter, width, scores.theme.as_str(), &scores.averages)?;
        }
        writeln!(formatter)?;
        for (name, averages) in self.averages() {
            line(formatter, width, name, &averages)?;
        }
        writeln!(formatter)?;
        for (name, figure) in self.singles() {
            writeln!(formatter, "{name:26} {figure:.4}")?;
        }
        writeln!(formatter, "{:26} {}", "paragraphs", self.paragraphs)?;
        if self.unknown > 0 {
            let name = "unknown, in no figure";
            writeln!(formatter, "{name:26} {} pairs of paragraph and theme", self.unknown)?;
        }
        Ok(())
    }
}

fn line(
    formatter: &mut fmt::Formatter<'_>,
    width: usize,
    name: &str,
    averages: &PrecisionRecall,
) -> fmt::Result {
    let PrecisionRecall { precision, recall, f1, support } = averages;
    writeln!(formatter, "{name:>width$}  {precision:9.2} {recall:9.2} {f1:9.2} {support:9}")
}

/// The dictionary of `classification_report(…, output_dict=True)`, plus the average precision of
/// each theme, and the other figures next to the averages.
impl Serialize for Evaluation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

impl Evaluation {
    /// Writes the entries of the dictionary.
    pub(super) fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for scores in &self.themes {
            map.serialize_entry(scores.theme.as_str(), scores)?;
        }
        for (name, averages) in self.averages() {
            map.serialize_entry(name, &averages)?;
        }
        for (name, figure) in self.singles() {
            map.serialize_entry(&name.replace(' ', "_").to_lowercase(), &figure)?;
        }
        map.serialize_entry("paragraph_count", &self.paragraphs)?;
        if self.unknown > 0 {
            map.serialize_entry("unknown_count", &self.unknown)?;
        }
        Ok(())
    }
}

impl Serialize for ThemeScores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let PrecisionRecall { precision, recall, f1, support } = self.averages;
        map.serialize_entry("precision", &precision)?;
        map.serialize_entry("recall", &recall)?;
        map.serialize_entry("f1-score", &f1)?;
        map.serialize_entry("support", &support)?;
        map.serialize_entry("average_precision", &self.average_precision)?;
        map.end()
    }
}
