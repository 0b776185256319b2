//! Splits scores into the contributions of words.

use std::collections::BTreeMap;

use super::context::{Context, Part, Situation};
use super::placed_terms::PlacedTerms;
use super::reader::Reader;
use super::rest::Rest;
use super::{Contribution, Explanation, FromArticle, Label, Prediction, Worker};

/// A paragraph in its article: its index, and its situation.
type Place = (usize, Situation);

impl Worker {
    /// Explains the score of a paragraph by itself for the theme at index `theme` of
    /// [`Model::themes`](super::Model::themes).
    ///
    /// # Panics
    /// If the model has no such theme.
    pub fn explain(&mut self, paragraph: &str, theme: usize) -> Explanation {
        let (confidence, novelty) = (self.confidences(paragraph)[theme], self.novelty);
        let terms = self.placed_terms(paragraph);
        self.explanation(&terms, None, theme, (confidence, novelty), usize::MAX, Vec::new())
    }

    /// Explains the score of an article's paragraph at index `at`, as
    /// [`Worker::predict_article`] predicts it.
    ///
    /// # Panics
    /// If there is no such paragraph or theme.
    pub fn explain_article(
        &mut self,
        title: Option<&str>,
        paragraphs: &[impl AsRef<str>],
        at: usize,
        theme: usize,
    ) -> Explanation {
        let prediction = self.predict_article(title, paragraphs).swap_remove(at);
        let paragraph = |at: usize| paragraphs[at].as_ref();
        self.explain_kept(title, &paragraph, (at, true), &prediction, theme)
    }

