//! Error messages and exit codes.

use std::error::Error as _;
use std::io;
use std::path::PathBuf;

use crate::Error;
use crate::error::ErrorKind;
use crate::text::printable;
use anstyle::{AnsiColor, Style};

use super::message::eprint_line;

/// Why a command ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The arguments are refused, or only ask for help.
    Arguments(clap::Error),
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
            Self::Arguments(error) => u8::try_from(error.exit_code()).unwrap_or(2),
            Self::Strict(_) => 1,
            _ => 2,
        }
    }

    /// The error of the library, if it is one.
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Library(error) | Self::NotBuiltIn(error) | Self::Strict(error) => Some(error),
            _ => None,
        }
    }

    /// What went wrong, with its causes.
    pub fn message(&self) -> String {
        match self {
            Self::Arguments(error) => refusal(error),
            Self::Library(error) | Self::NotBuiltIn(error) | Self::Strict(error) => {
                with_causes(error)
            }
            Self::Output(error) => format!("cannot write the output: {error}"),
            Self::Config { path, problem } => {
                format!("invalid configuration `{}`: {problem}", path.display())
            }
            Self::Checkpoint { path, problem } => {
                format!("cannot resume from `{}`: {problem}", path.display())
            }
        }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Library(error) => hint(error),
            Self::Strict(error) => document_hint(error),
            Self::NotBuiltIn(_) => Some(
                "these are not the themes of the built-in model: did you forget --model (or, to \
                 evaluate, --cross-validate)?",
            ),
            Self::Checkpoint { .. } => Some("to start again, remove it and the output's `.part`"),
            Self::Arguments(_) | Self::Output(_) | Self::Config { .. } => None,
        }
    }

    pub(super) fn report(&self) {
        match self {
            // Help goes to standard output. If that is closed, there is nowhere to report it.
            Self::Arguments(error) => drop(error.print()),
            _ => print(&self.message(), self.hint()),
        }
    }
}

/// Reports a document that cannot be read.
pub(super) fn report_document(error: &Error) {
    print(&with_causes(error), document_hint(error));
}

fn document_hint(error: &Error) -> Option<&'static str> {
    let missing = error.kind() == ErrorKind::NotFound;
    let paths =
        "arguments are paths; to classify a text itself, pipe it: echo TEXT | themewise classify";
    missing.then_some(paths).or_else(|| hint(error))
}

/// Why arguments are refused, in one paragraph.
fn refusal(error: &clap::Error) -> String {
    let rendered = error.render().to_string();
    let reason = rendered.strip_prefix("error: ").unwrap_or(&rendered);
    reason.split("\n\n").next().unwrap_or_default().trim_end().to_owned()
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
