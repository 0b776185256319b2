//! One model beside another.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};
use themewise::evaluation::{Comparison, Difference, Interval};

/// A comparison in text and in JSON.
pub(super) struct Report<'a>(pub(super) &'a Comparison);

/// A line for each figure.
impl fmt::Display for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Comparison { first, second, differences } = self.0;
        let figures = first.figures();
        let name = |at: usize| format!("{} {}", figures[at].of, figures[at].name);
        let width = (0..figures.len()).map(|at| name(at).len()).max().unwrap_or_default();
        let [a, b, difference] = ["model", "versus", "difference"];
        writeln!(
            formatter,
            "{:width$}  {a:>7} {b:>7} {difference:>10}  95 % interval      reversed",
            ""
        )?;
        for (at, (a, b)) in figures.iter().zip(second.figures()).enumerate() {
            let (Some(a), Some(b)) = (a.value, b.value) else { continue };
            write!(formatter, "{:width$}  {a:>7.4} {b:>7.4}", name(at))?;
            match differences.get(at).copied().flatten() {
                Some(Difference { value, interval: Interval { low, high }, reversed }) => {
                    let interval = format!("{low:+.4} {high:+.4}");
                    writeln!(formatter, " {value:>+10.4}  {interval:18} {reversed:>8.3}")?;
                }
                None => writeln!(formatter, " {:>+10.4}", b - a)?,
            }
        }
        writeln!(
            formatter,
            "\ndifference: versus less model; reversed: the share of draws in which it has not this sign"
        )
    }
}

/// `{figure's theme or average: {figure: {model, versus, difference, interval, reversed}}}`.
impl Serialize for Report<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Comparison { first, second, differences } = self.0;
        let mut rows = BTreeMap::<&str, BTreeMap<&str, Value>>::new();
        let figures = first.figures();
        for (at, (a, b)) in figures.iter().zip(second.figures()).enumerate() {
            let difference = differences.get(at).copied().flatten();
            let row = json!({
                "model": a.value,
                "versus": b.value,
                "difference": difference.map(|d| d.value),
                "interval": difference.map(|d| d.interval),
                "reversed": difference.map(|d| d.reversed),
            });
            rows.entry(a.of).or_default().insert(a.name, row);
        }
        let mut map = serializer.serialize_map(Some(rows.len()))?;
        rows.iter().try_for_each(|(of, figures)| map.serialize_entry(of, figures))?;
        map.end()
    }
}
