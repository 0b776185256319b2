//! Recalibrates a model on other paragraphs: by themselves, and in their articles if there are
//! enough.

mod before_and_after;
mod calibrated;
mod languages;
mod scored_paragraphs;

use ndarray::Array2;

pub use self::before_and_after::BeforeAndAfter;
use self::calibrated::Calibrated;
pub use self::languages::{RecalibratedLanguages, recalibrate_languages};
use self::scored_paragraphs::ScoredParagraphs;
use crate::dataset::Dataset;
use crate::evaluation::Evaluation;
use crate::model::{CalibrationSummary, Contexts, EvaluationSummary, Manifest, Model, Perspective};
use crate::training::Folds;
use crate::training::calibration::StemCounts;
use crate::training::context::{MIN_PARAGRAPHS, Surroundings};
use crate::training::validation::FoldGroups;
use crate::{Error, Result};

/// A recalibrated model, with its quality before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalibrated {
    /// The model, with the same weights and new calibrations.
    pub model: Model,
    /// The quality of paragraphs by themselves.
    pub alone: BeforeAndAfter,
    /// The quality of paragraphs in their articles, as a reader judges; `None` if they are too few
    /// to calibrate on, so that their confidences stay as they were.
    pub in_articles: Option<BeforeAndAfter>,
}

/// Fits the calibrations, thresholds and curves of a model to labelled paragraphs that it was not
/// trained on. Themes without known labels do not change, and those of paragraphs in articles only
/// if there are at least 200 such paragraphs.
///
/// # Errors
/// If the model was trained on these labels, `folds` is less than 2, or there are fewer than two
/// distinct paragraphs per fold. Paragraphs with the same value of the field `group_by` stay in one
/// fold, as in [`TrainingOptions`](crate::training::TrainingOptions).
pub fn recalibrate(
    model: Model,
    dataset: &Dataset,
    folds: usize,
    group_by: &str,
) -> Result<Recalibrated> {
    check(&model, dataset)?;
    let together = FoldGroups::of(dataset, &StemCounts::of(dataset), group_by, folds)?;
    let folds = Folds::stratified(dataset.targets_alone().view(), &together.groups, folds, 0);
    let paragraphs = ScoredParagraphs::alone(&model, dataset);
    let alone = Calibrated::fit(&paragraphs, model.heads(), &folds);
    let around = scored_paragraphs::scores(&model, Surroundings::of(dataset, &folds).contents());
    let in_articles =
        |perspective| in_articles(&model, dataset, &folds, &paragraphs, &around, perspective);
    let article = in_articles(Perspective::Article);
    let paragraph = in_articles(Perspective::Paragraph);

    let manifest = manifest(&model, dataset, &alone.figures.after);
    let heads =
        |calibrated: &Option<Calibrated>| calibrated.as_ref().map(|found| found.heads.clone());
    let contexts = model.contexts().map(|contexts| Contexts {
        article: contexts.article.clone().with_heads(heads(&article)),
        paragraph: contexts.paragraph.clone().with_heads(heads(&paragraph)),
    });
    let model = model.with_heads(manifest, alone.heads, contexts);
    let in_articles = article.map(|calibrated| calibrated.figures);
    Ok(Recalibrated { model, alone: alone.figures, in_articles })
}

/// Fits the heads of paragraphs in articles for a perspective, if there are enough of them. `around`
/// are the scores of what surrounds them.
fn in_articles(
    model: &Model,
    dataset: &Dataset,
    folds: &Folds,
    alone: &ScoredParagraphs,
    around: &Array2<f32>,
    perspective: Perspective,
) -> Option<Calibrated> {
    let context = model.contexts()?.of(perspective)?;
    let paragraphs = alone.in_articles(context, perspective, dataset, folds, around);
    let enough = paragraphs.len() >= MIN_PARAGRAPHS;
    enough.then(|| Calibrated::fit(&paragraphs, &context.heads, folds))
}

fn check(model: &Model, dataset: &Dataset) -> Result<()> {
    if model.manifest().training.labels_sha256 != dataset.sha256 {
        return Ok(());
    }
    Err(Error::setting(
        "labels to calibrate on",
        "what the model was trained on, of which it is too sure",
        "paragraphs it has not seen",
    ))
}

fn manifest(model: &Model, dataset: &Dataset, after: &Evaluation) -> Manifest {
    let calibration = CalibrationSummary {
        labels_sha256: dataset.sha256.clone(),
        examples: dataset.examples.len(),
    };
    Manifest {
        calibration: Some(calibration),
        evaluation: EvaluationSummary::from(after),
        ..model.manifest().clone()
    }
}
