//! A second judgement of a paragraph.

/// The themes of a paragraph as someone else judges it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgement {
    /// The themes it has, as ascending indices into the theme set of the dataset.
    pub themes: Vec<usize>,
    /// The undecided themes, as ascending indices. A theme in neither list is absent.
    pub unknown: Vec<usize>,
}
