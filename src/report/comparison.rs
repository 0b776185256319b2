//! A comparison of two models.

use std::collections::BTreeMap;
use std::fmt;

use super::figures::drawn;
use crate::evaluation::{Comparison, Difference, Interval};
use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

/// A comparison in text and in JSON.
#[derive(Debug)]
pub struct ComparisonReport<'a>(pub &'a Comparison);

/// A line for each figure.
impl fmt::Display for ComparisonReport<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |of: &str, name: &str| format!("{of} {name}");
        let rows = self.rows();
        let width = rows.iter().map(|row| name(row.of, row.name).len()).max().unwrap_or_default();
        let [a, b, difference] = ["model", "versus", "difference"];
        writeln!(
            formatter,
            "{:width$}  {a:>7} {b:>7} {difference:>10}  95 % interval      reversed",
            ""
        )?;
        for Row { of, name: figure, values: [a, b], difference } in rows {
            let Difference { value, interval, reversed } = difference;
            write!(formatter, "{:width$}  {a:>7.4} {b:>7.4} {value:>+10.4}", name(of, figure))?;
            if let (Some(Interval { low, high }), Some(reversed)) = (interval, reversed) {
                let interval = format!("{low:+.4} {high:+.4}");
                write!(formatter, "  {interval:18} {reversed:>8.3}")?;
            }
            writeln!(formatter)?;
        }
        writeln!(
            formatter,
            "\ndifference: versus minus model; lower is better for Brier score and calibration error\n\
             reversed: the share of draws in which the difference is 0 or has the other sign; if it is\n\
             small, the difference is unlikely to be chance\n\
             draws: {}",
            drawn(self.0.over_documents)
        )
    }
}

/// `{figure's theme or average: {figure: {model, versus, difference, interval, reversed}}}`.
impl Serialize for ComparisonReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = BTreeMap::<&str, BTreeMap<&str, Value>>::new();
        for Row { of, name, values: [model, versus], difference } in self.rows() {
            let Difference { value, interval, reversed } = difference;
            let row = json!({
                "model": model,
                "versus": versus,
                "difference": value,
                "interval": interval,
                "reversed": reversed,
            });
            rows.entry(of).or_default().insert(name, row);
        }
        rows.serialize(serializer)
    }
}

/// A figure of both models.
struct Row<'a> {
    of: &'a str,
    name: &'static str,
    values: [f64; 2],
    difference: Difference,
}

impl<'a> ComparisonReport<'a> {
    /// The figures that both models have.
    fn rows(&self) -> Vec<Row<'a>> {
        let Comparison { first, second, differences, .. } = self.0;
        let both = first.figures().into_iter().zip(second.figures()).zip(differences);
        let rows = both.filter_map(|((first, second), difference)| {
            let (values, difference) = ([first.value?, second.value?], (*difference)?);
            Some(Row { of: first.of, name: first.name, values, difference })
        });
        rows.collect()
    }
}
