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
            Self::Library(_) | Self::Output(_) | Self::Config { .. } | Self::Checkpoint { .. } => 2,
        }
    }

    pub(super) fn report(&self) {
        match self {
            Self::Library(error) => report(error),
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
        message.push_str(cause.to_string().trim_end());
        source = cause.source();
    }
    message
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
        ErrorKind::Labels => {
            "a line is {\"id\": …, \"themes\": [\"trade\"], \"text\": …}; nothing was trained or measured"
        }
        ErrorKind::LabelFormat => {
            "name the format, such as --label-format csv or convert --from csv"
        }
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
