//! Error messages and exit codes.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};
use themewise::Error;
use themewise::error::ErrorKind;
use themewise::text::printable;

use super::message::eprint_line;

/// Why a command ended.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error of the library.
    Library(Error),
    /// The labels have themes that the built-in model does not have.
    NotBuiltIn(Error),
    /// A document could not be read, and `--strict` is set.
    Strict(Error),
    /// The output could not be written.
    Output(io::Error),
    /// The configuration file is invalid.
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A run cannot be resumed.
    Checkpoint {
        /// The checkpoint.
        path: PathBuf,
        /// Why it cannot be used.
        problem: &'static str,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Library(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl Failure {
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// The exit code.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Strict(_) => 1,
            Self::Library(_)
            | Self::NotBuiltIn(_)
            | Self::Output(_)
            | Self::Config { .. }
            | Self::Checkpoint { .. } => 2,
        }
    }

    pub(super) fn report(&self) {
        match self {
            Self::Library(error) => report(error),
            Self::NotBuiltIn(error) => {
                let hint = "these are not the themes of the built-in model: did you forget --model \
                            (or, to evaluate, --cross-validate)?";
                print(&with_causes(error), Some(hint));
            }
            Self::Strict(error) => report_document(error),
            Self::Output(error) => print(&format!("cannot write the output: {error}"), None),
            Self::Config { path, problem } => {
                print(&format!("invalid configuration `{}`: {problem}", path.display()), None);
            }
            Self::Checkpoint { path, problem } => {
                let hint = "to start again, remove it and the output's `.part`";
                print(&format!("cannot resume from `{}`: {problem}", path.display()), Some(hint));
            }
        }
    }
}

/// Prints an error with its causes, and a hint if there is one.
pub(super) fn report(error: &Error) {
    print(&with_causes(error), hint(error));
}

/// Reports a document that cannot be read.
pub(super) fn report_document(error: &Error) {
    let missing = error.kind() == ErrorKind::NotFound;
    let paths =
        "arguments are paths; to classify a text itself, pipe it: echo TEXT | themewise classify";
    print(&with_causes(error), missing.then_some(paths).or_else(|| hint(error)));
}

pub(super) fn with_causes(error: &Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        message.push_str(": ");
        message.push_str(in_words(cause).trim_end());
        source = cause.source();
    }
    message
}

/// The message of a cause. That of a kind of error without a code of the system is in words of Rust.
fn in_words(cause: &(dyn std::error::Error + 'static)) -> String {
    match cause.downcast_ref::<io::Error>() {
        Some(error) if error.to_string() == "entity not found" => "no such folder".to_owned(),
        _ => cause.to_string(),
    }
}

fn print(message: &str, hint: Option<&str>) {
    const ERROR: Style = AnsiColor::Red.on_default().bold();
    const HINT: Style = AnsiColor::Cyan.on_default().bold();
    let lines: Vec<_> = message.lines().map(printable).collect();
    eprint_line(&format!("{ERROR}error:{ERROR:#} {}", lines.join("\n")));
    if let Some(hint) = hint {
        eprint_line(&format!("{HINT}hint:{HINT:#} {hint}"));
    }
}

/// What the user can do about it.
fn hint(error: &Error) -> Option<&'static str> {
    if let Some(advice) = error.advice() {
        return Some(advice);
    }
    let hint = match error.kind() {
        ErrorKind::NotText => "if it is not plain text, name its format with --input-format",
        ErrorKind::Scripted => "save the page from a browser, which runs its scripts",
        ErrorKind::NumberedThemes => "list the themes in the order of their numbers with --themes",
        ErrorKind::LabelRecords => {
            "a record is {\"id\": …, \"themes\": [\"trade\"], \"text\": …}; name another field of \
             themes with --label-column, another format with --label-format (convert: --from)"
        }
        ErrorKind::OtherThemes => {
            "themes are named by their ids; list them with their names in --themes"
        }
        ErrorKind::ThemeNames => {
            "write the ids, or list them with their names in --themes: [[theme]] id = \"war\" name = \
             \"Armed conflict\""
        }
        ErrorKind::LabelColumn => {
            "a table has the columns `text` and `themes`; name another column of themes with \
             --label-column, a control of Label Studio with --control, or export JSON"
        }
        ErrorKind::LabelRows => {
            "if another character separates the columns, name it with --delimiter"
        }
        ErrorKind::LabelEncoding => "name the encoding with --encoding, such as windows-1252",
        ErrorKind::LabelFormat => {
            "name the format with --label-format (convert: --from); docs/labels.md describes them"
        }
        ErrorKind::AmbiguousLabelFormat => {
            "name one of these with --label-format (convert: --from); a paragraph without a label has \
             no theme in doccano, and is unknown in hugging-face"
        }
        ErrorKind::Spreadsheet => "save it as CSV UTF-8",
        ErrorKind::Unlabelled => {
            "all records must be readable; in JSON Lines, a line is {\"text\": …}"
        }
        ErrorKind::TooFewExamples => "label more paragraphs, or use fewer folds",
        ErrorKind::IncompatibleModel => "train it again with this version of themewise",
        ErrorKind::Model => "a model is a file written by `themewise train`",
        ErrorKind::Embeddings => {
            "make embeddings of the given paragraphs by the recipe in models/distill"
        }
        ErrorKind::StemVectors => "make such a table by the recipe in models/distill",
        ErrorKind::Unsupported => {
            "install it with all features: cargo install --path . --all-features"
        }
        _ => return None,
    };
    Some(hint)
}
