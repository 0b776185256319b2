//! A learning curve, as a table and in JSON.

use std::fmt;

use serde_json::{Value, json};

use super::figures::{CHOSEN, Chosen};
use crate::evaluation::{Evaluation, LearningCurve, Projection};

/// Multiples of the number of labels to which a learning curve is projected.
pub(crate) const PROJECTED: [usize; 2] = [2, 4];

/// The figures of the curve.
const FIGURES: [Chosen; 2] = [CHOSEN[0], CHOSEN[2]];

/// Whether the training paragraphs belong to articles.
pub(crate) fn has_articles(curve: &LearningCurve) -> bool {
    curve.points.iter().any(|point| point.documents > 0)
}

/// A line for each measured point, then the projection.
pub(super) fn write(formatter: &mut fmt::Formatter<'_>, curve: &LearningCurve) -> fmt::Result {
    let articles = |count: String| {
        if has_articles(curve) { format!(" {count:>9}") } else { String::new() }
    };
    let of_articles = articles("articles".to_owned());
    let [macro_f1, precision] = FIGURES.map(|(name, _)| name);
    writeln!(formatter, "\ntrained on {of_articles}  {macro_f1:>9} {precision:>9}")?;
    for point in &curve.points {
        let of_articles = articles(point.documents.to_string());
        let [macro_f1, precision] = FIGURES.map(|(_, figure)| figure(&point.evaluation));
        let paragraphs = point.paragraphs;
        writeln!(formatter, "{paragraphs:>11}{of_articles}  {macro_f1:>9.4} {precision:>9.4}")?;
    }
    let last = curve.points.last().map_or(0, |point| point.paragraphs);
    let of_articles = articles(String::new());
    if let [Some(macro_f1), Some(precision)] = FIGURES.map(|(_, figure)| curve.projection(figure)) {
        for paragraphs in PROJECTED.map(|times| times * last) {
            let [macro_f1, precision] = [macro_f1, precision].map(|law| law.at(paragraphs));
            writeln!(
                formatter,
                "{paragraphs:>11}{of_articles}  {macro_f1:>9.4} {precision:>9.4}  projected"
            )?;
        }
    }
    Ok(())
}

/// `{points: [{paragraphs, articles, evaluation}], projection: {figure: {limit, scale, rate}}}`.
pub(super) fn json(curve: &LearningCurve) -> Value {
    let points = curve.points.iter().map(|point| {
        json!({
            "paragraphs": point.paragraphs,
            "articles": point.documents,
            "evaluation": &point.evaluation,
        })
    });
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
