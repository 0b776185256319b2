//! Prodigy's JSON Lines, as `prodigy db-out` writes them.
//!
//! A task of the `choice` interface has `options`, and lists the chosen ones in `accept`. If the
//! answer is `accept`, the paragraph does not have the other options. If it is `reject`, all
//! options are unknown, as the right choice is not recorded. A binary task has one `label`, which
//! the answer accepts or rejects. A task of a `spans` or `ner` interface has the themes of its
//! labelled parts, and no others. Ignored tasks and themes that were not asked for are unknown.
//! Answers about one paragraph (with the same id, `_input_hash` or text) are votes: the majority
//! decides, and a tie is unknown.

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::json::{Object, line_of_json, names, objects, scalar, take_text};
use super::label_file::{LabelFile, Records};
use super::names::ThemeName;
use super::record::{Lines, Marks, Record, majority};
use super::written::{self, Line, Skipped, ids, object, put_rest};
use crate::ThemeSet;
use crate::dataset::Example;
use crate::error::{LabelPlace, LabelProblem};

/// The answers about one paragraph.
struct Asked {
    place: LabelPlace,
    record: Record,
    /// Votes for and against each theme.
    votes: IndexMap<ThemeName, [usize; 2]>,
}

pub(super) fn read(file: &LabelFile) -> Records {
    let mut asked: IndexMap<String, Asked> = IndexMap::new();
    let mut wrong = Lines::new();
    for (place, task) in objects(file.bytes) {
        match task.and_then(task_record) {
            Ok((key, record)) => asked.entry(key).or_insert_with(|| Asked::new(place)).add(record),
            Err(problem) => wrong.push((place, Err(problem))),
        }
    }
    wrong.extend(asked.into_values().map(|asked| (asked.place, Ok(asked.record()))));
    wrong.into()
}

impl Asked {
    fn new(place: LabelPlace) -> Self {
        Self { place, record: Record::default(), votes: IndexMap::new() }
    }

    fn add(&mut self, answer: Record) {
        for (name, has) in &answer.marks.named {
            let votes = self.votes.entry(name.clone()).or_default();
            if let Some(has) = has {
                votes[usize::from(!has)] += 1;
            }
        }
        let others = self.record.marks.others.or(answer.marks.others);
        if self.record.text.is_none() {
            self.record = answer;
        }
        self.record.marks.others = others;
    }

    fn record(mut self) -> Record {
        let votes = self.votes.into_iter();
        let named = votes.map(|(name, [yes, no])| (name, majority(yes, no)));
        self.record.marks.named = named.collect();
        self.record
    }
}

/// Parses a task; also returns the key of its paragraph.
fn task_record(mut task: Object) -> Result<(String, Record), LabelProblem> {
    let text = take_text(&mut task, "text")?;
    let marks = marks(&mut task)?;
    let hash = task.get("_input_hash").cloned().and_then(scalar);
    let meta = task.shift_remove("meta");
    task.retain(|name, _| !name.starts_with('_'));
    if let Some(Value::Object(meta)) = meta {
        task.extend(meta);
    }
    let record = Record::of(task, text, marks)?;
    let id = record.id.as_ref().map(|id| format!("id {id}"));
    let hash = || hash.map(|hash| format!("hash {hash}"));
    let text = || record.text.clone().unwrap_or_default();
    Ok((id.or_else(hash).unwrap_or_else(text), record))
}

fn marks(task: &mut Object) -> Result<Marks, LabelProblem> {
    let answer = task.shift_remove("answer").and_then(scalar);
    let accepted = match answer.as_deref() {
        Some("accept") => Some(true),
        Some("reject") => Some(false),
        Some("ignore") | None => None,
        Some(other) => {
            return Err(LabelProblem::field("answer", &other, "accept, reject or ignore"));
        }
    };
    let accept = task.shift_remove("accept");
    let options = task.shift_remove("options");
    let label = task.shift_remove("label");
    let spans = task.shift_remove("spans");
    if accept.is_some() || options.is_some() {
        let accept = accept.map_or(Ok(Vec::new()), |accept| names("accept", accept))?;
        let options = options.as_ref().map(option_ids).transpose()?;
        return Ok(of_choice(accept, options, accepted == Some(true)));
    }
    if let (Some(spans), None) = (spans, &label) {
        return of_spans(&spans, accepted == Some(true));
    }
    let asked = label.map_or(Ok(Vec::new()), |label| names("label", label))?;
    let named = asked.into_iter().map(|name| (ThemeName::Name(name), accepted));
    Ok(Marks { named: named.collect(), others: None })
}

/// The marks of a choice. An accepted choice without `options` decides on all themes.
fn of_choice(accept: Vec<String>, options: Option<Vec<String>>, is_accepted: bool) -> Marks {
    let others = (is_accepted && options.is_none()).then_some(false);
    let rejected: Vec<String> = options.unwrap_or_default();
    let rejected = rejected.into_iter().filter(|option| !accept.contains(option));
    let rejected: Vec<_> = rejected.map(|option| (option, false)).collect();
    let all = accept.into_iter().map(|option| (option, true)).chain(rejected);
    let mark = |(name, has)| (ThemeName::Name(name), is_accepted.then_some(has));
    Marks { named: all.map(mark).collect(), others }
}

/// The marks of labelled parts of a text. If they are accepted, no other part has a theme.
fn of_spans(spans: &Value, is_accepted: bool) -> Result<Marks, LabelProblem> {
    let label = |span: &Value| span["label"].as_str().map(str::to_owned);
    let labels = spans.as_array().map(|spans| spans.iter().map(label).collect());
    let labels: Vec<String> = labels
        .flatten()
        .ok_or_else(|| LabelProblem::field("spans", spans, "a list of objects with a `label`"))?;
    let mark = |name| (ThemeName::Name(name), is_accepted.then_some(true));
    let named = labels.into_iter().map(mark).collect();
    Ok(Marks { named, others: is_accepted.then_some(false) })
}

fn option_ids(options: &Value) -> Result<Vec<String>, LabelProblem> {
    let allowed = "a list of objects with an `id`";
    let id = |option: &Value| option.get("id").cloned().and_then(scalar);
    let ids = options.as_array().map(|options| options.iter().map(id).collect());
    ids.flatten().ok_or_else(|| LabelProblem::field("options", options, allowed))
}

/// Fields with a meaning in Prodigy.
const TAKEN: [&str; 7] = ["text", "options", "accept", "answer", "label", "spans", "meta"];

/// Writes a choice whose options are the known themes. If all themes are unknown, all are options
/// and the answer is `ignore`.
pub(super) fn write(example: &Example, themes: &ThemeSet) -> Result<Line, Skipped> {
    let text = written::text(example)?;
    let ignored = example.unknown.len() == themes.len();
    let asked = |place: &usize| ignored || !example.unknown.contains(place);
    let asked: Vec<usize> = (0..themes.len()).filter(asked).collect();
    let option = |id: &str| json!({ "id": id, "text": id });
    let options: Vec<Value> = ids(themes, &asked).into_iter().map(option).collect();
    let mut meta = Object::new();
    let dropped = put_rest(&mut meta, example, &TAKEN);
    let mut task = object([
        ("id", json!(example.id)),
        ("text", json!(text)),
        ("options", json!(options)),
        ("accept", json!(ids(themes, &example.themes))),
        ("answer", json!(if ignored { "ignore" } else { "accept" })),
    ]);
    if !meta.is_empty() {
        task.insert("meta".to_owned(), json!(meta));
    }
    Ok(Line { bytes: line_of_json(&task), dropped })
}
