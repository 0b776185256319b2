//! Stems and their numbers.

use std::sync::Arc;

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// Distinct stems, numbered by their place.
pub(crate) type Stems = IndexSet<Box<str>, FxBuildHasher>;

/// The numbers that stems get.
#[derive(Debug)]
pub(super) enum Numbering {
    /// Their places; a new stem gets the next one. This number of stems were there before.
    Growing { given: usize },
    /// Their places; other stems are skipped.
    Places,
    /// One for each place, and one for all other stems.
    Others { of_places: Arc<[u32]>, of_others: u32 },
}

impl Numbering {
    /// The number of the stem at this place, or of one that has none.
    pub(super) fn of(&self, place: Option<usize>) -> Option<u32> {
        match self {
            Self::Growing { .. } | Self::Places => {
                place.and_then(|place| u32::try_from(place).ok())
            }
            Self::Others { of_places, of_others } => {
                Some(place.map_or(*of_others, |place| of_places[place]))
            }
        }
    }
}
