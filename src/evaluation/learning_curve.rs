//! Learning curves: the benefit of more labels.

use super::Evaluation;

/// The quality of models by their number of training paragraphs, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningCurve {
    /// One point for each number of paragraphs.
    pub points: Vec<LearningPoint>,
}

/// The quality of models trained on a number of paragraphs.
#[derive(Debug, Clone, PartialEq)]
pub struct LearningPoint {
    /// The number of training paragraphs.
    pub paragraphs: usize,
    /// The number of documents that they belong to, if the labels name them.
    pub documents: usize,
    /// The evaluation on other paragraphs.
    pub evaluation: Evaluation,
}

/// `figure = limit − scale · paragraphs^−rate`, the power law of learning curves (Cortes, Jackel,
/// Solla, Vapnik and Denker 1993).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// The limit for infinitely many paragraphs.
    pub limit: f64,
    /// The distance from the limit with one paragraph.
    pub scale: f64,
    /// The rate at which the distance shrinks.
    pub rate: f64,
}

impl LearningCurve {
    /// Fits the law to a figure. Returns `None` for fewer than four points.
    pub fn projection(&self, figure: fn(&Evaluation) -> f64) -> Option<Projection> {
        let points = self.points.iter();
        let points = points.map(|point| (point.paragraphs as f64, figure(&point.evaluation)));
        Projection::fit(&points.collect::<Vec<_>>())
    }
}

impl Projection {
    /// The projected figure for a number of training paragraphs.
    pub fn at(self, paragraphs: usize) -> f64 {
        self.limit - self.scale * (paragraphs as f64).powf(-self.rate)
    }

    /// The least-squares fit to the points, among laws that never exceed 1.
    fn fit(points: &[(f64, f64)]) -> Option<Self> {
        const RATES: usize = 200;
        if points.len() < 4 {
            return None;
        }
        let rates = (1..=RATES).map(|step| 2.0 * step as f64 / RATES as f64);
        let laws = rates.map(|rate| Self::of_rate(points, rate));
        let error = |law: &Self| {
            let lacks = points.iter().map(|&(n, y)| law.limit - law.scale * n.powf(-law.rate) - y);
            lacks.map(|lack| lack * lack).sum::<f64>()
        };
        laws.min_by(|a, b| error(a).total_cmp(&error(b)))
    }

    /// The best limit and scale for a rate, by linear regression on `n^−rate`.
    fn of_rate(points: &[(f64, f64)], rate: f64) -> Self {
        let count = points.len() as f64;
        let line: Vec<_> = points.iter().map(|&(n, y)| (n.powf(-rate), y)).collect();
        let mean_x = line.iter().map(|(x, _)| x).sum::<f64>() / count;
        let mean_y = line.iter().map(|(_, y)| y).sum::<f64>() / count;
        let with_y: f64 = line.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
        let with_x: f64 = line.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
        let scale = (-with_y / with_x).max(0.0);
        let limit = mean_y + scale * mean_x;
        if limit <= 1.0 {
            return Self { limit, scale, rate };
        }
        // The limit may not exceed 1: fit the scale with a limit of 1.
        let lacking: f64 = line.iter().map(|(x, y)| x * (1.0 - y)).sum();
        let squares: f64 = line.iter().map(|(x, _)| x * x).sum();
        Self { limit: 1.0, scale: lacking / squares, rate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_law_again_and_never_promises_more_than_all() {
        let law = Projection { limit: 0.9, scale: 2.0, rate: 0.4 };
        let sizes = [100_u16, 200, 400, 800];
        let points = sizes.map(|size| (f64::from(size), law.at(size.into())));
        let found = Projection::fit(&points).unwrap();
        for size in [1600, 100_000] {
            assert!((found.at(size) - law.at(size)).abs() < 1e-6, "{found:?}");
        }
        assert_eq!(Projection::fit(&points[..3]), None);
        let straight = sizes.map(|size| (f64::from(size), f64::from(size) / 900.0));
        assert!(Projection::fit(&straight).unwrap().at(1_000_000) <= 1.0);
        let falling = sizes.map(|size| (f64::from(size), 0.5 - f64::from(size) / 9000.0));
        let flat = Projection::fit(&falling).unwrap();
        assert!((flat.at(100) - flat.at(10_000)).abs() < 1e-12, "{flat:?}");
    }
}
