//! The page of `evaluate`: figures and charts.

use std::io::{self, Write};

use maud::{Markup, html};

use super::super::figures::{CHOSEN, drawn, mean_and_deviation};
use super::super::left_out;
use super::super::part_table::PartTable;
use super::learning_curve::learning_curve;
use crate::evaluation::{
    ALL, Assessment, Evaluation, Figure, Interval, Judgements, LeftOut, OF_THEMES,
};
use crate::output::html::charts::{Bar, Square, bars, heat_map};
use crate::output::html::page::page;

/// Writes a page about an assessment.
///
/// # Errors
/// If `out` cannot be written to.
pub fn evaluation_page(
    out: &mut dyn Write,
    title: &str,
    assessment: &Assessment,
) -> io::Result<()> {
    let sections = [
        ("Figures", Some(figures(assessment))),
        ("Repeats", repeats(&assessment.repeats)),
        ("Calibration", Some(reliability(assessment))),
        ("Precision and recall", Some(precision_recall(assessment))),
        ("Confused themes", Some(confusion(assessment))),
        ("Share of each theme", prevalence(assessment)),
        ("Two judgements", assessment.judgements.as_ref().map(judgements)),
        ("Sources left out", assessment.left_out.as_ref().map(left_out_sources)),
        ("By source", by_source(assessment)),
        ("What more labels would bring", assessment.learning_curve.as_ref().map(learning_curve)),
    ];
    page(out, &format!("Evaluation: {title}"), |out| {
        for (heading, section) in sections {
            if let Some(section) = section {
                let section = html! { section { h2 { (heading) } (section) } };
                write!(out, "{}", section.into_string())?;
            }
        }
        Ok(())
    })
}

fn figures(assessment: &Assessment) -> Markup {
    let Assessment { evaluation, intervals, .. } = assessment;
    let all = evaluation.figures();
    let cell = |of: &str, name: &str| {
        let place = all.iter().position(|figure| figure.of == of && figure.name == name);
        place.map(|place| value(&all[place], intervals.get(place).copied().flatten()))
    };
    let themes = evaluation.themes.iter();
    let rows = themes.map(|scores| (scores.theme.as_str(), scores.averages.support));
    let averages = evaluation.averages();
    let rows = rows.chain(averages.map(|(name, averages)| (name, averages.support)));
    html! {
        p { (evaluation.paragraphs) " paragraphs."
            @if let Some((name, said)) = assessment.context() { " Context " (name) ": " (said) "." }
            @if !intervals.is_empty() { " In grey: 95 % intervals, " (drawn(assessment.over_documents)) "." } }
        div.scroll { table {
            thead { tr { th scope="col" { "theme" }
                @for column in OF_THEMES { th scope="col" { (column) } } th scope="col" { "support" } } }
            tbody { @for (of, support) in rows {
                tr { th scope="row" { (of) }
                    @for column in OF_THEMES { td { @if let Some(cell) = cell(of, column) { (cell) } } }
                    td { (support) } }
            } }
        } }
        div.scroll { table { tbody {
            @for figure in all.iter().filter(|figure| figure.of == ALL) {
                tr { th scope="row" { (figure.name) } td { @if let Some(cell) = cell(figure.of, figure.name) { (cell) } } }
            }
        } } }
        (glossary())
    }
}

/// What each figure means, for readers who do not evaluate models every day.
fn glossary() -> Markup {
    const WORDS: [(&str, &str); 8] = [
        ("precision", "The share of the given labels that is right."),
        ("recall", "The share of the true labels that is given."),
        ("f1-score", "The harmonic mean of precision and recall; high only if both are high."),
        ("support", "The number of true labels."),
        (
            "average precision",
            "The mean precision at each paragraph with the theme, in order of falling confidence; it depends on no threshold.",
        ),
        (
            "micro, macro, weighted, samples avg",
            "Over all labels; the mean over themes; the same weighted by support; the mean over paragraphs, where a paragraph without labels counts as 0.",
        ),
        ("Brier score", "The mean squared error of the confidences; 0 is best."),
        (
            "expected calibration error",
            "The mean distance between the confidences and the share that is right; 0 is best.",
        ),
    ];
    html! {
        details {
            summary { "What the figures mean" }
            dl { @for (word, meaning) in WORDS { dt { (word) } dd { (meaning) } } }
        }
    }
}

fn value(figure: &Figure, interval: Option<Interval>) -> Markup {
    html! {
        @if let Some(value) = figure.value {
            (format!("{value:.3}"))
            @if let Some(Interval { low, high }) = interval {
                " " span.range { (format!("{low:.2}–{high:.2}")) }
            }
        } @else { "–" }
    }
}

fn repeats(repeats: &[Evaluation]) -> Option<Markup> {
    let rows = CHOSEN.map(|(name, figure)| {
        let values: Vec<f64> = repeats.iter().map(figure).collect();
        (name, mean_and_deviation(&values))
    });
    let table = html! {
        p { "Mean and standard deviation of " (repeats.len()) " repeats with other folds." }
        table { tbody { @for (name, (mean, deviation)) in rows {
            tr { th scope="row" { (name) } td { (format!("{mean:.4} ± {deviation:.4}")) } }
        } } }
    };
    (!repeats.is_empty()).then_some(table)
}

