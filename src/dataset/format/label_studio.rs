//! Label Studio's exports of tasks about a text: JSON, JSON-MIN and CSV.
//!
//! Themes are the answers of one control: choices, the last parts of paths of a taxonomy, or the
//! labels of parts of the text. A paragraph does not have the themes that its annotator did not
//! choose. If a task was skipped or not annotated, or only has answers that are no themes, all of its
//! themes are unknown. Several annotations are votes: the majority decides, and a tie is unknown.
//! Label Studio numbers tasks itself, so our ids are kept as `external_id` in the task's data.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use super::answer::Answer;
use super::control::{Control, is_about, minimal_controls};
use super::json::{Object, Objects, objects, scalar, take_text};
use super::label_file::{LabelFile, Records};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record, majority};
use super::table::Table;
use super::written::{self, Line, Skipped, ids, object, partly_unknown, put_rest};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem, listed};

/// The field with our ids.
const ID: &str = "external_id";

/// A task and the answers of each of its annotators.
struct Task {
    data: Object,
    text: Option<String>,
    annotations: Vec<Vec<Answer>>,
}

pub(super) fn read(file: &LabelFile) -> Records {
    if !file.is_table() {
        return records(objects(file.bytes), &[], file);
    }
    let table = Table::of(file);
    let named = file.control.or(file.column());
    match table.check(["id"].into_iter().chain(named)) {
        Ok(()) => records(table.rows().into_iter().map(with_json).collect(), &table.columns, file),
        Err(problem) => Records::failed(table.place(), problem),
    }
}

/// Turns the cells of a row that are objects and lists back into these.
fn with_json(
    (place, row): (LabelPlace, Result<Object, LabelProblem>),
) -> (LabelPlace, Result<Object, LabelProblem>) {
    let value = |value: Value| {
        let json = value.as_str().filter(|cell| cell.starts_with(['{', '[']));
        json.and_then(|cell| serde_json::from_str(cell).ok()).unwrap_or(value)
    };
    let values = |(name, cell): (String, Value)| {
        let cell = if name == "text" { cell } else { value(cell) };
        (name, cell)
    };
    (place, row.map(|row| row.into_iter().map(values).collect()))
}

fn records(objects: Objects, columns: &[String], file: &LabelFile) -> Records {
    if !columns.is_empty() && controls(&objects, columns, file).is_empty() {
        let found = listed(columns);
        let problem = LabelProblem::Unclear { what: "column has the themes", found };
        return Records::failed(LabelPlace::File, problem);
    }
    let (tasks, mut lines, is_minimal) = tasks(objects, columns, file);
    let answers = tasks.values().flat_map(|(_, task)| task.annotations.iter().flatten());
    let control = match Control::of(answers, file) {
        Ok(control) => control,
        Err(problem) => {
            lines.push((LabelPlace::File, Err(problem)));
            return lines.into();
        }
    };
    let mut without = 0;
    lines.extend(
        tasks.into_values().map(|(place, task)| (place, task.record(&control, &mut without))),
    );
    let note =
        format!("{without} annotations have only answers that are no themes: all is unknown");
    let notes = control.note(is_minimal).into_iter().chain((without > 0).then_some(note));
    Records { lines, notes: notes.collect() }
}

/// The tasks by their ids, the errors of others, and whether the tasks are those of JSON-MIN or CSV.
fn tasks(
    objects: Objects,
    columns: &[String],
    file: &LabelFile,
) -> (IndexMap<String, (LabelPlace, Task)>, Lines, bool) {
    let (mut tasks, mut wrong) = (IndexMap::<String, (LabelPlace, Task)>::new(), Lines::new());
    let found = || objects.iter().filter_map(|(_, task)| task.as_ref().ok());
    let tag = found().find_map(object_tag).map(str::to_owned);
    let is_minimal = found().any(|task| !task.contains_key("data"));
    let controls = controls(&objects, columns, file);
    for (place, task) in objects {
        match task.and_then(|task| task_of(task, tag.as_deref(), &controls)) {
            Ok((key, task)) => {
                let key = key.unwrap_or_else(|| format!("at {place:?}"));
                match tasks.get_mut(&key) {
                    Some((_, first)) => first.annotations.extend(task.annotations),
                    None => drop(tasks.insert(key, (place, task))),
                }
            }
            Err(problem) => wrong.push((place, Err(problem))),
        }
    }
    (tasks, wrong, is_minimal)
}

/// The fields of JSON-MIN or CSV that are controls: the one that the user named, or all.
fn controls(objects: &Objects, columns: &[String], file: &LabelFile) -> IndexSet<String> {
    let named = file.control.or(file.column());
    let named = named.map(|named| IndexSet::from([named.to_owned()]));
    named.unwrap_or_else(|| minimal_controls(objects, columns))
}

/// Parses a task and its id. JSON-MIN has an object for each annotation of a task. `tag` is the
/// object tag of another task, for tasks without choices.
fn task_of(
    mut object: Object,
    tag: Option<&str>,
    controls: &IndexSet<String>,
) -> Result<(Option<String>, Task), LabelProblem> {
    if object.contains_key("data") {
        let id = object.shift_remove("id").and_then(scalar);
        return full(id.clone(), object, tag).map(|task| (id, task));
    }
    if object.contains_key("annotations") || object.contains_key("completions") {
        return Err(LabelProblem::missing("field", "data", object.keys()));
    }
    let id = object.get("id").cloned().and_then(scalar);
    Ok((id.map(|id| format!("min {id}")), minimal(object, controls)?))
}

