//! An assessment in text and in JSON.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use crate::text::printable;

use crate::evaluation::{
    ALL, Assessment, Evaluation, Interval, LearningCurve, OF_THEMES, Projection,
};

/// Multiples of the number of labels to which a learning curve is projected.
pub(crate) const PROJECTED: [usize; 2] = [2, 4];
/// The maximum number of confused pairs to list.
const MAX_PAIRS: usize = 10;

/// The name of a figure, and how to read it from an evaluation.
pub(crate) type Chosen = (&'static str, fn(&Evaluation) -> f64);

/// The figures by which models are usually compared.
pub(crate) const CHOSEN: [Chosen; 5] = [
    ("macro F1", |e| e.macro_average.f1),
    ("micro F1", |e| e.micro.f1),
    ("mean AP", |e| e.mean_average_precision),
    ("Brier", |e| e.brier_score),
    ("ECE", |e| e.expected_calibration_error),
];

/// The figures of a part. Some themes may not occur in it, so it has no macro average.
pub(crate) const OF_PARTS: [Chosen; 4] = [CHOSEN[1], CHOSEN[2], CHOSEN[3], CHOSEN[4]];

/// The classification report, followed by a table for each of the other parts.
impl fmt::Display for Assessment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.evaluation)?;
        let width = self.width();
        self.intervals(formatter, width)?;
        self.repeats(formatter)?;
        self.prevalences(formatter, width)?;
        self.confused(formatter)?;
        self.parts(formatter)?;
        self.learning_curve.iter().try_for_each(|curve| learning(formatter, curve))
    }
}

impl Assessment {
    fn width(&self) -> usize {
        let names = self.evaluation.themes.iter().map(|scores| scores.theme.as_str().len());
        names.max().unwrap_or_default().max("weighted avg".len())
    }

    /// The intervals, one line per theme or average.
    fn intervals(&self, formatter: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        if self.intervals.is_empty() {
            return Ok(());
        }
        write!(formatter, "\n95 % intervals, by bootstrap over paragraphs\n\n{:width$}", "")?;
        OF_THEMES.iter().try_for_each(|column| write!(formatter, "  {column:>17}"))?;
        let mut of = "";
        for (figure, interval) in self.evaluation.figures().iter().zip(&self.intervals) {
            let interval = interval.as_ref().map_or_else(|| "-".to_owned(), dashed);
            if figure.of == ALL {
                write!(formatter, "\n{:26} {interval}", figure.name)?;
                continue;
            }
            if figure.of != of {
                of = figure.of;
                write!(formatter, "\n{of:>width$}")?;
            }
            write!(formatter, "  {interval:>17}")?;
        }
        writeln!(formatter)
    }

    fn repeats(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.repeats.is_empty() {
            return Ok(());
        }
        writeln!(formatter, "\n{} repeats: mean ± deviation", self.repeats.len())?;
        for (name, figure) in CHOSEN {
            let values: Vec<f64> = self.repeats.iter().map(figure).collect();
            let (mean, deviation) = mean_and_deviation(&values);
            writeln!(formatter, "{name:12}{mean:.4} ± {deviation:.4}")?;
        }
        Ok(())
    }

    fn prevalences(&self, formatter: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        if self.prevalences.is_empty() {
            return Ok(());
        }
        writeln!(
            formatter,
            "\nshare of paragraphs, in %: estimated without labels, 95 % interval\n"
        )?;
        writeln!(formatter, "{:width$}  {:>9} {:>13} {:>9}", "", "estimate", "interval", "true")?;
        let themes = self.evaluation.themes.iter().zip(self.shares()).zip(&self.prevalences);
        for ((scores, share), prevalence) in themes {
            let (estimate, interval) = prevalence.map_or_else(
                || ("-".to_owned(), "-".to_owned()),
                |p| {
                    let Interval { low, high } = p.interval;
                    let interval = format!("{:.1}–{:.1}", 100.0 * low, 100.0 * high);
                    (format!("{:.1}", 100.0 * p.share), interval)
                },
            );
            let share = (scores.known > 0).then(|| format!("{:.1}", 100.0 * share));
            let (theme, share) = (&scores.theme, share.unwrap_or_else(|| "-".to_owned()));
            writeln!(formatter, "{theme:>width$}  {estimate:>9} {interval:>13} {share:>9}")?;
        }
        Ok(())
    }

    fn confused(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.confusion.pairs();
        if pairs.is_empty() {
            return Ok(());
        }
        writeln!(formatter, "\nmost confused: a theme missed, and another given instead")?;
        for (missed, given, count) in pairs.into_iter().take(MAX_PAIRS) {
            let theme = |place: usize| &self.evaluation.themes[place].theme;
            writeln!(formatter, "{count:>6}  {} → {}", theme(missed), theme(given))?;
        }
        Ok(())
    }

