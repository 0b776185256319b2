//! Fits [`Contexts`] to labelled articles, or borrows them.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use super::baseline::Baseline;
use super::scored_article::ScoredArticle;
use crate::dataset::Dataset;
use crate::evaluation::{Evaluation, Predictions};
use crate::math::narrow;
use crate::model::{
    Calibration, Context, ContextSummary, ContextWeights, Contexts, EvaluationSummary, Part,
    Situation, ThemeHeads,
};
use crate::training::Folds;
use crate::training::calibration::{Confidence, Point, Slope, Theme, fit};
use crate::training::validation::Trial;

/// The fewest articles, and labelled paragraphs in them, to learn from. With fewer, the weights of
/// another model are better.
const MIN_ARTICLES: usize = 20;
pub(in crate::training) const MIN_PARAGRAPHS: usize = 200;

/// The weights of the parts, and the mean intercept.
const COMMON: usize = Part::COUNT + 1;

/// Contexts, and where they come from.
pub(in crate::training) struct FittedContexts {
    pub(in crate::training) contexts: Contexts,
    pub(in crate::training) summary: ContextSummary,
}

/// What contexts are fitted to.
struct Fit<'a> {
    dataset: &'a Dataset,
    folds: &'a Folds,
    baseline: Baseline,
    weights: Array1<f32>,
    articles: Vec<ScoredArticle>,
    /// The examples of their labelled paragraphs, in order.
    examples: Vec<usize>,
}

impl FittedContexts {
    /// Fits contexts to the out-of-fold scores of a trial, or borrows the weights of others if there
    /// are too few labelled articles. `alone` are the heads of lone paragraphs.
    pub(in crate::training) fn fit(
        dataset: &Dataset,
        folds: &Folds,
        trial: &Trial,
        calibrating: &[usize],
        alone: &ThemeHeads,
        others: Option<&Contexts>,
    ) -> Option<Self> {
        let fit = Fit::new(dataset, folds, trial, calibrating);
        if fit.is_enough() {
            return Some(fit.learn());
        }
        let Contexts { article, paragraph } = others?;
        let [article, paragraph] = [article, paragraph].map(|other| fit.borrow(other, alone));
        let summary = ContextSummary {
            articles: 0,
            examples: 0,
            evaluation: None,
            evaluation_by_itself: None,
        };
        Some(Self { contexts: Contexts { article, paragraph }, summary })
    }
}

impl<'a> Fit<'a> {
    fn new(dataset: &'a Dataset, folds: &'a Folds, trial: &Trial, calibrating: &[usize]) -> Self {
        let weights = dataset.weights();
        let Trial { scores, surrounding_scores, .. } = trial;
        let baseline = Baseline::fit(scores, &dataset.targets_alone(), &weights, calibrating);
        let means = baseline.mean_scores();
        let articles = ScoredArticle::all(dataset, folds, scores, surrounding_scores, &means);
        let examples = articles.iter().flat_map(ScoredArticle::examples).collect();
        Self { dataset, folds, baseline, weights, articles, examples }
    }

    fn is_enough(&self) -> bool {
        self.articles.len() >= MIN_ARTICLES && self.examples.len() >= MIN_PARAGRAPHS
    }

    fn learn(&self) -> FittedContexts {
        let (article, in_article) = self.learned(&self.dataset.targets());
        let (paragraph, by_itself) = self.learned(&self.dataset.targets_alone());
        let summary = ContextSummary {
            articles: self.articles.len(),
            examples: self.examples.len(),
            evaluation: Some(in_article),
            evaluation_by_itself: Some(by_itself),
        };
        FittedContexts { contexts: Contexts { article, paragraph }, summary }
    }

    /// Learns the weights from all articles, and the calibrations and thresholds from scores by the
    /// weights of the other folds.
    fn learned(&self, targets: &Array2<Option<bool>>) -> (Context, EvaluationSummary) {
        let (folds, examples) = (self.folds, &self.examples);
        let mut scores = Array2::zeros(targets.dim());
        for fold in 0..folds.count() {
            let context = self.context(targets, |article| article.fold != fold);
            let others = self.articles.iter().filter(|article| article.fold == fold);
            others.for_each(|article| article.write_scores(&context, &mut scores));
        }
        let context = self.context(targets, |_| true);
        let scores = scores.select(Axis(0), examples);
        let targets = targets.select(Axis(0), examples);
        let weights = self.weights.select(Axis(0), examples);
        let all: Vec<usize> = (0..examples.len()).collect();
        let Confidence { heads, confidences } = Confidence::fit(&scores, &targets, weights, &all);
        let answers = Predictions::by_thresholds(confidences, &heads.thresholds);
        let evaluation = Evaluation::new(&self.dataset.themes, targets.view(), &answers);
        (Context { heads, ..context }, EvaluationSummary::from(&evaluation))
    }

