//! The addresses that a run has met.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::output::address_number;

/// The addresses of the documents of a run, as numbers of eight bytes.
///
/// The same article is in the feeds of several days. Formats whose ids are made of addresses have
/// it once, as the first input gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Addresses {
    met: BTreeSet<u64>,
    /// Whether the address of the last document had been met before.
    repeated: bool,
}

impl Addresses {
    /// Adds the address of a document that begins.
    pub(super) fn add(&mut self, document: &Document) {
        let number = address_number(document);
        self.repeated = number.is_some_and(|number| !self.met.insert(number));
    }

    /// Whether the address of the last document had been met before.
    pub(super) fn is_repeated(&self) -> bool {
        self.repeated
    }
}
