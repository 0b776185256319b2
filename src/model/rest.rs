//! The rest of an article, as seen from one of its paragraphs.

use super::article_scores::ArticleScores;
use super::context::Part;
use super::mean_scores::MeanScores;
use crate::lanes::{LANES, Lanes};

/// The mean scores of the paragraphs around one, and how much they count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rest {
    /// In blocks of sixteen themes; empty if there are no other paragraphs.
    scores: Vec<Lanes<f32>>,
    weight: f32,
}

impl Rest {
    /// The number of paragraphs with a mean score that are added to the others: the mean of few
    /// paragraphs says little of an article.
    const UNSEEN: f32 = 2.0;

    /// What is added to the size, in log-odds, so that a rest that says nothing stays small.
    const QUIET: f32 = 0.25;

    /// The rest of an article around the paragraph at an index.
    pub(crate) fn of(article: &ArticleScores, at: usize, means: &MeanScores) -> Self {
        let mut rest = Self::default();
        rest.find(article, at, means);
        rest
    }

    /// Overwrites the rest with that around another paragraph.
    ///
    /// What tells themes apart is in which of them the rest stands out, not how far: a long report
    /// on one subject is not surer of it than a short one. So the rest counts in units of its size,
    /// which is the root mean square over all themes. The others are added in order, so that the sum
    /// does not depend on where a long text was cut.
    #[inline]
    pub(super) fn find(&mut self, article: &ArticleScores, at: usize, means: &MeanScores) {
        self.scores.clear();
        let [before, after] = article.others(at);
        let count = (before.len() + after.len()) as f32;
        if count == 0.0 {
            return;
        }
        for block in 0..means.blocks().len() {
            // Two sums, which the processor adds up at the same time.
            let sums = [&before, &after].map(|others| article.sum(others.clone(), block));
            self.scores.push(sums[0].plus(&sums[1]).times(1.0 / count));
        }
        self.weight = count / (count + Self::UNSEEN) / (Self::QUIET + means.size(&self.scores));
    }

    /// The factor of the context's weight of a part: 1, but for the rest less if there are few
    /// paragraphs or they stand out far.
    #[inline]
    pub(crate) fn weight(&self, part: Part) -> f32 {
        if part == Part::Rest { self.weight } else { 1.0 }
    }

    /// The mean scores of a block of themes, if there are other paragraphs.
    #[inline]
    pub(super) fn block(&self, block: usize) -> Option<&Lanes<f32>> {
        self.scores.get(block)
    }

    /// The mean score of a theme, if there are other paragraphs.
    fn score(&self, theme: usize) -> Option<f32> {
        Some(self.block(theme / LANES)?.0[theme % LANES])
    }

    /// The score of a part for a theme, as seen from the paragraph that this is the rest around, if
    /// there is such a part.
    pub(crate) fn part_score(
        &self,
        article: &ArticleScores,
        part: Part,
        at: usize,
        theme: usize,
    ) -> Option<f32> {
        if part == Part::Rest { self.score(theme) } else { article.score(part, at, theme) }
    }
}

#[cfg(all(test, feature = "training"))]
mod tests {
    use super::*;

    /// The rest around the first of `count` paragraphs, of which the others have these scores.
    fn rest(count: usize, scores: [f32; 2]) -> Rest {
        let mut article = ArticleScores::default();
        article.begin(1);
        for _ in 0..count {
            article.push_scores(&[Lanes::padded(scores)]);
        }
        Rest::of(&article, 0, &MeanScores::new(&[-4.0, -5.0], 1.0))
    }

    #[test]
    fn a_lone_paragraph_has_none() {
        let rest = rest(1, [3.0, -5.0]);
        assert_eq!((rest.score(0), rest.weight), (None, 0.0));
    }

    #[test]
    fn many_paragraphs_count_more_than_few() {
        let weights = [2, 3, 10].map(|count| rest(count, [3.0, -5.0]).weight(Part::Rest));
        assert!(weights.is_sorted(), "{weights:?}");
        assert!((weights[2] / weights[0] - (9.0 / 11.0) / (1.0 / 3.0)).abs() < 1e-5);
    }

    #[test]
    fn which_theme_stands_out_counts_and_not_how_far() {
        let beyond = |by: f32| {
            let rest = rest(9, [-4.0 + by, -5.0]);
            rest.weight(Part::Rest) * (rest.score(0).unwrap() + 4.0)
        };
        let [silent, weak, clear, loud] = [0.0, 0.1, 4.0, 8.0].map(beyond);
        assert!(silent == 0.0 && weak < clear / 3.0, "{silent} {weak} {clear}");
        assert!(loud > clear && loud < 1.1 * clear, "{clear} {loud}");
    }
}
