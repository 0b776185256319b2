//! The kinds of names.

/// A kind of names. All names of a kind stand at the same places of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// A state, or a country that is often named like one.
    Country,
    /// What belongs to a country, and its people.
    Adjective,
    /// A capital.
    Capital,
    /// Another large city.
    City,
    /// The surname of a head of state or government, or what stands for one.
    Leader,
}

impl NameKind {
    /// Every kind, in order.
    pub const ALL: [Self; 5] =
        [Self::Country, Self::Adjective, Self::Capital, Self::City, Self::Leader];

    /// The kind with a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Adjective => "adjective",
            Self::Capital => "capital",
            Self::City => "city",
            Self::Leader => "leader",
        }
    }
}
