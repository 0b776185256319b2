//! The sources that were left out of training, as a table and in JSON.

use serde_json::{Map, Value, json};

use super::figures::OF_PARTS;
use super::part_table::{PartRow, PartTable};
use crate::evaluation::{LeftOut, LeftOutPart};

/// A row for each source or group of small ones, and their means.
pub(crate) fn table(left_out: &LeftOut) -> PartTable {
    let parts = left_out.parts.iter();
    let parts = parts.map(|part| PartRow::of(name(part), &part.evaluation, &OF_PARTS));
    let means = means(left_out).map(|(name, parts)| PartRow {
        name: name.to_owned(),
        paragraphs: parts.iter().map(|part| part.evaluation.paragraphs).sum(),
        figures: OF_PARTS.map(|(_, figure)| LeftOutPart::mean(&parts, figure)).into(),
    });
    PartTable { figures: &OF_PARTS, rows: parts.chain(means).collect() }
}

/// `{sources: [{names, evaluation}], mean: {names, figures…}, worst_quarter_by_…: {…}}`.
pub(super) fn json(left_out: &LeftOut) -> Value {
    let parts = left_out.parts.iter();
    let parts = parts.map(|part| json!({ "names": part.sources, "evaluation": part.evaluation }));
    let means = means(left_out).map(|(name, parts)| (key(name), mean(&parts)));
    let parts = [("sources".to_owned(), parts.collect())];
    Value::Object(parts.into_iter().chain(means).collect())
}

/// The sources of which means are shown.
fn means(left_out: &LeftOut) -> [(&'static str, Vec<&LeftOutPart>); 3] {
    [
        ("mean", left_out.all()),
        ("worst quarter by ECE", left_out.worst_calibrated()),
        ("worst quarter by mean AP", left_out.worst_ranked()),
    ]
}

/// The figures of a mean, and the names of the sources in it.
fn mean(parts: &[&LeftOutPart]) -> Value {
    let names: Vec<_> = parts.iter().flat_map(|part| &part.sources).collect();
    let figures = OF_PARTS.map(|(name, figure)| {
        (key(name), LeftOutPart::mean(parts, figure).map_or(Value::Null, Value::from))
    });
    let names = [("names".to_owned(), json!(names))];
    Value::Object(names.into_iter().chain(figures).collect::<Map<_, _>>())
}

fn key(name: &str) -> String {
    name.replace(' ', "_").to_lowercase()
}

fn name(part: &LeftOutPart) -> String {
    match part.sources.as_slice() {
        [first, .., last] => {
            format!("{} small sources, {first} to {last}", part.sources.len())
        }
        sources => sources.concat(),
    }
}
