//! The columns of scores.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, ListArray, StringArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, FieldRef};
use themewise::language::Detected;
use themewise::model::Novelty;
use themewise::tagging::rounded;
use themewise::{Label, Prediction, ThemeSet};

/// The scores of rows, in the columns that the program's tables have.
#[derive(Default)]
pub(crate) struct ScoreColumns {
    themes: Lists,
    confidences: Vec<f64>,
    review: Lists,
    /// Not a number if the row has no text.
    novelties: Vec<f64>,
    languages: Vec<Option<Detected>>,
    /// The confidence of every theme, row by row, if it is wanted.
    all: Option<Vec<f64>>,
}

/// Lists of themes, by their indices: those of all rows, and where each row ends.
#[derive(Default)]
struct Lists {
    themes: Vec<u16>,
    ends: Vec<usize>,
}

impl ScoreColumns {
    /// Columns without rows; with `all`, also the confidence of every theme.
    pub(crate) fn new(all: bool) -> Self {
        Self { all: all.then(Vec::new), ..Self::default() }
    }

    /// Makes place for rows.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.themes.ends.reserve(rows);
        self.review.ends.reserve(rows);
        self.novelties.reserve(rows);
        self.languages.reserve(rows);
    }

    /// Adds a row.
    pub(crate) fn push(
        &mut self,
        themes: &ThemeSet,
        found: &Prediction,
        language: Option<Detected>,
    ) {
        self.themes.push(themes, &found.labels);
        self.confidences.extend(found.labels.iter().map(|label| rounded(label.confidence)));
        self.review.push(themes, &found.review);
        self.novelties.push(rounded(found.novelty));
        self.languages.push(language);
        if let Some(all) = &mut self.all {
            all.extend(found.confidences.iter().map(|&confidence| rounded(confidence)));
        }
    }

    /// Adds a row without a text.
    pub(crate) fn push_null(&mut self, themes: &ThemeSet) {
        self.themes.push(themes, &[]);
        self.review.push(themes, &[]);
        self.novelties.push(f64::NAN);
        self.languages.push(None);
        if let Some(all) = &mut self.all {
            all.resize(all.len() + themes.len(), 0.0);
        }
    }

    /// Adds the rows of others.
    pub(crate) fn append(&mut self, others: &Self) {
        self.themes.append(&others.themes);
        self.confidences.extend(&others.confidences);
        self.review.append(&others.review);
        self.novelties.extend(&others.novelties);
        self.languages.extend(&others.languages);
        if let (Some(all), Some(others)) = (&mut self.all, &others.all) {
            all.extend(others);
        }
    }

    /// The languages of novel rows.
    pub(crate) fn novel(&self) -> impl Iterator<Item = &'static str> {
        let rows = self.novelties.iter().zip(&self.languages);
        let novel = rows.filter(|(novelty, _)| **novelty >= f64::from(Novelty::NOVEL));
        novel.filter_map(|(_, language)| language.map(Detected::code))
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.novelties.len()
    }

    /// The fields of the columns.
    pub(crate) fn fields(themes: &ThemeSet, all: bool) -> Vec<FieldRef> {
        const OWN: [&str; 5] = ["themes", "confidences", "review", "novelty", "language"];
        let types = [
            list(DataType::Utf8),
            list(DataType::Float64),
            list(DataType::Utf8),
            DataType::Float64,
            DataType::Utf8,
        ];
        let own = OWN.into_iter().zip(types).map(|(name, of)| Field::new(name, of, true));
        // As in the program's tables, a name that is taken gets a prefix.
        let name =
            |id: &str| if OWN.contains(&id) { format!("themewise_{id}") } else { id.to_owned() };
        let every = themes
            .ids()
            .filter(|_| all)
            .map(|id| Field::new(name(id.as_str()), DataType::Float64, true));
        own.chain(every).map(FieldRef::from).collect()
    }

    /// The arrays of some rows.
    pub(crate) fn arrays(&self, themes: &ThemeSet, rows: Range<usize>) -> Vec<ArrayRef> {
        let nulls = self.novelties[rows.clone()]
            .iter()
            .map(|novelty| !novelty.is_nan())
            .collect::<NullBuffer>();
        let nulls = (nulls.null_count() > 0).then_some(nulls);
        let given = self.themes.of(&rows);
        let confidences = Float64Array::from(self.confidences[given.clone()].to_vec());
        let languages = self.languages[rows.clone()].iter();
        let languages = languages.map(|language| language.map(Detected::code));
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(self.themes.array(themes, &rows, nulls.clone())),
            Arc::new(lists(self.themes.offsets(&rows), Arc::new(confidences), nulls.clone())),
            Arc::new(self.review.array(themes, &rows, nulls.clone())),
            Arc::new(Float64Array::new(
                self.novelties[rows.clone()].to_vec().into(),
                nulls.clone(),
            )),
            Arc::new(languages.collect::<StringArray>()),
        ];
        if let Some(all) = &self.all {
            let width = themes.len();
            arrays.extend((0..width).map(|theme| {
                let values = rows.clone().map(|row| all[row * width + theme]).collect::<Vec<_>>();
                Arc::new(Float64Array::new(values.into(), nulls.clone())) as ArrayRef
            }));
        }
        arrays
    }
}

impl Lists {
    fn push(&mut self, themes: &ThemeSet, labels: &[Label]) {
        let places = labels.iter().filter_map(|label| themes.position(label.theme.as_str()));
        // A model has at most 2,500 themes.
        let places = places.filter_map(|place| u16::try_from(place).ok());
        self.themes.extend(places);
        self.ends.push(self.themes.len());
    }

    fn append(&mut self, others: &Self) {
        let begin = self.themes.len();
        self.themes.extend(&others.themes);
        self.ends.extend(others.ends.iter().map(|end| begin + end));
    }

    /// The places of the themes of some rows.
    fn of(&self, rows: &Range<usize>) -> Range<usize> {
        let end = |row: usize| row.checked_sub(1).map_or(0, |row| self.ends[row]);
        end(rows.start)..end(rows.end)
    }

    fn offsets(&self, rows: &Range<usize>) -> OffsetBuffer<i32> {
        let mut begin = self.of(rows).start;
        let lengths = self.ends[rows.clone()].iter().map(|&end| {
            let length = end - begin;
            begin = end;
            length
        });
        OffsetBuffer::from_lengths(lengths)
    }

    fn array(
        &self,
        themes: &ThemeSet,
        rows: &Range<usize>,
        nulls: Option<NullBuffer>,
    ) -> ListArray {
        let ids: Vec<_> = themes.ids().collect();
        let names =
            self.themes[self.of(rows)].iter().map(|&theme| ids[usize::from(theme)].as_str());
        lists(self.offsets(rows), Arc::new(StringArray::from_iter_values(names)), nulls)
    }
}

fn lists(offsets: OffsetBuffer<i32>, values: ArrayRef, nulls: Option<NullBuffer>) -> ListArray {
    let item = Field::new("item", values.data_type().clone(), true);
    ListArray::new(item.into(), offsets, values, nulls)
}

fn list(of: DataType) -> DataType {
    DataType::List(Field::new("item", of, true).into())
}
