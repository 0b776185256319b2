//! The value that each occurrence of a term adds to a row of features.

use super::{Surprisal, Vectorizer, Weighting};

/// The weights of a [`Vectorizer`] and the surprisal of its terms, next to each other, in the order
/// of the rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TermValues {
    weighting: Weighting,
    unseen_weight: f32,
    terms: Vec<TermValue>,
    /// What each of the first occurrences of a term adds. Further occurrences add too little for
    /// single-precision sums: they have a step of 0 here, and are added all at once in the end.
    steps: [Step; TABULATED_COUNTS as usize + 1],
}

/// The weight and surprisal of a term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TermValue {
    pub(super) weight: f32,
    pub(super) surprise: f32,
}

/// What occurrences of a term add to its factor, and to the square of the factor.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Step {
    pub(super) factor: f32,
    pub(super) square: f32,
}

/// The number of occurrences of a term whose steps are tabulated and added one at a time.
pub(super) const TABULATED_COUNTS: u32 = 15;

impl TermValues {
    /// The values of the terms in these columns. The number after the last term stands for unknown
    /// words, which are not a feature.
    pub fn new(vectorizer: &Vectorizer, columns: &[u32], surprisal: &Surprisal) -> Self {
        let term = |&column: &u32| TermValue {
            weight: vectorizer.weight(column),
            surprise: surprisal.of_terms[column as usize],
        };
        let unknown = TermValue { weight: 0.0, surprise: surprisal.of_unknown };
        let weighting = vectorizer.options().weighting;
        let mut steps = [Step::default(); TABULATED_COUNTS as usize + 1];
        for (step, count) in steps.iter_mut().zip(0..TABULATED_COUNTS) {
            *step = Step::between(weighting, count, count + 1);
        }
        Self {
            weighting,
            unseen_weight: vectorizer.unseen_weight(),
            terms: columns.iter().map(term).chain([unknown]).collect(),
            steps,
        }
    }

    /// The values of all terms by number, followed by those of unknown words.
    #[inline]
    pub(super) fn terms(&self) -> &[TermValue] {
        &self.terms
    }

    /// The step of one more occurrence after `count` others.
    #[inline]
    pub(super) fn step(&self, count: u32) -> Step {
        self.steps[TABULATED_COUNTS.min(count) as usize]
    }

    /// What the occurrences after the first [`TABULATED_COUNTS`] add together.
    pub(super) fn further_step(&self, count: u32) -> Step {
        Step::between(self.weighting, TABULATED_COUNTS, count)
    }

    /// The length of a row with this sum of squares.
    #[inline]
    pub(super) fn length(&self, squares: f32) -> f32 {
        self.weighting.length(squares, self.unseen_weight)
    }
}

impl Step {
    /// The step from one count to a higher one.
    fn between(weighting: Weighting, from: u32, to: u32) -> Self {
        let [from, to] = [from, to].map(|count| weighting.factor(count));
        Self { factor: to - from, square: to * to - from * from }
    }
}
