//! Predictions to evaluate.

use crate::Dataset;
use crate::evaluation::{
    Assessment, Judgements, LearningCurve, LeftOut, Predictions, Prevalence, Units,
};

use super::measurement::Measurement;

/// Labelled paragraphs, and the predictions of models that were not trained on them.
pub(super) struct Measured {
    pub(super) dataset: Dataset,
    pub(super) answers: Vec<Predictions>,
    /// The share of each theme that the model estimates; empty without a model.
    pub(super) prevalences: Vec<Option<Prevalence>>,
    pub(super) learning_curve: Option<LearningCurve>,
    pub(super) left_out: Option<LeftOut>,
}

impl Measured {
    /// Predictions without anything beside them.
    pub(super) fn of(dataset: Dataset, answers: Vec<Predictions>) -> Self {
        Self { dataset, answers, prevalences: Vec::new(), learning_curve: None, left_out: None }
    }

    pub(super) fn assessment(&self, measurement: &Measurement) -> Assessment {
        let Self { dataset, answers, .. } = self;
        let (themes, truth) = (&dataset.themes, measurement.truth(dataset));
        let units = Units::of_documents(dataset.documents());
        let bootstrap = measurement.bootstrap();
        let assessment = Assessment::new(themes, truth.view(), answers, bootstrap, &units);
        let sources = dataset.collections(&measurement.group_by);
        // The sources that were left out have a table of their own.
        let sources = sources.filter(|_| self.left_out.is_none());
        let sources = sources.map(|source| source.unwrap_or("(none)"));
        let assessment = assessment.with_parts(sources, themes, truth.view(), answers);
        Assessment {
            perspective: measurement.context.perspective(),
            judgements: self.judgements(),
            prevalences: self.prevalences.clone(),
            learning_curve: self.learning_curve.clone(),
            left_out: self.left_out.clone(),
            ..assessment
        }
    }

    /// The paragraphs of articles that were judged twice, against both judgements.
    fn judgements(&self) -> Option<Judgements> {
        let Self { dataset, answers, .. } = self;
        let (in_article, alone) = (dataset.targets(), dataset.targets_alone());
        let judgements = [in_article.view(), alone.view()];
        Judgements::new(&dataset.themes, judgements, answers, &dataset.judged_twice())
    }
}
