//! The learning curve on the page of `evaluate`.

use maud::{Markup, html};

use super::super::figures::CHOSEN;
use super::super::learning_curve::{PROJECTED, has_articles};
use crate::evaluation::{Evaluation, LearningCurve};
use crate::output::html::charts::Square;

/// The learning curve, measured and projected.
pub(super) fn learning_curve(curve: &LearningCurve) -> Markup {
    let [macro_f1, precision] = [CHOSEN[0].1, CHOSEN[2].1];
    let laws = [macro_f1, precision].map(|figure| curve.projection(figure));
    let last = curve.points.last().map_or(1, |point| point.paragraphs);
    let with_articles = has_articles(curve);
    let row = |paragraphs: usize, articles: Option<usize>, figures: [f64; 2], kind: &str| {
        html! { tr { td { (paragraphs) } @if with_articles { td { @if let Some(articles) = articles { (articles) } } } @for figure in figures { td { (format!("{figure:.4}")) } } td.text { (kind) } } }
    };
    html! {
        (learning_chart(curve, precision, last))
        table {
            thead { tr { th scope="col" { "trained on" }
                @if with_articles { th scope="col" { "articles" } } th scope="col" { (CHOSEN[0].0) }
                th scope="col" { (CHOSEN[2].0) } th scope="col" { "" } } }
            tbody {
                @for point in &curve.points {
                    (row(point.paragraphs, Some(point.documents), [macro_f1, precision].map(|figure| figure(&point.evaluation)), "measured"))
                }
                @if let [Some(macro_f1), Some(precision)] = laws {
                    @for paragraphs in PROJECTED.map(|times| times * last) {
                        (row(paragraphs, None, [macro_f1, precision].map(|law| law.at(paragraphs)), "projected"))
                    }
                }
            }
        }
    }
}

fn learning_chart(curve: &LearningCurve, figure: fn(&Evaluation) -> f64, last: usize) -> Markup {
    let square = Square::new(300.0);
    let most = PROJECTED[1] * last;
    let across = |paragraphs: usize| paragraphs as f64 / most as f64;
    let measured = curve.points.iter().map(|p| (across(p.paragraphs), figure(&p.evaluation)));
    let ahead = curve.projection(figure).map(|law| {
        let places = (4..=4 * PROJECTED[1]).map(|quarter| quarter * last / 4);
        square.path(places.map(|paragraphs| (across(paragraphs), law.at(paragraphs))))
    });
    let inside = html! {
        @if let Some(path) = ahead { path.ink.dashed d=(path) {} }
        path.curve d=(square.path(measured.clone())) {}
        @for (x, y) in measured { circle.dot cx=(square.x(x)) cy=(square.y(y)) r="3.5" {} }
    };
    let label = "Mean average precision by the number of labelled paragraphs";
    html! {
        figure {
            (square.chart(label, ("labelled paragraphs", most as f64), "mean average precision", &inside))
            figcaption { "Dots: models trained on this number of labelled paragraphs. Dashed: a power \
                law fitted to the dots, which is only a projection." }
        }
    }
}