    /// The weights learned from some articles, without heads.
    fn context(
        &self,
        targets: &Array2<Option<bool>>,
        seen: impl Fn(&ScoredArticle) -> bool,
    ) -> Context {
        let articles: Vec<_> = self.articles.iter().filter(|article| seen(article)).collect();
        let weights = Situation::ALL.map(|situation| self.weights(targets, &articles, situation));
        let Baseline { means, slope, .. } = self.baseline.clone();
        Context { means, slope, weights, heads: ThemeHeads::default() }
    }

    fn weights(
        &self,
        targets: &Array2<Option<bool>>,
        articles: &[&ScoredArticle],
        situation: Situation,
    ) -> ContextWeights {
        let themes = 0..targets.ncols();
        let points = |theme| self.points(targets.column(theme), articles, situation, theme);
        let theme = |theme| Theme { points: points(theme), offset: 0.0 };
        let mut themes: Vec<Theme<COMMON>> = themes.map(theme).collect();
        let mut slopes = [Slope::Free; COMMON];
        for part in Part::ALL.into_iter().filter(|&part| !situation.has(part)) {
            slopes[part as usize] = Slope::Zero;
        }
        let mut start = [0.0; COMMON];
        start[Part::Own as usize] = 1.0;
        let common = fit(&mut themes, start, slopes);
        let shift = common[COMMON - 1];
        let biases = themes.iter().zip(&self.baseline.log_odds);
        ContextWeights {
            parts: std::array::from_fn(|part| narrow(common[part])),
            shift: narrow(shift),
            biases: biases.map(|(theme, known)| known + narrow(shift + theme.offset)).collect(),
        }
    }

    /// The labelled paragraphs of articles with their features for a theme.
    fn points(
        &self,
        targets: ArrayView1<Option<bool>>,
        articles: &[&ScoredArticle],
        situation: Situation,
        theme: usize,
    ) -> Vec<Point<COMMON>> {
        let Baseline { means, slope, log_odds } = &self.baseline;
        let mut points = Vec::new();
        for article in articles {
            for paragraph in &article.labelled {
                let example = paragraph.example;
                let Some(has) = targets[example] else { continue };
                let mut features = [0.0; COMMON];
                features[COMMON - 1] = 1.0;
                for part in Part::ALL.into_iter().filter(|&part| situation.has(part)) {
                    let found = article.part(part, paragraph, theme);
                    let (score, weight) = found.unwrap_or((means[theme], 0.0));
                    features[part as usize] = f64::from(slope * (score - means[theme]) * weight);
                }
                let (known, weight) = (log_odds[theme].into(), self.weights[example].into());
                points.push(Point { features, known, target: f64::from(u8::from(has)), weight });
            }
        }
        points
    }

    /// The weights of another context, for the scores of this model. What they have in common with
    /// those of lone paragraphs comes from the labels.
    fn borrow(&self, other: &Context, alone: &ThemeHeads) -> Context {
        let Baseline { means, slope, log_odds } = self.baseline.clone();
        let weights = Situation::ALL.map(|situation| {
            let ContextWeights { parts, shift, .. } = *other.weights(situation);
            let biases = log_odds.iter().map(|log_odds| log_odds + shift).collect();
            ContextWeights { parts, shift, biases }
        });
        let common = common_calibration(&other.heads.calibrations);
        let calibrations = alone.calibrations.iter();
        let calibrations =
            calibrations.map(|alone| if alone.is_constant() { *alone } else { common });
        let heads = ThemeHeads {
            calibrations: calibrations.collect(),
            thresholds: alone.thresholds.clone(),
            curves: Vec::new(),
        };
        Context { means, slope, weights, heads }
    }
}

/// The common slopes, and the mean intercept.
fn common_calibration(calibrations: &[Calibration]) -> Calibration {
    let told: Vec<_> = calibrations.iter().filter(|theme| !theme.is_constant()).collect();
    let mean = told.iter().map(|theme| theme.intercept).sum::<f32>() / told.len().max(1) as f32;
    let same = Calibration { below: 1.0, above: 1.0, intercept: 0.0 };
    told.first().map_or(same, |theme| Calibration { intercept: mean, ..**theme })
}
