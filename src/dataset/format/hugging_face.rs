//! Hugging Face datasets, in JSON Lines, a list in JSON, or CSV.
//!
//! The themes are in the column `labels` (or `label`), or there is a column for each theme.
//! `labels` is a list of names, a list of numbers of themes in the set of themes, or a multi-hot
//! vector: for each theme 1, 0, or -1 or null for unknown. A column for a theme has the same
//! values. A paragraph does not have the themes that are not in its list; a theme without a value
//! or without a column is unknown. The lists `alone` and `alone_unknown` are a second judgement.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::cell::{cell_names, is_missing, list};
use super::json::{Object, Objects, names, objects, take_text};
use super::label_file::{LabelFile, Records};
use super::mark::{NotAMark, mark};
use super::names::ThemeName;
use super::record::{Marks, Record, majority, records};
use super::table::Table;
use super::theme_columns::{self, COLUMNS, RESPONSES, may_be_theme};
use super::written::{self, Line, Shape, Skipped, ids, object, put_judgement};
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem, listed};
use crate::{ThemeId, ThemeSet};

/// How a file gives the themes of its paragraphs.
enum Layout {
    /// A list or single value in a column.
    Listed(String),
    /// A multi-hot vector in a column: one value for each theme.
    MultiHot(String),
    /// A column for each theme.
    Columns(Vec<String>),
}

pub(super) fn read(file: &LabelFile) -> Records {
    let (mut rows, place, mut names) = match file.is_table().then(|| Table::of(file)) {
        Some(table) => {
            let named = file.columns.iter().map(String::as_str);
            if let Err(problem) = table.check(["text"].into_iter().chain(named)) {
                return Records::failed(table.place(), problem);
            }
            (table.rows(), table.place(), table.columns)
        }
        None => (objects(file.bytes), LabelPlace::File, Vec::new()),
    };
    if names.is_empty() {
        let rows = rows.iter().filter_map(|(_, row)| row.as_ref().ok());
        names = rows.flat_map(Object::keys).collect::<IndexSet<_>>().into_iter().cloned().collect();
    } else {
        rows.iter_mut().filter_map(|(_, row)| row.as_mut().ok()).for_each(|row| {
            with_lists(row, file.column());
        });
    }
    match Layout::of(&rows, &names, file) {
        Ok(layout) => {
            let notes = layout.notes(&names, file);
            Records { lines: records(rows, |row| layout.record(row)), notes }
        }
        Err(problem) => Records::failed(place, problem),
    }
}

/// Turns the label cells of a CSV row back into numbers and lists.
fn with_lists(row: &mut Object, column: Option<&str>) {
    for column in ["labels", "label", "alone", "alone_unknown"].into_iter().chain(column) {
        let Some(Value::String(cell)) = row.get(column) else { continue };
        let cell = cell.trim();
        let number = cell.parse::<i64>().ok().map(Value::from);
        let value = number.or_else(|| list(cell)).unwrap_or_else(|| Value::from(cell));
        let value = if is_missing(cell) { Value::Null } else { value };
        row.insert(column.to_owned(), value);
    }
}

impl Layout {
    fn of(rows: &Objects, names: &[String], file: &LabelFile) -> Result<Self, LabelProblem> {
        let rows: Vec<&Object> = rows.iter().filter_map(|(_, row)| row.as_ref().ok()).collect();
        let has = |column: &&str| names.iter().any(|name| name == column);
        let chosen = file.columns;
        if let Some(missing) = chosen.iter().find(|column| !has(&column.as_str())) {
            return Err(LabelProblem::missing("column", missing, names));
        }
        if chosen.len() > 1 || chosen.iter().any(|column| theme_columns::is_of_marks(&rows, column))
        {
            return Ok(Self::Columns(chosen.to_vec()));
        }
        let column = file.column().or(["labels", "label"].into_iter().find(has));
        let Some(column) = column.map(str::to_owned) else {
            let columns = theme_columns::find(names, &rows, file);
            return if columns.is_empty() && !names.is_empty() {
                let found = listed(names);
                Err(LabelProblem::Unclear { what: theme_columns::WHAT, found })
            } else {
                Ok(Self::Columns(columns))
            };
        };
        // If every row has a list of zeros and ones, as long as the set of themes, the values are
        // hardly numbers of themes: they would repeat the first two themes.
        let width = file.themes.map_or(0, ThemeSet::len);
        let is_multi_hot = |value: &Value| match value {
            Value::Null => true,
            Value::Array(values) => {
                values.len() == width && values.iter().all(|value| mark(value).is_ok())
            }
            _ => false,
        };
        let mut values = rows.iter().filter_map(|row| row.get(&column));
        Ok(if values.all(is_multi_hot) { Self::MultiHot(column) } else { Self::Listed(column) })
    }

    /// What was taken for what, unless the columns have the usual names.
    fn notes(&self, names: &[String], file: &LabelFile) -> Vec<String> {
        let note = match self {
            Self::Listed(column) | Self::MultiHot(column) => {
                file.column().map(|_| format!("themes are in the column {column}"))
            }
            Self::Columns(columns) => theme_columns::note(names, columns),
        };
        note.into_iter().collect()
    }

