//! Label Studio's JSON and JSON-MIN exports of tasks with `<Choices>` about a text.
//!
//! A paragraph does not have the themes that its annotator did not choose. If a task was skipped or
//! not annotated, all of its themes are unknown. Several annotations are votes: the majority
//! decides, and a tie is unknown. Label Studio numbers tasks itself, so our ids are kept as
//! `external_id` in the task's data.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::json::{Object, names, objects, scalar, take_text};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record, majority};
use super::written::{self, Line, Skipped, ids, object, partly_unknown, put_rest};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem};

/// The field with our ids.
const ID: &str = "external_id";

/// A task and the choices of its annotators.
struct Task {
    data: Object,
    text: Option<String>,
    /// The choices of each annotator.
    choices: Vec<Vec<String>>,
}

pub(super) fn read(bytes: &[u8]) -> Lines {
    let mut tasks: IndexMap<String, (LabelPlace, Task)> = IndexMap::new();
    let mut wrong = Lines::new();
    let objects = objects(bytes);
    let tag = objects.iter().filter_map(|(_, task)| task.as_ref().ok()).find_map(object_tag);
    let tag = tag.map(str::to_owned);
    for (place, task) in objects {
        match task.and_then(|task| task_of(task, tag.as_deref())) {
            Ok((key, task)) => {
                let key = key.unwrap_or_else(|| format!("at {place:?}"));
                match tasks.get_mut(&key) {
                    Some((_, first)) => first.choices.extend(task.choices),
                    None => drop(tasks.insert(key, (place, task))),
                }
            }
            Err(problem) => wrong.push((place, Err(problem))),
        }
    }
    wrong.extend(tasks.into_values().map(|(place, task)| (place, task.record())));
    wrong
}

/// Parses a task and its id. JSON-MIN has an object for each annotation of a task. `tag` is the
/// object tag of another task, for tasks without choices.
fn task_of(mut object: Object, tag: Option<&str>) -> Result<(Option<String>, Task), LabelProblem> {
    if object.contains_key("data") {
        let id = object.shift_remove("id").and_then(scalar);
        return full(id.clone(), object, tag).map(|task| (id, task));
    }
    let id = object.get("id").cloned().and_then(scalar);
    Ok((id.map(|id| format!("min {id}")), minimal(object)?))
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
    let skipped = |annotation: &Value| {
        ["was_cancelled", "skipped"].iter().any(|field| annotation[*field] == json!(true))
    };
    let made: Vec<Value> = annotations.into_iter().filter(|made| !skipped(made)).collect();
    let choices = made.iter().map(chosen).collect::<Result<_, _>>()?;
    let mut data: Object = data.into_iter().collect();
    let text = text(&mut data, tag.as_deref())?;
    if let Some(id) = data.shift_remove(ID).or_else(|| id.map(Value::from)) {
        data.insert("id".to_owned(), id);
    }
    Ok(Task { data, text, choices })
}

/// The results of an annotation that are choices.
fn results(annotation: &Value) -> impl Iterator<Item = &Value> {
    let results = annotation["result"].as_array().into_iter().flatten();
    results.filter(|result| result["type"] == "choices")
}

fn chosen(annotation: &Value) -> Result<Vec<String>, LabelProblem> {
    let choices =
        results(annotation).map(|result| names("choices", result["value"]["choices"].clone()));
    choices.collect::<Result<Vec<_>, _>>().map(|choices| choices.concat())
}

/// The object tag that the choices of a task are about, usually named after its field.
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

/// Parses a record of JSON-MIN. Its converter writes the data, then the task's id, then the choices
/// under the name of each control, then the annotator. This is ambiguous if the data has an `id` of
/// its own.
fn minimal(object: Object) -> Result<Task, LabelProblem> {
    const ABOUT: [&str; 6] =
        ["annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"];
    let made = object.get("annotation_id").is_some_and(|id| !id.is_null());
    let (after_id, end) = (object.get_index_of("id"), object.get_index_of("annotator"));
    let controls = after_id.map_or(0, |place| place + 1)..end.unwrap_or(object.len());
    let (mut data, mut choices) = (Object::new(), Vec::new());
    for (place, (name, value)) in object.into_iter().enumerate() {
        if controls.contains(&place) {
            choices.extend(chosen_in(&name, value)?);
        } else if !ABOUT.contains(&name.as_str()) {
            data.insert(name, value);
        }
    }
    let text = text(&mut data, None)?;
    if let Some(id) = data.shift_remove(ID) {
        data.insert("id".to_owned(), id);
    }
    Ok(Task { data, text, choices: made.then_some(choices).into_iter().collect() })
}

/// The choices of a control: a string for one choice, an object for several.
fn chosen_in(control: &str, value: Value) -> Result<Vec<String>, LabelProblem> {
    match value {
        Value::Object(mut object) => names(control, object.remove("choices").unwrap_or_default()),
        value => names(control, value),
    }
}

impl Task {
    fn record(self) -> Result<Record, LabelProblem> {
        let annotators = self.choices.len();
        let mut votes: IndexMap<String, usize> = IndexMap::new();
        for choice in self
            .choices
            .into_iter()
            .flat_map(|choices| choices.into_iter().collect::<indexmap::IndexSet<_>>())
        {
            *votes.entry(choice).or_default() += 1;
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
