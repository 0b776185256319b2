//! An assessment in text and in JSON.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::figures::{CHOSEN, drawn, mean_and_deviation};
use super::part_table::PartTable;
use super::{learning_curve, left_out};
use crate::evaluation::{ALL, Assessment, Interval, Judgements, OF_THEMES};
use crate::model::Perspective;

/// The maximum number of confused pairs to list.
const MAX_PAIRS: usize = 10;

/// The classification report, followed by a table for each of the other parts.
impl fmt::Display for Assessment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.evaluation)?;
        if let Some((name, said)) = self.context() {
            writeln!(formatter, "{:26} {name}: {said}", "context")?;
        }
        let width = self.width();
        self.intervals(formatter, width)?;
        self.repeats(formatter)?;
        self.prevalences(formatter, width)?;
        self.confused(formatter)?;
        self.parts(formatter)?;
        self.learning_curve.iter().try_for_each(|curve| learning_curve::write(formatter, curve))
    }
}

impl Assessment {
    /// The name of a context other than the article, and what it means.
    pub(super) fn context(&self) -> Option<(&'static str, &'static str)> {
        let said = match self.perspective {
            Perspective::Article => return None,
            Perspective::Paragraph => {
                "paragraphs are predicted in their articles, and judged by themselves"
            }
            Perspective::Alone => "every paragraph is predicted and judged by itself",
        };
        Some((self.perspective.name(), said))
    }

    fn width(&self) -> usize {
        let names = self.evaluation.themes.iter().map(|scores| scores.theme.as_str().len());
        names.max().unwrap_or_default().max("weighted avg".len())
    }

    /// The intervals, one line per theme or average.
    fn intervals(&self, formatter: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        if self.intervals.is_empty() {
            return Ok(());
        }
        let how = drawn(self.over_documents);
        write!(formatter, "\n95 % intervals, {how}\n\n{:width$}", "")?;
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

    /// The tables of parts of the paragraphs.
    fn parts(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(judgements) = &self.judgements {
            let title = "the same predictions for paragraphs of articles that were judged twice";
            let table = PartTable::of_judgements(judgements);
            write!(formatter, "\n{title}\n\n{table}")?;
        }
        if let Some(left_out) = &self.left_out {
            let title = "each source left out of training; means are weighted by paragraphs";
            write!(formatter, "\n{title}\n\n{}", left_out::table(left_out))?;
        }
        if !self.parts.is_empty() {
            write!(formatter, "\n{}", PartTable::of_parts(&self.parts))?;
        }
        Ok(())
    }
}

fn dashed(Interval { low, high }: &Interval) -> String {
    format!("{low:.4}–{high:.4}")
}

/// The dictionary of the evaluation, with the entries `confidence_intervals`,
/// `confusion_matrix`, `calibration_curve` and others. They cannot clash with themes, whose ids
/// have no underscore.
impl Serialize for Assessment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.evaluation.entries(&mut map)?;
        if let Some((name, _)) = self.context() {
            map.serialize_entry("context", name)?;
        }
        map.serialize_entry("confidence_intervals", &self.interval_map())?;
        if !self.intervals.is_empty() {
            let units = if self.over_documents { "articles" } else { "paragraphs" };
            map.serialize_entry("bootstrap_over", units)?;
        }
        map.serialize_entry("confusion_matrix", &self.confusion_map())?;
        map.serialize_entry("calibration_curve", &self.reliability)?;
        if !self.repeats.is_empty() {
            map.serialize_entry("cross_validation_repeats", &self.repeats)?;
        }
        if !self.prevalences.is_empty() {
            map.serialize_entry("prevalence_estimates", &self.prevalence_map())?;
        }
        if let Some(Judgements { in_article, alone }) = &self.judgements {
            map.serialize_entry(
                "judgements",
                &json!({ "in_article": in_article, "alone": alone }),
            )?;
        }
        if let Some(left_out) = &self.left_out {
            map.serialize_entry("left_out_sources", &left_out::json(left_out))?;
        }
        if !self.parts.is_empty() {
            map.serialize_entry("figures_by_group", &self.parts)?;
        }
        if let Some(curve) = &self.learning_curve {
            map.serialize_entry("learning_curve", &learning_curve::json(curve))?;
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