fn full(id: Option<String>, mut object: Object, tag: Option<&str>) -> Result<Task, LabelProblem> {
    let tag = object_tag(&object).or(tag).map(str::to_owned);
    let Some(Value::Object(data)) = object.shift_remove("data") else {
        return Err(LabelProblem::field("data", &"no object", "the fields of the task"));
    };
    let annotations = ["annotations", "completions"].map(|name| object.shift_remove(name));
    let annotations = annotations.into_iter().flatten().find(|value| !value.is_null());
    let annotations = match annotations.unwrap_or(json!([])) {
        Value::Array(annotations) => annotations,
        other => return Err(LabelProblem::field("annotations", &other, "a list")),
    };
    let skipped = |annotation: &&Value| {
        ["was_cancelled", "skipped"].iter().any(|field| annotation[*field] == json!(true))
    };
    let made = annotations.iter().filter(|annotation| !skipped(annotation));
    let answers = made.map(|made| results(made).map(Answer::of_result).collect());
    let annotations = answers.collect::<Result<_, _>>()?;
    let mut data: Object = data.into_iter().collect();
    let text = text(&mut data, tag.as_deref())?;
    if let Some(id) = data.shift_remove(ID).or_else(|| id.map(Value::from)) {
        data.insert("id".to_owned(), id);
    }
    Ok(Task { data, text, annotations })
}

/// The results of an annotation.
fn results(annotation: &Value) -> impl Iterator<Item = &Value> {
    annotation["result"].as_array().into_iter().flatten()
}

/// The object tag that the results of a task are about, usually named after its field.
fn object_tag(task: &Object) -> Option<&str> {
    let annotations = ["annotations", "completions"].iter().filter_map(|name| task.get(*name));
    let annotations = annotations.filter_map(Value::as_array).flatten();
    annotations.flat_map(results).find_map(|result| result["to_name"].as_str())
}

/// The text of a task: the field named like the object tag, or `text`, or the only string.
fn text(data: &mut Object, tag: Option<&str>) -> Result<Option<String>, LabelProblem> {
    let is_text = |name: &&str| data.get(*name).is_some_and(Value::is_string);
    let mut texts = data.iter().filter(|(name, value)| value.is_string() && *name != ID);
    let only = texts.next().map(|(name, _)| name.as_str()).filter(|_| texts.next().is_none());
    let field = tag.into_iter().chain(["text"]).find(is_text).or(only).unwrap_or("text").to_owned();
    take_text(data, &field)
}

/// Parses a record of JSON-MIN or CSV. This is ambiguous if the data has an `id` of its own.
fn minimal(object: Object, controls: &IndexSet<String>) -> Result<Task, LabelProblem> {
    let made = object.get("annotation_id").is_some_and(|id| !id.is_null());
    let (mut data, mut answers) = (Object::new(), Vec::new());
    for (name, value) in object {
        if controls.contains(&name) {
            answers.extend(Answer::of_value(&name, value)?);
        } else if !is_about(&name) {
            data.insert(name, value);
        }
    }
    let text = text(&mut data, None)?;
    if let Some(id) = data.shift_remove(ID) {
        data.insert("id".to_owned(), id);
    }
    Ok(Task { data, text, annotations: made.then_some(answers).into_iter().collect() })
}

impl Task {
    /// The record of the task; annotations that say nothing about themes are counted in `without`.
    fn record(self, control: &Control, without: &mut usize) -> Result<Record, LabelProblem> {
        let mut votes: IndexMap<String, usize> = IndexMap::new();
        let mut annotators = 0;
        for annotation in self.annotations {
            let Some(themes) = control.themes(annotation) else {
                *without += 1;
                continue;
            };
            annotators += 1;
            for theme in themes.into_iter().collect::<IndexSet<_>>() {
                *votes.entry(theme).or_default() += 1;
            }
        }
        let mark = |(name, yes)| (ThemeName::Name(name), majority(yes, annotators - yes));
        let others = (annotators > 0).then_some(false);
        let marks = Marks { named: votes.into_iter().map(mark).collect(), others };
        Record::of(self.data, self.text, marks)
    }
}

/// Writes a task with its number in the list, from 1. A task whose themes are all unknown has no
/// annotation.
pub(super) fn write(example: &Example, themes: &ThemeSet, number: usize) -> Result<Line, Skipped> {
    let text = written::text(example)?;
    if !(example.unknown.is_empty() || example.unknown.len() == themes.len()) {
        return Err(partly_unknown(example));
    }
    let mut data = object([("text", json!(text)), (ID, json!(example.id))]);
    let dropped = put_rest(&mut data, example, &["text", ID]);
    let annotations = annotations(themes, example, number);
    let task = json!({ "id": number, "data": data, "annotations": annotations });
    Ok(Line { bytes: task.to_string().into_bytes(), dropped })
}

/// The text before a task that follows `count` others.
pub(super) fn before(count: usize) -> &'static str {
    if count == 0 { "[\n" } else { ",\n" }
}

/// The end of a list of `count` tasks.
pub(super) fn end(count: usize) -> &'static str {
    if count == 0 { "[]\n" } else { "\n]\n" }
}

fn annotations(themes: &ThemeSet, example: &Example, id: usize) -> Vec<Value> {
    if !example.unknown.is_empty() {
        return Vec::new();
    }
    let choices = ids(themes, &example.themes);
    let result = json!({
        "from_name": "themes", "to_name": "text", "type": "choices",
        "value": { "choices": choices },
    });
    let results = if choices.is_empty() { Vec::new() } else { vec![result] };
    vec![json!({ "id": id, "result": results, "was_cancelled": false })]
}
