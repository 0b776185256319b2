//! Predictions to evaluate.

use themewise::Dataset;
use themewise::evaluation::{Assessment, LearningCurve, Predictions};

use super::measurement::Measurement;

/// Labelled paragraphs, and the predictions of models that were not trained on them.
pub(super) struct Measured {
    pub(super) dataset: Dataset,
    pub(super) answers: Vec<Predictions>,
    pub(super) learning_curve: Option<LearningCurve>,
}

impl Measured {
    pub(super) fn assessment(&self, measurement: &Measurement) -> Assessment {
        let Self { dataset, answers, learning_curve } = self;
        let (themes, truth) = (&dataset.themes, dataset.targets());
        let parts = dataset.field(&measurement.group_by).map(|value| value.unwrap_or("(none)"));
        let assessment = Assessment::new(themes, truth.view(), answers, measurement.bootstrap());
        let assessment = assessment.with_parts(parts, themes, truth.view(), answers);
        Assessment { learning_curve: learning_curve.clone(), ..assessment }
    }
}