/// The reliability diagram: on the diagonal, confidences are calibrated.
fn reliability(assessment: &Assessment) -> Markup {
    let square = Square::new(300.0);
    let bins = assessment.reliability.iter().filter(|bin| bin.pairs > 0);
    let points = bins.clone().map(|bin| (bin.confidence, bin.share));
    let inside = html! {
        path.ink.dashed d=(square.path([(0.0, 0.0), (1.0, 1.0)])) {}
        path.curve d=(square.path(points)) {}
        @for bin in bins.clone() {
            circle.dot cx=(square.x(bin.confidence)) cy=(square.y(bin.share))
                r=(format!("{:.1}", 1.5 + (bin.pairs as f64).log10())) {}
        }
    };
    let label = "Reliability diagram: share true by mean confidence, in fifteen ranges";
    html! {
        figure {
            (square.chart(label, ("confidence", 1.0), "share true", &inside))
            figcaption { "Pairs of paragraph and theme in fifteen ranges of confidence; a larger dot \
                has more pairs. On the dashed line, the confidence equals the share that is true." }
        }
        details {
            summary { "The numbers" }
            table {
                thead { tr { th scope="col" { "mean confidence" } th scope="col" { "share true" } th scope="col" { "pairs" } } }
                tbody { @for bin in bins {
                    tr { td { (format!("{:.3}", bin.confidence)) } td { (format!("{:.3}", bin.share)) } td { (bin.pairs) } }
                } }
            }
        }
    }
}

fn precision_recall(assessment: &Assessment) -> Markup {
    let square = Square::new(120.0);
    let themes = assessment.evaluation.themes.iter().zip(&assessment.precision_recall);
    html! {
        p.note { "Precision (upwards) by recall (to the right), and the average precision. As the threshold falls, recall rises and precision usually falls." }
        div.small-charts {
            @for (scores, curve) in themes.filter(|(_, curve)| !curve.is_empty()) {
                @let precision = format!("{:.2}", scores.average_precision.unwrap_or_default());
                @let label = format!("Precision by recall of {}, average precision {precision}", scores.theme);
                @let path = square.path(thinned(curve));
                figure {
                    (square.chart(&label, ("", 1.0), "", &html! { path.curve d=(path) {} }))
                    figcaption { (scores.theme) " " (precision) }
                }
            }
        }
    }
}

/// A curve that starts at recall 0, with no more points than can be seen.
fn thinned(curve: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64)> {
    const SEEN: usize = 200;
    let start = curve.first().map(|&(_, precision)| (0.0, precision));
    let every = curve.len() / SEEN + 1;
    start.into_iter().chain(curve.iter().copied().step_by(every)).chain(curve.last().copied())
}

fn confusion(assessment: &Assessment) -> Markup {
    let confusion = &assessment.confusion;
    let names: Vec<_> = assessment.evaluation.themes.iter().map(|s| s.theme.as_str()).collect();
    let columns: Vec<_> = names.iter().copied().chain(["only missed"]).collect();
    let rows = confusion.counts.rows().into_iter().zip(&confusion.missed);
    let counts: Vec<Vec<usize>> =
        rows.map(|(row, &missed)| row.iter().copied().chain([missed]).collect()).collect();
    html! {
        figure {
            (heat_map(&names, &columns, &counts, "True themes of paragraphs, by the themes they were given"))
            figcaption { "Rows: the true theme of a paragraph. Columns: the theme it was given. On the \
                diagonal they agree; elsewhere the true theme was missed and another given." }
        }
    }
}

fn prevalence(assessment: &Assessment) -> Option<Markup> {
    let Assessment { evaluation, prevalences, .. } = assessment;
    let themes = evaluation.themes.iter().zip(prevalences).zip(assessment.shares()).enumerate();
    let bars_of_themes = themes.map(|(theme, ((scores, prevalence), share))| Bar {
        name: scores.theme.as_str(),
        theme,
        share: prevalence.map_or(0.0, |p| p.share),
        interval: prevalence.map(|p| p.interval),
        mark: Some(share),
        label: prevalence.map_or_else(String::new, |p| format!("{:.1} %", 100.0 * p.share)),
    });
    let chart = html! {
        figure {
            (bars(&bars_of_themes.collect::<Vec<_>>(), "Estimated share of paragraphs of each theme"))
            figcaption { "Bars and lines: shares estimated without labels, with 95 % intervals \
                (adjusted counts). Dots: the true shares." }
        }
    };
    (!prevalences.is_empty()).then_some(chart)
}

fn by_source(assessment: &Assessment) -> Option<Markup> {
    let parts = &assessment.parts;
    (!parts.is_empty()).then(|| part_table(&PartTable::of_parts(parts)))
}

/// The paragraphs of articles, against both judgements.
fn judgements(judgements: &Judgements) -> Markup {
    html! {
        p { "The same predictions for paragraphs of articles that were judged twice: as a reader of the \
            article judges them, and by themselves." }
        (part_table(&PartTable::of_judgements(judgements)))
    }
}

/// The sources that were left out of training.
fn left_out_sources(left_out: &LeftOut) -> Markup {
    html! {
        p { "Each source, measured by a model that was not trained on it. Means are weighted by \
            paragraphs; the worst quarter of the sources is by calibration error, or by average \
            precision." }
        (part_table(&left_out::table(left_out)))
    }
}

fn part_table(table: &PartTable) -> Markup {
    let figure = |value: &Option<f64>| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.3}"));
    html! {
        div.scroll { table {
            thead { tr { th scope="col" { "part" } th scope="col" { "paragraphs" }
                @for (name, _) in table.figures { th scope="col" { (name) } } } }
            tbody { @for row in &table.rows {
                tr { th scope="row" { (row.name) } td { (row.paragraphs) }
                    @for value in &row.figures { td { (figure(value)) } } }
            } }
        } }
    }
}
