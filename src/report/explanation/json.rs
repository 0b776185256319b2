//! An explanation as JSON.

use std::io::{self, Write};

use crate::labelling::Neighbour;
use crate::model::{Contribution, FromArticle, Part};
use crate::output::Judgement;
use crate::{Explanation, ThemeId};
use serde::Serialize;

use super::Explained;

/// One line. Added in order, `bias` and the `value`s of `contributions` and `from_article` are
/// exactly `score`.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    line: usize,
    /// Bytes in the file.
    start: usize,
    end: usize,
    text: &'a str,
    theme: &'a ThemeId,
    confidence: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    likelihood: Option<Judgement>,
    /// Null if the theme is never given.
    threshold: f32,
    given: bool,
    novelty: f32,
    bias: f64,
    score: f64,
    contributions: Vec<Words<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from_article: Vec<OfPart<'a>>,
    evidence: Vec<Evidence<'a>>,
}

#[derive(Serialize)]
struct Words<'a> {
    term: &'a str,
    value: f64,
    occurrences: Vec<Place>,
}

/// What another part of the article contributes; the sum of its `words`.
#[derive(Serialize)]
struct OfPart<'a> {
    part: Part,
    value: f64,
    words: Vec<WordOfPart<'a>>,
}

#[derive(Serialize)]
struct WordOfPart<'a> {
    term: &'a str,
    value: f64,
}

/// The byte range of a word in the file, and its contribution.
#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
    value: f64,
}

#[derive(Serialize)]
struct Evidence<'a> {
    id: &'a str,
    similarity: f32,
    /// Null if only the words are known.
    text: Option<&'a str>,
    shared: &'a [String],
}

/// Writes an explanation as a line of JSON.
///
/// # Errors
/// If `out` cannot be written to.
pub fn write_json(out: &mut dyn Write, explained: &Explained) -> io::Result<()> {
    let Explained { file, paragraph, explanation, neighbours, scale, .. } = explained;
    let Explanation { theme, confidence, threshold, novelty, bias, score, .. } = explanation;
    let begin = paragraph.range.start;
    let row = Row {
        file,
        line: paragraph.line,
        start: begin,
        end: paragraph.range.end,
        text: paragraph.text,
        theme,
        confidence: *confidence,
        likelihood: scale.map(|scale| scale.judge(*confidence)),
        threshold: *threshold,
        given: explanation.is_given(),
        novelty: *novelty,
        bias: *bias,
        score: *score,
        contributions: explanation.contributions.iter().map(|c| words(c, begin)).collect(),
        from_article: explanation.from_article.iter().map(of_part).collect(),
        evidence: neighbours.iter().map(evidence).collect(),
    };
    serde_json::to_writer(&mut *out, &row)?;
    writeln!(out)
}

/// A term of a paragraph that begins at this byte of the file.
fn words(contribution: &Contribution, begin: usize) -> Words<'_> {
    let Contribution { term, value, spans } = contribution;
    let place = |span: &std::ops::Range<usize>| Place {
        start: begin + span.start,
        end: begin + span.end,
        value: contribution.share(),
    };
    Words { term, value: *value, occurrences: spans.iter().map(place).collect() }
}

fn of_part(from: &FromArticle) -> OfPart<'_> {
    let FromArticle { part, value, contributions } = from;
    let words = contributions.iter().map(|c| WordOfPart { term: &c.term, value: c.value });
    OfPart { part: *part, value: *value, words: words.collect() }
}

fn evidence<'a>(neighbour: &'a Neighbour) -> Evidence<'a> {
    let Neighbour { example, similarity, shared } = neighbour;
    Evidence { id: &example.id, similarity: *similarity, text: example.content.text(), shared }
}
