//! Hugging Face datasets, in JSON Lines, a list in JSON, or CSV.
//!
//! The themes are in the column `labels` (or `label`), or there is a column for each theme.
//! `labels` is a list of names, a list of numbers of themes in the set of themes, or a multi-hot
//! vector: for each theme 1, 0, or -1 or null for unknown. A column for a theme has the same
//! values. A paragraph does not have the themes that are not in its list; a theme without a value
//! or without a column is unknown. The lists `alone` and `alone_unknown` are a second judgement.

use serde_json::{Value, json};

use super::json::{Object, Objects, objects, take_text};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record, records};
use super::table;
use super::written::{self, Line, Shape, Skipped, ids, object, put_judgement};
use crate::dataset::Example;
use crate::error::LabelProblem;
use crate::{ThemeId, ThemeSet};

/// The columns that are neither fields nor themes.
const COLUMNS: [&str; 7] = ["id", "text", "labels", "label", "weight", "alone", "alone_unknown"];
/// The fields whose numbers are not marks of a theme.
const PLACE: [&str; 2] = ["document", "paragraph"];

/// How a file gives the themes of its paragraphs.
enum Layout {
    /// A list or single value in a column.
    Listed(&'static str),
    /// A multi-hot vector in a column: one value for each theme.
    MultiHot(&'static str),
    /// A column for each theme.
    Columns(Vec<String>),
}

pub(super) fn read(bytes: &[u8], themes: Option<&ThemeSet>) -> Lines {
    let is_table = table::is_table(bytes);
    let mut rows = if is_table { table::rows(bytes) } else { objects(bytes) };
    if is_table {
        rows.iter_mut().filter_map(|(_, row)| row.as_mut().ok()).for_each(with_lists);
    }
    let layout = Layout::of(&rows, themes, is_table);
    records(rows, |row| layout.record(row))
}

/// Turns the label cells of a CSV row back into numbers and lists.
fn with_lists(row: &mut Object) {
    for column in ["labels", "label", "alone", "alone_unknown"] {
        if let Some(value) = row.get_mut(column) {
            let cell = value.as_str().unwrap_or_default().trim();
            let value_of_cell = cell.parse::<i64>().ok().map(Value::from).or_else(|| list(cell));
            *value = value_of_cell.unwrap_or_else(|| Value::from(cell));
        }
    }
}

/// Parses a list as JSON, Python or `NumPy` print it; `NumPy` separates values with spaces.
fn list(text: &str) -> Option<Value> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = line.replace('\'', "\"").replace("None", "null").replace("\" \"", "\",\"");
    let numbers = quoted.replace("[ ", "[").replace(" ]", "]").replace(' ', ",");
    [text, &quoted, &numbers].into_iter().find_map(|list| serde_json::from_str(list).ok())
}

impl Layout {
    fn of(rows: &Objects, themes: Option<&ThemeSet>, is_table: bool) -> Self {
        let rows = || rows.iter().filter_map(|(_, row)| row.as_ref().ok());
        let Some(column) = ["labels", "label"]
            .into_iter()
            .find(|column| rows().any(|row| row.contains_key(*column)))
        else {
            return Self::Columns(theme_columns(&rows(), themes, is_table));
        };
        // If every row has a list of zeros and ones, as long as the set of themes, the values are
        // hardly numbers of themes: they would repeat the first two themes.
        let width = themes.map_or(0, ThemeSet::len);
        let is_multi_hot = |value: &Value| match value {
            Value::Null => true,
            Value::Array(values) => {
                values.len() == width && values.iter().all(|value| mark(value).is_ok())
            }
            _ => false,
        };
        let mut values = rows().filter_map(|row| row.get(column));
        if values.all(is_multi_hot) { Self::MultiHot(column) } else { Self::Listed(column) }
    }

    fn record(&self, mut row: Object) -> Result<Record, LabelProblem> {
        let text = take_text(&mut row, "text")?;
        let marks = match self {
            Self::Listed(column) => listed(column, row.shift_remove(*column))?,
            Self::MultiHot(column) => multi_hot(row.shift_remove(*column).as_ref()),
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
    let mut named = listed("alone", themes)?.named;
    let unknown = listed("alone_unknown", unknown)?.named;
    named.extend(unknown.into_iter().map(|(name, _)| (name, None)));
    Ok(Some(Marks { named, others: Some(false) }))
}

/// Whether a column can be that of a theme.
fn may_be_theme(column: &str) -> bool {
    !COLUMNS.contains(&column) && !PLACE.contains(&column)
}

/// The columns that are themes: those named in the set of themes, or without a set, those with
/// marks only. Marks may be strings only in a table.
fn theme_columns<'r>(
    rows: &(impl Iterator<Item = &'r Object> + Clone),
    themes: Option<&ThemeSet>,
    is_table: bool,
) -> Vec<String> {
    let is_mark = |value: &Value| mark(value).is_ok() && (is_table || !value.is_string());
    let names: indexmap::IndexSet<&String> = rows.clone().flat_map(Object::keys).collect();
    let is_theme = |name: &&&String| match themes {
        _ if !may_be_theme(name) => false,
        Some(themes) => ThemeName::Name((**name).clone()).position(themes).is_ok(),
        None => rows.clone().filter_map(|row| row.get(**name)).all(is_mark),
    };
    names.iter().filter(is_theme).map(|name| (*name).clone()).collect()
}

/// A value that is not a mark.
struct NotAMark;

/// Parses a mark: whether a paragraph has a theme, or `None` for unknown.
fn mark(value: &Value) -> Result<Option<bool>, NotAMark> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(has) => Ok(Some(*has)),
        Value::String(text) if text == "True" => Ok(Some(true)),
        Value::String(text) if text == "False" => Ok(Some(false)),
        value => match value.as_f64().or_else(|| value.as_str()?.parse().ok()) {
            Some(-1.0) => Ok(None),
            Some(0.0) => Ok(Some(false)),
            Some(1.0) => Ok(Some(true)),
            _ => Err(NotAMark),
        },
    }
}

fn listed(column: &str, value: Option<Value>) -> Result<Marks, LabelProblem> {
    let values = match value {
        // Datasets without labels have -1 here.
        None | Some(Value::Null) => return Ok(Marks::default()),
        Some(Value::Number(number)) if number.as_i64() == Some(-1) => return Ok(Marks::default()),
        Some(Value::Array(values)) => values,
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