    fn parts(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows: Vec<_> = self.parts.iter().map(|(name, part)| (short(name), part)).collect();
        let Some(width) = rows.iter().map(|(name, _)| name.chars().count()).max() else {
            return Ok(());
        };
        write!(formatter, "\n{:width$}  {:>10}", "", "paragraphs")?;
        OF_PARTS.iter().try_for_each(|(name, _)| write!(formatter, " {name:>9}"))?;
        writeln!(formatter)?;
        for (name, evaluation) in rows {
            write!(formatter, "{name:width$}  {:>10}", evaluation.paragraphs)?;
            for (_, figure) in OF_PARTS {
                write!(formatter, " {:>9.4}", figure(evaluation))?;
            }
            writeln!(formatter)?;
        }
        Ok(())
    }
}

/// A name from a label file, on one line and not too long.
fn short(name: &str) -> String {
    const MAX_CHARACTERS: usize = 40;
    let name = printable(name);
    if name.chars().count() <= MAX_CHARACTERS {
        return name;
    }
    name.chars().take(MAX_CHARACTERS - 1).chain(['…']).collect()
}

fn learning(formatter: &mut fmt::Formatter<'_>, curve: &LearningCurve) -> fmt::Result {
    const FIGURES: [Chosen; 2] = [CHOSEN[0], CHOSEN[2]];
    let projections = FIGURES.map(|(_, figure)| curve.projection(figure));
    let last = curve.points.last().map_or(0, |point| point.paragraphs);
    writeln!(formatter, "\ntrained on   {:>9} {:>9}", FIGURES[0].0, FIGURES[1].0)?;
    for point in &curve.points {
        let [macro_f1, precision] = FIGURES.map(|(_, figure)| figure(&point.evaluation));
        writeln!(formatter, "{:>11}  {macro_f1:>9.4} {precision:>9.4}", point.paragraphs)?;
    }
    if let [Some(macro_f1), Some(precision)] = projections {
        for paragraphs in PROJECTED.map(|times| times * last) {
            let [macro_f1, precision] = [macro_f1, precision].map(|law| law.at(paragraphs));
            writeln!(formatter, "{paragraphs:>11}  {macro_f1:>9.4} {precision:>9.4}  projected")?;
        }
    }
    Ok(())
}

fn dashed(Interval { low, high }: &Interval) -> String {
    format!("{low:.4}–{high:.4}")
}

/// The mean and the standard deviation of values.
pub(crate) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

/// The dictionary of the evaluation, with the entries `confidence_intervals`,
/// `confusion_matrix`, `calibration_curve` and others. They cannot clash with themes, whose ids
/// have no underscore.
impl Serialize for Assessment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.evaluation.entries(&mut map)?;
        map.serialize_entry("confidence_intervals", &self.interval_map())?;
        map.serialize_entry("confusion_matrix", &self.confusion_map())?;
        map.serialize_entry("calibration_curve", &self.reliability)?;
        if !self.repeats.is_empty() {
            map.serialize_entry("cross_validation_repeats", &self.repeats)?;
        }
        if !self.prevalences.is_empty() {
            map.serialize_entry("prevalence_estimates", &self.prevalence_map())?;
        }
        if !self.parts.is_empty() {
            map.serialize_entry("figures_by_group", &self.parts)?;
        }
        if let Some(curve) = &self.learning_curve {
            map.serialize_entry("learning_curve", &learning_map(curve))?;
        }
        map.end()
    }
}

impl Assessment {
    fn interval_map(&self) -> BTreeMap<&str, BTreeMap<&str, Option<Interval>>> {
        let mut map = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (figure, &interval) in self.evaluation.figures().iter().zip(&self.intervals) {
            map.entry(figure.of).or_default().insert(figure.name, interval);
        }
        map
    }

    fn confusion_map(&self) -> Value {
        let themes: Vec<_> = self.evaluation.themes.iter().map(|scores| &scores.theme).collect();
        let counts = self.confusion.counts.rows().into_iter().map(|row| row.to_vec());
        json!({
            "themes": themes,
            "counts": counts.collect::<Vec<_>>(),
            "missed": self.confusion.missed,
            "added": self.confusion.added,
        })
    }

    fn prevalence_map(&self) -> BTreeMap<&str, Value> {
        let themes = self.evaluation.themes.iter().zip(self.shares()).zip(&self.prevalences);
        let shares = themes.map(|((scores, share), estimate)| {
            let share = (scores.known > 0).then_some(share);
            (scores.theme.as_str(), json!({ "estimate": estimate, "true": share }))
        });
        shares.collect()
    }
}

fn learning_map(curve: &LearningCurve) -> Value {
    let points = curve
        .points
        .iter()
        .map(|point| json!({ "paragraphs": point.paragraphs, "evaluation": &point.evaluation }));
    let law = |figure| {
        let law: Option<Projection> = curve.projection(figure);
        law.map(|Projection { limit, scale, rate }| {
            json!({ "limit": limit, "scale": scale, "rate": rate })
        })
    };
    json!({
        "points": points.collect::<Vec<_>>(),
        "projection": {
            "macro_f1": law(|e: &Evaluation| e.macro_average.f1),
            "mean_average_precision": law(|e: &Evaluation| e.mean_average_precision),
        },
    })
}