    /// Explains a prediction of [`Worker::predict_kept`] with the words of the whole article.
    /// `paragraph` returns the text of each paragraph that was kept.
    pub(crate) fn explain_kept<'t>(
        &mut self,
        title: Option<&'t str>,
        paragraph: &dyn Fn(usize) -> &'t str,
        (at, titled): (usize, bool),
        prediction: &Prediction,
        theme: usize,
    ) -> Explanation {
        let result = (prediction.confidences[theme], prediction.novelty);
        self.return_to(at);
        let terms = self.placed_terms(paragraph(at));
        let place = self.situation(titled).map(|situation| (at, situation));
        let mut explanation =
            self.explanation(&terms, place, theme, result, usize::MAX, Vec::new());
        if let Some((at, situation)) = place {
            let title = title.unwrap_or_default();
            for from in &mut explanation.from_article {
                *from = self.words_of(from.part, title, paragraph, (at, situation), theme);
            }
            explanation.add_up();
        }
        explanation
    }

    /// Explains every label and then every theme to review of a prediction.
    ///
    /// The paragraph is analysed once. `prediction` must come from a worker of the same
    /// [`Workers`](super::Workers) and the same paragraph, by itself, because confidences are not
    /// computed again.
    ///
    /// # Panics
    /// If a label has a theme that the model does not have.
    pub fn explain_predicted(
        &mut self,
        paragraph: &str,
        prediction: &Prediction,
    ) -> Vec<Explanation> {
        let mut explanations = Vec::new();
        self.explain_strongest(paragraph, None, prediction, usize::MAX, &mut explanations);
        explanations
    }

    /// Overwrites `explanations` with the same, but only the `limit` strongest contributions each,
    /// reusing their memory. All of them, or new ones, would take as long as everything else.
    ///
    /// A paragraph that was predicted in its article has its index there as `kept`, and whether its
    /// title counts. What comes from the article is then not opened into words.
    pub(crate) fn explain_strongest(
        &mut self,
        paragraph: &str,
        kept: Option<(usize, bool)>,
        prediction: &Prediction,
        limit: usize,
        explanations: &mut Vec<Explanation>,
    ) {
        let Prediction { labels, review, novelty, .. } = prediction;
        let used = explanations.drain(..).map(|explanation| explanation.contributions);
        self.contributions.extend(used);
        if labels.is_empty() && review.is_empty() {
            return;
        }
        match kept {
            Some((at, _)) => self.return_to(at),
            None => self.current = self.place_of(prediction.language).unwrap_or(0),
        }
        let place = kept.and_then(|(at, titled)| Some((at, self.situation(titled)?)));
        let mut used = std::mem::take(&mut self.contributions);
        let terms = self.placed_terms(paragraph);
        explanations.extend(labels.iter().chain(review).map(|Label { theme, confidence }| {
            let index = self.themes.iter().position(|known| known == theme);
            let index = index.expect("the prediction is of this model");
            let strongest = used.pop().unwrap_or_default();
            self.explanation(&terms, place, index, (*confidence, *novelty), limit, strongest)
        }));
        self.contributions = used;
    }

    /// Splits the score of a theme into contributions.
    fn explanation(
        &self,
        terms: &PlacedTerms,
        place: Option<Place>,
        theme: usize,
        (confidence, novelty): (f32, f32),
        limit: usize,
        mut contributions: Vec<Contribution>,
    ) -> Explanation {
        let (bias, factor, from_article) = self.frame(place, theme);
        let parts = &self.reader().parts;
        let source = (&parts.vectorizer, &parts.table);
        let values = terms.contributions(source, theme, factor, limit, &mut contributions);
        let score = values.iter().fold(bias, |sum, value| sum + value);
        let score = from_article.iter().fold(score, |sum, from| sum + from.value);
        Explanation {
            theme: self.themes[theme].clone(),
            bias,
            score,
            confidence,
            novelty,
            threshold: self.decision(place.is_some()).given()[theme],
            contributions,
            from_article,
        }
    }

    /// The score without words, the factor of the paragraph's own words, and what comes from the
    /// rest of the article.
    fn frame(&self, place: Option<Place>, theme: usize) -> (f64, f64, Vec<FromArticle>) {
        let parts = &self.reader().parts;
        let (Some((at, situation)), Some(context)) = (place, parts.context()) else {
            return (parts.table.bias(theme).into(), 1.0, Vec::new());
        };
        let rest = self.rest_around(at);
        let biases = Part::ALL.map(|part| self.bias_of(part, at, theme));
        let frame = Frame { context, situation, rest: &rest, theme, biases };
        let score = |part| rest.part_score(&self.article, part, at, theme).map(f64::from);
        let present = Part::ALL.into_iter().filter(|&part| situation.has(part));
        let scores: Vec<_> = present.filter_map(|part| Some((part, score(part)?))).collect();
        let total = frame.bias(scores.iter().map(|(part, _)| *part));
        let others = scores.iter().filter(|(part, _)| *part != Part::Own);
        let from = others.map(|&(part, score)| FromArticle {
            part,
            value: frame.factor(part) * (score - biases[part as usize]),
            contributions: Vec::new(),
        });
        (total, frame.factor(Part::Own), from.collect())
    }

    /// The score of a part without words: that of the table that read it.
    fn bias_of(&self, part: Part, at: usize, theme: usize) -> f64 {
        let bias = |reader: usize| f64::from(self.readers[reader].parts.table.bias(theme));
        let of = |at: usize| bias(self.article.note(at).reader);
        let is_own = |reader: usize| reader == self.current;
        match part {
            Part::Title => bias(self.article.title_reader()),
            Part::Before if at > 0 => of(at - 1),
            Part::After if at + 1 < self.article.len() => of(at + 1),
            Part::Rest => {
                let readers = self.article.others(at).into_iter().flatten();
                let readers = readers.map(|at| self.article.note(at).reader);
                let readers: Vec<usize> = readers.collect();
                if readers.iter().all(|&reader| is_own(reader)) {
                    return bias(self.current);
                }
                readers.iter().map(|&reader| bias(reader)).sum::<f64>() / readers.len() as f64
            }
            Part::Own | Part::Before | Part::After => bias(self.current),
        }
    }

    /// What the words of a part contribute.
    fn words_of<'t>(
        &mut self,
        part: Part,
        title: &'t str,
        paragraph: &dyn Fn(usize) -> &'t str,
        (at, situation): Place,
        theme: usize,
    ) -> FromArticle {
        let own = self.reader().parts.clone();
        let context = own.context().expect("there is a situation");
        let weight = self.rest_around(at).weight(part);
        let factor = f64::from(context.factor(situation, part)) * f64::from(weight);
        let kept = |at: usize| (paragraph(at), self.article.note(at).reader);
        let texts: Vec<(&str, usize)> = match part {
            Part::Own => vec![kept(at)],
            Part::Title => vec![(title, self.article.title_reader())],
            Part::Before => vec![kept(at - 1)],
            Part::After => vec![kept(at + 1)],
            Part::Rest => self.article.others(at).into_iter().flatten().map(kept).collect(),
        };
        let factor = factor / texts.len() as f64;
        let mut values: BTreeMap<String, f64> = BTreeMap::new();
        let mut found = Vec::new();
        for (text, reader) in texts {
            self.current = reader;
            let terms = self.placed_terms(text);
            let parts = &self.reader().parts;
            let source = (&parts.vectorizer, &parts.table);
            terms.contributions(source, theme, factor, usize::MAX, &mut found);
            for Contribution { term, value, .. } in found.drain(..) {
                *values.entry(term).or_default() += value;
            }
        }
        self.return_to(at);
        FromArticle::new(part, values)
    }

    /// The rest of the article around a paragraph that is predicted in it.
    fn rest_around(&self, at: usize) -> Rest {
        let lanes = self.reader().parts.context_lanes.as_ref().expect("there is a situation");
        Rest::of(&self.article, at, lanes.means())
    }

    /// The terms of a paragraph with their places.
    fn placed_terms(&mut self, paragraph: &str) -> PlacedTerms {
        self.find_columns(paragraph);
        PlacedTerms::new(&self.reader().parts.vectorizer, &self.stems)
    }

    /// Finds the stems of a paragraph that are terms, numbered by their columns.
    fn find_columns(&mut self, paragraph: &str) {
        let Self { readers, current, stems, .. } = self;
        let Reader { parts, analyzer, .. } = &mut readers[*current];
        let table = &parts.table;
        analyzer.analyze(paragraph, stems);
        let mut after_unknown = false;
        stems.retain_mut(|stem| {
            let known = stem.id != table.unknown();
            stem.adjacent &= known && !after_unknown;
            after_unknown = !known;
            if known {
                stem.id = table.columns()[stem.id as usize];
            }
            known
        });
    }
}

/// What is common to the parts of an explanation in context.
struct Frame<'c> {
    context: &'c Context,
    situation: Situation,
    rest: &'c Rest,
    theme: usize,
    /// The score of each part without words.
    biases: [f64; Part::COUNT],
}

impl Frame<'_> {
    fn factor(&self, part: Part) -> f64 {
        let factor = f64::from(self.context.factor(self.situation, part));
        factor * f64::from(self.rest.weight(part))
    }

    /// The score in context if no part has words.
    fn bias(&self, parts: impl Iterator<Item = Part>) -> f64 {
        let of_mean = f64::from(self.context.weights(self.situation).biases[self.theme]);
        let mean = f64::from(self.context.means[self.theme]);
        let bias = |part: Part| self.biases[part as usize];
        parts.fold(of_mean, |sum, part| sum + self.factor(part) * (bias(part) - mean))
    }
}
