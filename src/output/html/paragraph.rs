//! A paragraph of a page: its labels, its text, the words behind them.

use maud::{Markup, html};

use super::foreign::{dir, lang, term};
use super::page::{hue, percent};
use super::words::Words;
use crate::model::Explanation;
use crate::output::scale::Scale;
use crate::tagging::TaggedParagraph;
use crate::tagging::rounded_to_two;
use crate::{Label, Prediction, ThemeId, ThemeSet};

/// Filter values other than theme ids, which have no underscore.
pub(super) const REVIEW: &str = "_review";
pub(super) const NOVEL: &str = "_novel";
pub(super) const NONE: &str = "_none";

/// A paragraph with its labels, and the words behind each.
pub(super) fn paragraph(
    themes: &ThemeSet,
    tagged: &TaggedParagraph,
    scale: Option<Scale>,
) -> Markup {
    let TaggedParagraph { prediction, explanations, .. } = *tagged;
    let place = |theme: &ThemeId| themes.position(theme.as_str()).unwrap_or_default();
    let text = tagged.paragraph.text;
    let first = prediction.labels.first().map(|label| hue(place(&label.theme)));
    html! {
        article.paragraph.themed[first.is_some()] style=[first.map(|hue| format!("--hue:{hue}"))]
            data-show=(shown_for(prediction)) {
            div.labels {
                span.place { "line " (tagged.paragraph.line) }
                @if prediction.labels.is_empty() && prediction.review.is_empty() {
                    span.quiet { "no theme" }
                }
                @for label in &prediction.labels { (chip(label, place(&label.theme), false, scale)) }
                @for label in &prediction.review { (chip(label, place(&label.theme), true, scale)) }
                @if prediction.is_novel() {
                    span.novel { "novel " (percent(prediction.novelty.into()))
                        @if let Some(language) = tagged.foreign_language() { ": " (language) }
                    }
                }
            }
            p.text lang=[lang(tagged.language(), text)] dir=[dir(text)] { (Words { text, explanations }) }
            @for explanation in explanations.iter().filter(|e| !e.from_article.is_empty()) {
                (sources(explanation))
            }
            @if !explanations.is_empty() { (behind(explanations)) }
        }
    }
}

/// The filters that show a paragraph.
fn shown_for(prediction: &Prediction) -> String {
    let Prediction { labels, review, .. } = prediction;
    let themes = labels.iter().chain(review).map(|label| label.theme.as_str());
    let others = [
        (REVIEW, !review.is_empty()),
        (NOVEL, prediction.is_novel()),
        (NONE, labels.is_empty() && review.is_empty()),
    ];
    let others = others.into_iter().filter(|(_, shown)| *shown).map(|(name, _)| name);
    themes.chain(others).collect::<Vec<_>>().join(" ")
}

/// A button with a label, which highlights the words that explain it.
fn chip(label: &Label, theme: usize, review: bool, scale: Option<Scale>) -> Markup {
    let Label { theme: name, confidence } = label;
    html! {
        button.label.review[review] type="button" aria-pressed="false" data-theme=(name)
            style={ "--hue:" (hue(theme)) } title={ "Show the words for " (name) } {
            (name) " " (format_args!("{:.2}", rounded_to_two(*confidence)))
            @if let Some(scale) = scale { " " span.quiet { (scale.judge(*confidence)) } }
            @if review { " to review" }
        }
    }
}

/// How much of a label comes from the paragraph's own words, and how much from its article.
fn sources(explanation: &Explanation) -> Markup {
    let signed = |value: f64| format!("{value:+.2}");
    html! {
        p.quiet { (explanation.theme) ": " (signed(explanation.own())) " from its own words, "
            (signed(explanation.article())) " from the article ("
            (explanation.article_parts(2)) ")" }
    }
}

/// The strongest words of each label, for readers who cannot see colours.
fn behind(explanations: &[Explanation]) -> Markup {
    const SHOWN: usize = 8;
    html! {
        details {
            summary { "Words behind the labels" }
            @for explanation in explanations {
                p { strong { (explanation.theme) } ": "
                    @for (at, word) in explanation.contributions.iter().take(SHOWN).enumerate() {
                        @if at > 0 { ", " }
                        (term(&word.term)) " " (format_args!("{:+.2}", word.value))
                    }
                }
            }
        }
    }
}
