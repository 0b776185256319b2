//! How the article around a paragraph changes its scores.
//!
//! “The deal” is about trade if the headline is. A reader knows, a model that sees one paragraph at
//! a time does not. So the scores of a paragraph are combined with those of its title, of the
//! paragraphs before and after it, and of the rest of the article, by a logistic regression whose
//! weights are common to all themes:
//!
//! `score in context = bias + Σ weight · (score − mean)`, summed over the [`Part`]s that there are.
//!
//! The weight of the rest is divided by how far the rest stands out, since what counts is in which
//! themes it does. The scores of the parts are sums over words, so the score in context is one, too.

use super::ThemeHeads;
use super::mean_scores::MeanScores;
use crate::paragraph;

/// A part of an article as seen from one of its paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The paragraph itself.
    Own,
    /// The title or headline.
    Title,
    /// The paragraph before.
    Before,
    /// The paragraph after.
    After,
    /// The other paragraphs, at most [`Context::WINDOW`] before and as many after: their mean, in
    /// units of how far it stands out.
    Rest,
}

impl Part {
    /// The number of parts.
    pub const COUNT: usize = 5;

    /// All parts, in the order of their weights.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Own, Self::Title, Self::Before, Self::After, Self::Rest];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Title => "title",
            Self::Before => "before",
            Self::After => "after",
            Self::Rest => "rest",
        }
    }
}

/// What there is around a paragraph. Each situation has weights of its own, because a part that is
/// missing leaves more to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Situation {
    /// A title, and other paragraphs.
    Titled,
    /// Other paragraphs, but no title.
    Untitled,
    /// A title, but no other paragraph.
    TitleOnly,
}

impl Situation {
    /// The number of situations.
    pub const COUNT: usize = 3;

    /// All situations, in the order of their weights.
    pub const ALL: [Self; Self::COUNT] = [Self::Titled, Self::Untitled, Self::TitleOnly];

    /// The situation of a paragraph; `None` for a lone paragraph, which has no context.
    pub fn of(has_title: bool, has_others: bool) -> Option<Self> {
        match (has_title, has_others) {
            (true, true) => Some(Self::Titled),
            (false, true) => Some(Self::Untitled),
            (true, false) => Some(Self::TitleOnly),
            (false, false) => None,
        }
    }

    /// Whether a part can exist in this situation.
    pub fn has(self, part: Part) -> bool {
        match part {
            Part::Own => true,
            Part::Title => self != Self::Untitled,
            Part::Before | Part::After | Part::Rest => self != Self::TitleOnly,
        }
    }
}

/// The weights of the parts, learned from articles of which every paragraph is labelled.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The mean score of each theme, at which a part says nothing.
    pub means: Vec<f32>,
    /// The factor that turns scores into log-odds. Weights are relative to it, so that they suit
    /// other models, too.
    pub slope: f32,
    /// The weights in each [`Situation`].
    pub weights: [ContextWeights; Situation::COUNT],
    /// The calibrations and thresholds of scores in context. There are no curves if the model
    /// borrowed the weights from another one, because its labels have no articles, and was not
    /// calibrated on articles later.
    pub heads: ThemeHeads,
}

/// The weights in one situation.
#[derive(Debug, Clone, PartialEq)]
pub struct ContextWeights {
    /// The weight of each [`Part`], relative to [`Context::slope`]; 0 if it cannot exist.
    pub parts: [f32; Part::COUNT],
    /// What all themes have in common beyond the log-odds of a mean score.
    pub shift: f32,
    /// The score in context of each theme if all parts have a mean score.
    pub biases: Vec<f32>,
}

impl Context {
    /// The number of paragraphs before a paragraph, and after it, that count as the rest of the
    /// article.
    pub const WINDOW: usize = paragraph::WINDOW;

    /// Whether labels of articles show how often its confidences are right.
    pub fn is_own(&self) -> bool {
        !self.heads.curves.is_empty()
    }

    /// The same weights with other heads, if there are any.
    #[cfg(feature = "training")]
    pub(crate) fn with_heads(self, heads: Option<ThemeHeads>) -> Self {
        let heads = heads.unwrap_or(self.heads);
        Self { heads, ..self }
    }

    /// The weights in a situation.
    pub fn weights(&self, situation: Situation) -> &ContextWeights {
        &self.weights[situation as usize]
    }

    /// The factor of a part's scores in a situation; that of the rest is also divided by how far it
    /// stands out.
    pub fn factor(&self, situation: Situation, part: Part) -> f32 {
        self.slope * self.weights(situation).parts[part as usize]
    }

    /// The mean scores, from which parts are measured.
    pub(crate) fn mean_scores(&self) -> MeanScores {
        MeanScores::new(&self.means, self.slope)
    }
}
