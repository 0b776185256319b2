//! A column of text in any of the types that libraries use for it.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::DataType;

/// A column of text, of which every value is valid.
pub(crate) enum TextColumn {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    /// Each value by its place among the distinct ones; `None` is null.
    Encoded(Vec<Option<usize>>, Box<Self>),
    /// Nothing but nulls.
    Nothing,
}

impl TextColumn {
    /// The column, whose values are checked, since they come from elsewhere.
    ///
    /// # Errors
    /// If it has another type, or is not valid; in words.
    pub(crate) fn of(column: &ArrayRef) -> Result<Self, String> {
        if !Self::is_text(column.data_type()) {
            return Err(format!("expected text, found {}", column.data_type()));
        }
        column
            .to_data()
            .validate_full()
            .map_err(|error| format!("expected valid text: {error}"))?;
        Ok(match column.data_type() {
            DataType::Utf8 => Self::Small(column.as_string().clone()),
            DataType::LargeUtf8 => Self::Large(column.as_string().clone()),
            DataType::Utf8View => Self::View(column.as_string_view().clone()),
            DataType::Null => Self::Nothing,
            _ => Self::encoded(column)?,
        })
    }

    /// Whether a type is one of text.
    pub(crate) fn is_text(found: &DataType) -> bool {
        match found {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => true,
            DataType::Dictionary(_, values) => Self::is_text(values),
            _ => false,
        }
    }

    fn encoded(column: &ArrayRef) -> Result<Self, String> {
        let dictionary = column.as_any_dictionary();
        let values = Self::of(dictionary.values())?;
        let keys = dictionary.keys();
        if dictionary.values().is_empty() {
            return Ok(Self::Nothing);
        }
        let places = dictionary.normalized_keys().into_iter().enumerate();
        let places = places.map(|(row, place)| keys.is_valid(row).then_some(place));
        Ok(Self::Encoded(places.collect(), Box::new(values)))
    }

    /// The text of a row; `None` if it is null.
    #[inline]
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Small(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Large(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::View(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Encoded(places, values) => values.get(places[row]?),
            Self::Nothing => None,
        }
    }
}
