//! An article as a worker reads it.

use std::ops::Range;

use super::{Article, Passage};
use crate::language::Detected;
use crate::{Explanation, Prediction, Worker};

/// An article whose passages a worker has scored, so that each can be predicted among the others.
#[derive(Debug)]
pub struct Reading<'a, 'w> {
    article: Article<'a>,
    worker: &'w mut Worker,
}

impl<'a, 'w> Reading<'a, 'w> {
    /// Scores the passages and the title of an article.
    pub fn new(article: Article<'a>, worker: &'w mut Worker) -> Self {
        worker.begin_text(article.document.language.and_then(Detected::language));
        let counts = worker.reads_articles();
        let article = if counts { article } else { article.without_neighbours() };
        worker.begin_article();
        if let Some(title) = article.title().filter(|_| counts) {
            worker.score(title);
            worker.keep_as_title();
            worker.begin_with_titles(article.titles());
        }
        for passage in &article.passages {
            worker.score(passage.paragraph.text);
            worker.keep_as_paragraph();
        }
        Self { article, worker }
    }

    /// The indices of the chunk's passages.
    pub fn own(&self) -> Range<usize> {
        self.article.own.clone()
    }

    /// The passage at an index.
    pub fn passage(&self, at: usize) -> &Passage<'a> {
        &self.article.passages[at]
    }

    /// Predicts the passage at an index in its article, and overwrites `prediction`.
    pub fn predict(&mut self, at: usize, prediction: &mut Prediction) {
        self.worker.predict_kept(at, self.article.is_titled(at), prediction);
    }

    /// Explains the prediction of the passage at an index with the words of the whole article.
    pub fn explain(&mut self, at: usize, prediction: &Prediction, theme: usize) -> Explanation {
        let Self { article, worker } = self;
        let text = |at: usize| article.passages[at].paragraph.text;
        let place = (at, article.is_titled(at));
        worker.explain_kept(article.title(), &text, place, prediction, theme)
    }

    /// Overwrites `explanations` with those of every label and theme to review, each with at most
    /// `limit` words.
    pub fn explain_strongest(
        &mut self,
        at: usize,
        prediction: &Prediction,
        limit: usize,
        explanations: &mut Vec<Explanation>,
    ) {
        let text = self.article.passages[at].paragraph.text;
        let place = Some((at, self.article.is_titled(at)));
        self.worker.explain_strongest(text, place, prediction, limit, explanations);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::Model;
    use crate::document::Chunks;
    use crate::math::narrow;
    use crate::model::{Context, ContextWeights, Contexts, Decisions, Novelty, ThemeHeads};
    use crate::tagging::Unit;
    use proptest::prelude::*;

    static MODEL: LazyLock<Model> = LazyLock::new(model);

    /// The built-in model with a made-up context.
    fn model() -> Model {
        let model = Model::embedded().unwrap();
        let themes = model.themes().len();
        let weights = |parts| ContextWeights { parts, shift: 0.0, biases: vec![-2.0; themes] };
        let heads = ThemeHeads { curves: Vec::new(), ..model.heads().clone() };
        let context = Context {
            means: vec![-3.0; themes],
            slope: 1.25,
            weights: [
                weights([0.7, 0.5, 0.2, 0.1, 0.3]),
                weights([0.8, 0.0, 0.3, 0.2, 0.4]),
                weights([0.8, 0.6, 0.0, 0.0, 0.0]),
            ],
            heads,
        };
        let (manifest, heads) = (model.manifest().clone(), model.heads().clone());
        let contexts = Contexts { article: context.clone(), paragraph: context };
        model.with_heads(manifest, heads, Some(contexts))
    }

    /// Takes every prediction of a text that is read in blocks of this many bytes.
    fn read(
        text: &str,
        block: usize,
        unit: Unit,
        mut take: impl FnMut(&mut Reading, usize, Prediction),
    ) {
        let Decisions { alone, in_article } = MODEL.decisions();
        let in_article = in_article.map(|decision| decision.reviewing_from(0.05));
        let decisions = Decisions { alone: alone.reviewing_from(0.05), in_article };
        let mut worker = MODEL.workers().with_decisions(decisions).worker();
        for chunk in Chunks::in_blocks("a", text.as_bytes(), block) {
            for article in Article::all(&chunk.unwrap(), unit) {
                let mut reading = Reading::new(article, &mut worker);
                for at in reading.own() {
                    let mut prediction = Prediction::default();
                    reading.predict(at, &mut prediction);
                    take(&mut reading, at, prediction);
                }
            }
        }
    }

    fn predictions(text: &str, block: usize, unit: Unit) -> Vec<Prediction> {
        let mut found = Vec::new();
        read(text, block, unit, |_, _, prediction| found.push(prediction));
        found
    }

    /// Checks that the explanations of labels add up, give the confidences, and agree with those of
    /// single themes.
    fn check_explanations(reading: &mut Reading, at: usize, prediction: &Prediction) {
        let mut explanations = Vec::new();
        reading.explain_strongest(at, prediction, usize::MAX, &mut explanations);
        assert_eq!(explanations.len(), prediction.labels.len() + prediction.review.len());
        for strongest in explanations {
            let theme = MODEL.theme(strongest.theme.as_str()).unwrap();
            let whole = reading.explain(at, prediction, theme);
            for explanation in [&strongest, &whole] {
                let Explanation { bias, contributions, from_article, score, .. } = explanation;
                let own = contributions.iter().fold(*bias, |sum, c| sum + c.value);
                let sum = from_article.iter().fold(own, |sum, from| sum + from.value);
                assert_eq!(sum.to_bits(), score.to_bits());
                let calibration = MODEL.heads_of(prediction).calibrations[theme];
                let read = calibration.confidence(narrow(*score));
                let shrunk = read * Novelty::familiarity(prediction.novelty);
                assert!((shrunk - prediction.confidences[theme]).abs() < 1e-4, "for {score}");
                assert_eq!(
                    explanation.confidence.to_bits(),
                    prediction.confidences[theme].to_bits()
                );
            }
            assert!((whole.score - strongest.score).abs() < 1e-4, "{whole:?}, {strongest:?}");
        }
    }

    /// At most `count` paragraphs with blank lines between them, some too long for an article.
    fn text(count: usize) -> impl Strategy<Value = String> {
        let sentence = "(Tariffs on steel rose|Hackers stole voter files|It rained|zzz)[.!,] ";
        let long = (0_usize..20).prop_map(|number| "It rained. ".repeat(1600 * (number / 19)));
        let paragraph = (proptest::collection::vec(sentence, 1..6), long);
        let paragraph = paragraph.prop_map(|(sentences, long)| sentences.concat() + &long);
        let paragraphs = proptest::collection::vec(paragraph, 1..=count);
        ("(Tariffs rise\n\n)?", paragraphs)
            .prop_map(|(title, paragraphs)| title + &paragraphs.join("\n\n"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn predictions_do_not_depend_on_where_a_text_is_cut(text in text(60), block in 16_usize..2000) {
            for unit in [Unit::Paragraph, Unit::Sentence] {
                prop_assert_eq!(predictions(&text, block, unit), predictions(&text, 1 << 20, unit));
            }
        }

        #[test]
        fn explanations_of_labels_add_up(text in text(5)) {
            for unit in [Unit::Paragraph, Unit::Sentence] {
                read(&text, 1 << 20, unit, |reading, at, prediction| {
                    check_explanations(reading, at, &prediction);
                });
            }
        }
    }
}
