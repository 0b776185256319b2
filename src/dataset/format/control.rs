//! The control of Label Studio whose answers are themes.

use indexmap::{IndexMap, IndexSet};

use super::answer::Answer;
use super::json::Objects;
use super::label_file::LabelFile;
use crate::error::{LabelProblem, listed};

/// The controls of the annotations of a file.
pub(super) struct Control {
    /// The control whose answers are themes; `None` if nobody answered anything.
    name: Option<String>,
    /// Whether the user named it, so that annotations without it say no.
    is_chosen: bool,
    /// The other controls, with their kinds.
    others: Vec<String>,
}

impl Control {
    /// The control that the user named, or the only one whose answers are themes.
    pub(super) fn of<'a>(
        answers: impl Iterator<Item = &'a Answer>,
        file: &LabelFile,
    ) -> Result<Self, LabelProblem> {
        let mut kinds: IndexMap<&str, (&str, bool)> = IndexMap::new();
        for Answer { control, kind, themes } in answers {
            kinds.entry(control).or_insert((kind, themes.is_some()));
        }
        let shown = |(name, (kind, _)): (&&str, &(&str, bool))| format!("{name} ({kind})");
        let all: Vec<String> = kinds.iter().map(shown).collect();
        let chosen = file.control.or(file.column());
        let of_themes = kinds.iter().filter(|(_, (_, is_of_themes))| *is_of_themes);
        let mut names = of_themes.map(|(name, _)| *name);
        let name = match (chosen, names.next(), names.next()) {
            (Some(chosen), ..) if kinds.is_empty() => Some(chosen),
            (Some(chosen), ..) => match kinds.get(chosen) {
                Some((_, true)) => Some(chosen),
                Some((kind, false)) => {
                    return Err(LabelProblem::Result { found: (*kind).to_owned() });
                }
                None => return Err(LabelProblem::missing("control", chosen, &all)),
            },
            (None, None, _) if all.is_empty() => None,
            (None, None, _) => return Err(LabelProblem::Result { found: listed(&all) }),
            (None, Some(_), Some(_)) => {
                return Err(LabelProblem::Unclear {
                    what: "control has the themes",
                    found: listed(&all),
                });
            }
            (None, only, None) => only,
        };
        let others = kinds.iter().filter(|(other, _)| Some(**other) != name).map(shown).collect();
        Ok(Self { name: name.map(str::to_owned), is_chosen: chosen.is_some(), others })
    }

    /// The themes of an annotation; `None` if it only has answers that are no themes.
    pub(super) fn themes(&self, annotation: Vec<Answer>) -> Option<Vec<String>> {
        let is_empty = annotation.is_empty() || self.is_chosen;
        let (own, _): (Vec<_>, Vec<_>) =
            annotation.into_iter().partition(|answer| Some(&answer.control) == self.name.as_ref());
        if own.is_empty() {
            return is_empty.then(Vec::new);
        }
        Some(own.into_iter().flat_map(|answer| answer.themes.unwrap_or_default()).collect())
    }

    /// What was taken for what, if something was passed over or the export does not say.
    pub(super) fn note(&self, is_minimal: bool) -> Option<String> {
        let name = self.name.as_ref()?;
        let others = listed(&self.others);
        let end = if others.is_empty() { others } else { format!("; passed over: {others}") };
        let is_certain = end.is_empty() && !is_minimal && !self.is_chosen;
        (!is_certain).then(|| format!("themes are the control {name}{end}"))
    }
}

/// What JSON-MIN and CSV have about an annotation.
const ABOUT: [&str; 6] =
    ["annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"];

/// Whether a field is about the annotation.
pub(super) fn is_about(name: &str) -> bool {
    ABOUT.contains(&name)
}

/// The fields of JSON-MIN or CSV that are controls.
///
/// The converter writes the data, then the task's id, then the controls, then the annotator; a
/// control that the first task lacks is the last column. If the fields are in another order, any
/// that are not known may be controls.
pub(super) fn minimal_controls(objects: &Objects, columns: &[String]) -> IndexSet<String> {
    let rows = objects.iter().filter_map(|(_, row)| row.as_ref().ok());
    let rows = rows.map(|row| row.keys().collect::<Vec<_>>()).chain([columns.iter().collect()]);
    let rows: Vec<Vec<&String>> = rows.collect();
    let controls = |of: fn(&[&String]) -> Vec<String>| -> IndexSet<String> {
        rows.iter().flat_map(|row| of(row)).collect()
    };
    if rows.iter().any(|row| span(row).is_some()) {
        let between = controls(between);
        return if between.is_empty() { controls(after) } else { between };
    }
    controls(others)
}

/// The places of the id and the annotator, if they are in the usual order.
fn span(row: &[&String]) -> Option<(usize, usize)> {
    let place = |name: &str| row.iter().position(|other| *other == name);
    let (id, end) = (place("id")?, place("annotator")?);
    (id < end).then_some((id, end))
}

fn between(row: &[&String]) -> Vec<String> {
    span(row).map_or_else(Vec::new, |(id, end)| others(&row[id + 1..end]))
}

fn after(row: &[&String]) -> Vec<String> {
    span(row).map_or_else(Vec::new, |(_, end)| others(&row[end..]))
}

fn others(row: &[&String]) -> Vec<String> {
    let is_other = |name: &&&String| !is_about(name) && !["id", "text"].contains(&name.as_str());
    row.iter().filter(is_other).map(|name| (*name).clone()).collect()
}
