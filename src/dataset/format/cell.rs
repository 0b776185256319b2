//! The themes in a cell of a table.

use serde_json::Value;

use super::json::names;
use crate::error::LabelProblem;

/// Whether a cell says that there is nothing, as R, pandas and spreadsheets write it.
pub(super) fn is_missing(cell: &str) -> bool {
    const MISSING: [&str; 8] = ["", "na", "n/a", "#n/a", "<na>", "nan", "none", "null"];
    MISSING.contains(&cell.trim().to_ascii_lowercase().as_str())
}

/// The names in a cell: separated by `;`, a list as JSON, Python or `NumPy` print it, or several
/// choices of Label Studio.
pub(super) fn cell_names(column: &str, cell: &str) -> Result<Vec<String>, LabelProblem> {
    let cell = cell.trim();
    let listed = match cell.as_bytes().first() {
        Some(b'[') => list(cell),
        Some(b'{') => serde_json::from_str::<Value>(cell)
            .ok()
            .and_then(|mut object| object.get_mut("choices").map(Value::take)),
        _ => None,
    };
    if let Some(listed) = listed {
        return names(column, listed);
    }
    let names = cell.split(';').map(str::trim).filter(|name| !name.is_empty());
    Ok(names.map(str::to_owned).collect())
}

/// Parses a list as JSON, Python or `NumPy` print it; `NumPy` separates values with spaces.
pub(super) fn list(text: &str) -> Option<Value> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = line.replace('\'', "\"").replace("None", "null").replace("\" \"", "\",\"");
    let numbers = quoted.replace("[ ", "[").replace(" ]", "]").replace(' ', ",");
    [text, &quoted, &numbers].into_iter().find_map(|list| serde_json::from_str(list).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_written_in_many_ways() {
        for cell in ["", " NA ", "NaN", "nan", "None", "null", "NULL", "N/A", "<NA>", "#N/A"] {
            assert!(is_missing(cell), "for {cell:?}");
        }
        assert!(!is_missing("nano") && !is_missing("0"));
    }

    #[test]
    fn a_cell_names_themes_as_programs_write_lists() {
        for (cell, expected) in [
            ("", vec![]),
            ("[]", vec![]),
            ("[nan]", vec!["[nan]"]),
            ("arms; ;zinc", vec!["arms", "zinc"]),
            ("['arms', 'zinc']", vec!["arms", "zinc"]),
            ("['arms'\n 'zinc']", vec!["arms", "zinc"]),
            ("[\"arms\"]", vec!["arms"]),
            ("{\"choices\":[\"arms\",\"zinc\"]}", vec!["arms", "zinc"]),
            ("NA", vec!["NA"]),
        ] {
            assert_eq!(cell_names("themes", cell).unwrap(), expected, "for {cell:?}");
        }
        let error = cell_names("themes", "[1]").unwrap_err().to_string();
        assert_eq!(error, "`themes` must be a list of themes, got 1");
    }
}
