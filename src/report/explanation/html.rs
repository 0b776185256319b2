//! The HTML page of `explain`: the words behind each label, and similar labelled paragraphs.

use std::io::{self, Write};

use maud::{Markup, html};

use crate::ThemeSet;
use crate::labelling::Neighbour;
use crate::model::{Contribution, Explanation, FromArticle, Novelty};
use crate::output::html::foreign::{dir, lang, term};
use crate::output::html::page::{hue, page, percent};
use crate::output::html::words::Words;
use crate::tagging::rounded;

use super::Explained;

/// Writes a page of explained paragraphs; `body` writes each with [`write_explanation`].
///
/// # Errors
/// If `out` cannot be written to.
pub fn explanation_page(
    out: &mut dyn Write,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    page(out, "The words behind each label", |out| {
        write!(out, "{}", legend().into_string())?;
        body(out)
    })
}

/// Writes one explanation of a paragraph.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_explanation(
    out: &mut dyn Write,
    themes: &ThemeSet,
    explained: &Explained,
) -> io::Result<()> {
    let Explained { file, paragraph, language, explanation, neighbours, scale, .. } = *explained;
    let theme = &explanation.theme;
    let hue = hue(themes.position(theme.as_str()).unwrap_or_default());
    let verdict = if explanation.is_given() { "given" } else { "not given" };
    let likelihood = scale.map(|scale| format!(" {}", scale.judge(explanation.confidence)));
    let markup = html! {
        article.paragraph style={ "--hue:" (hue) } {
            div.labels {
                span.place { (term(file)) ", line " (paragraph.line) }
                strong { (verdict) }
                button.label.review[!explanation.is_given()] type="button" aria-pressed="true"
                    data-theme=(theme) style={ "--hue:" (hue) } {
                    (theme) " " (format!("{:.4}", rounded(explanation.confidence))) (likelihood.unwrap_or_default())
                }
                @if explanation.novelty >= Novelty::NOVEL {
                    span.novel { "novel " (percent(explanation.novelty.into())) }
                }
                span.quiet { "given " (explanation.bound()) }
            }
            p.text lang=[lang(language, paragraph.text)] dir=[dir(paragraph.text)] {
                (Words { text: paragraph.text, explanations: std::slice::from_ref(explanation) })
            }
            (sum(explanation))
            @if !neighbours.is_empty() { (evidence(neighbours)) }
        }
    };
    write!(out, "{}", markup.into_string())
}

/// A legend for the marks and numbers.
fn legend() -> Markup {
    html! {
        p { span.word.for style="--weight:.6" { "Underlined" } " words are evidence for the theme, "
            span.word.against style="--weight:.6" { "dotted" } " words are evidence against it; darker is \
            stronger. What comes from the article is the sum over the words of its title, of the paragraphs \
            before and after, and of the rest around them. Similarities of labelled paragraphs go from 0 (no word in common) to 1 (the same words)." }
    }
}

/// The score as a sum, with the words for the theme and those against it.
fn sum(explanation: &Explanation) -> Markup {
    let Explanation { bias, score, contributions, from_article, .. } = explanation;
    let (plus, minus): (Vec<_>, Vec<_>) = contributions.iter().partition(|c| c.value > 0.0);
    html! {
        p.quiet { "bias (the score without words) " (format!("{bias:+.3}"))
            @if from_article.is_empty() { ", words " (format!("{:+.3}", explanation.own())) }
            @else {
                ", own words " strong { (format!("{:+.3}", explanation.own())) }
                ", from the article " strong { (format!("{:+.3}", explanation.article())) }
                " (" (explanation.article_parts(3)) ")"
            }
            ", score " (format!("{score:+.3}")) "; calibration turns the score into the confidence" }
        @if !from_article.is_empty() { (article(from_article)) }
        details {
            summary { "For (" (plus.len()) ") and against (" (minus.len()) ")" }
            @for (heading, terms) in [("For", plus), ("Against", minus)] {
                p { strong { (heading) } }
                table { tbody { @for Contribution { term: word, value, spans } in terms {
                    tr { th scope="row" { (term(word)) } td { (format!("{value:+.3}")) }
                        td.text { @if spans.len() > 1 { (spans.len()) " times" } } }
                } } }
            }
        }
    }
}

/// The strongest words of the rest of the article.
fn article(parts: &[FromArticle]) -> Markup {
    const SHOWN: usize = 8;
    html! {
        details {
            summary { "Words of the article" }
            @for FromArticle { part, value, contributions } in parts {
                p { strong { (part.name()) } " " (format!("{value:+.3}"))
                    @for (at, word) in contributions.iter().take(SHOWN).enumerate() {
                        (if at > 0 { ", " } else { ": " })
                        (term(&word.term)) " " (format!("{:+.3}", word.value))
                    }
                }
            }
        }
    }
}

fn evidence(neighbours: &[Neighbour]) -> Markup {
    html! {
        details {
            summary { "The most similar labelled paragraphs with this theme, by shared words" }
            ul.evidence { @for Neighbour { example, similarity, shared } in neighbours {
                li { strong { (example.id) } " " (format!("{similarity:.2}")) ": "
                    @if let Some(text) = example.content.text() {
                        @if let Some(dir) = dir(text) { span dir=(dir) { (text) } } @else { (text) }
                    }
                    @else { span.quiet { "kept as word counts; shared words: " (shared.join(", ")) } } }
            } }
        }
    }
}
