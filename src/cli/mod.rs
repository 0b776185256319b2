//! One file per subcommand; all of them use only the public library.
//!
//! Data goes to standard output, talk to standard error. A command returns
//! whether everything could be read.

mod classify;
mod evaluate;
mod explain;
mod failure;
mod inspect;
mod train;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand};
use themewise::{Model, Result};

pub(crate) use failure::Failure;

/// Tags every paragraph of news with themes, each with a confidence.
///
/// themewise says what a paragraph is about. It does not say whether it is true.
#[derive(Debug, Parser)]
#[command(version, styles = STYLES, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold());

const EXIT_CODES: &str =
    "Exit codes: 0 done · 1 done, but something was unreadable · 2 could not start";

#[derive(Debug, Subcommand)]
enum Command {
    Classify(classify::Classify),
    Train(train::Train),
    Evaluate(evaluate::Evaluate),
    Explain(explain::Explain),
    Inspect(inspect::Inspect),
}

/// The model to use, by default the one inside the program.
#[derive(Debug, Args)]
struct ModelChoice {
    /// Model file; without it the fourteen default themes, English
    #[arg(long, short, value_name = "FILE")]
    model: Option<PathBuf>,
}

impl ModelChoice {
    fn load(&self) -> Result<Model> {
        load(self.model.as_deref())
    }
}

fn load(path: Option<&Path>) -> Result<Model> {
    path.map_or_else(Model::embedded, Model::read)
}

/// Parses the arguments, runs the command, reports its failure.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let done = match cli.command {
        Command::Classify(classify) => classify.run(&mut out),
        Command::Train(train) => train.run(&mut out),
        Command::Evaluate(evaluate) => evaluate.run(&mut out),
        Command::Explain(explain) => explain.run(&mut out),
        Command::Inspect(inspect) => inspect.run(&mut out),
    };
    match done.and_then(|complete| out.flush().map(|()| complete).map_err(Failure::Output)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // The reader has seen enough, as in `themewise classify a.txt | head`.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            ExitCode::from(2)
        }
    }
}

/// A line for the user, not part of the data.
fn note(message: &str) {
    // Nobody can be told that the place to tell things is closed.
    let _ = writeln!(anstream::stderr(), "{message}");
}

/// Says what is awaited when a user at a terminal gives no file.
fn announce_standard_input(paths: &[PathBuf], quiet: bool) {
    if !quiet && paths == [Path::new("-")] && io::stdin().is_terminal() {
        note("reading text from the terminal; end it with Ctrl-D");
    }
}