    fn record(&self, mut row: Object) -> Result<Record, LabelProblem> {
        let text = take_text(&mut row, "text")?;
        let marks = match self {
            Self::Listed(column) if column.ends_with(RESPONSES) => {
                votes(column, row.shift_remove(column))?
            }
            Self::Listed(column) => marks(column, row.shift_remove(column))?,
            Self::MultiHot(column) => multi_hot(row.shift_remove(column).as_ref()),
            Self::Columns(columns) => of_columns(&mut row, columns)?,
        };
        let alone = alone(&mut row)?;
        Ok(Record { alone, ..Record::of(row, text, marks)? })
    }
}

/// The second judgement; `None` if there is none.
fn alone(row: &mut Object) -> Result<Option<Marks>, LabelProblem> {
    let mut take = |column: &str| row.shift_remove(column).filter(|value| !value.is_null());
    let (themes, unknown) = (take("alone"), take("alone_unknown"));
    if themes.is_none() && unknown.is_none() {
        return Ok(None);
    }
    let mut named = marks("alone", themes)?.named;
    let unknown = marks("alone_unknown", unknown)?.named;
    named.extend(unknown.into_iter().map(|(name, _)| (name, None)));
    Ok(Some(Marks { named, others: Some(false) }))
}

fn marks(column: &str, value: Option<Value>) -> Result<Marks, LabelProblem> {
    let values = match value {
        // Datasets without labels have -1 here.
        None | Some(Value::Null) => return Ok(Marks::default()),
        Some(Value::Number(number)) if number.as_i64() == Some(-1) => return Ok(Marks::default()),
        Some(Value::Array(values)) => values,
        Some(Value::String(cell)) => {
            cell_names(column, &cell)?.into_iter().map(Value::from).collect()
        }
        Some(value) => vec![value],
    };
    let name = |value| match value {
        Value::String(name) => Some(ThemeName::Name(name)),
        value => {
            let place = value.as_u64().and_then(|place| usize::try_from(place).ok());
            place.map(ThemeName::Place)
        }
    };
    let allowed = "a list of themes or of their numbers";
    let named = values.into_iter().map(|value| {
        let found = value.to_string();
        name(value).ok_or_else(|| LabelProblem::field(column, &found, allowed))
    });
    let named = named.map(|name| Ok((name?, Some(true)))).collect::<Result<_, LabelProblem>>()?;
    Ok(Marks { named, others: Some(false) })
}

/// The majority of the answers of several annotators, each of which is a theme or a list of themes.
fn votes(column: &str, value: Option<Value>) -> Result<Marks, LabelProblem> {
    let Some(Value::Array(answers)) = value else { return marks(column, value) };
    let mut votes: IndexMap<String, usize> = IndexMap::new();
    let answers: Vec<Value> = answers.into_iter().filter(|answer| !answer.is_null()).collect();
    let count = answers.len();
    for answer in answers {
        for theme in names(column, answer)?.into_iter().collect::<IndexSet<_>>() {
            *votes.entry(theme).or_default() += 1;
        }
    }
    let mark = |(name, yes)| (ThemeName::Name(name), majority(yes, count - yes));
    Ok(Marks { named: votes.into_iter().map(mark).collect(), others: (count > 0).then_some(false) })
}

fn multi_hot(value: Option<&Value>) -> Marks {
    let values = value.and_then(Value::as_array).into_iter().flatten().enumerate();
    let named = values.map(|(place, value)| (ThemeName::Place(place), mark(value).ok().flatten()));
    Marks { named: named.collect(), others: None }
}

fn of_columns(row: &mut Object, columns: &[String]) -> Result<Marks, LabelProblem> {
    let mut named = Vec::new();
    for column in columns {
        let value = row.shift_remove(column).unwrap_or_default();
        let has = mark(&value)
            .map_err(|NotAMark| LabelProblem::field(column, &value, "1, 0, -1 or null"))?;
        named.push((ThemeName::Name(column.clone()), has));
    }
    Ok(Marks { named, others: None })
}

/// Writes a list of names, or a column for each theme if some example has unknown themes.
pub(super) fn write(example: &Example, shape: &Shape) -> Result<Line, Skipped> {
    let text = written::text(example)?;
    let mut row = object([("id", json!(example.id)), ("text", json!(text))]);
    if shape.all_known {
        let labels = json!(ids(shape.themes, &example.themes));
        let labels = if example.is_context(shape.themes) { Value::Null } else { labels };
        row.insert("labels".to_owned(), labels);
    } else if !shape.themes.ids().all(|id| may_be_theme(id.as_str())) {
        return Err(Skipped::new(example, "a theme has the name of another column"));
    } else {
        put_columns(&mut row, shape.themes, example);
    }
    if example.alone.is_some() {
        put_judgement(&mut row, ["alone", "alone_unknown"], example.by_itself(), shape.themes);
    }
    let taken: Vec<&str> =
        COLUMNS.into_iter().chain(shape.themes.ids().map(ThemeId::as_str)).collect();
    Ok(Line::of_object(row, example, &taken))
}

/// Adds a column with 1, 0 or null for each theme.
fn put_columns(row: &mut Object, themes: &ThemeSet, example: &Example) {
    for (place, id) in themes.ids().enumerate() {
        let value = if example.unknown.contains(&place) {
            Value::Null
        } else {
            json!(u8::from(example.themes.contains(&place)))
        };
        row.insert(id.to_string(), value);
    }
}
