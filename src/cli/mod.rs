//! The program: one file per subcommand; all of them use only the public library.
//!
//! Data goes to standard output, messages go to standard error. A command returns whether
//! everything could be read.
//!
//! [`Train`], [`Evaluate`], [`Calibrate`], [`Documents`] and [`Judgement`] are the options of commands, for other
//! programs that have the same ones; see [`parse`].

mod args;
mod bench;
mod calibrate;
mod classify;
mod convert;
mod evaluate;
mod explain;
mod failure;
mod inspect;
mod message;
mod progress;
mod shell;
mod stems;
mod train;

use std::ffi::{OsStr, OsString};
use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

pub use self::args::input::Documents;
pub use self::args::judgement::Judgement;
pub use self::calibrate::Calibrate;
pub use self::evaluate::{Evaluate, EvaluationReport};
pub use self::failure::Failure;
pub use self::message::keeping_messages;
pub use self::train::{Train, warn_of, write_report};

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

const EXIT_CODES: &str = "\
Exit codes: 0 done · 1 done, but something could not be read · 2 could not start or write

Defaults: set the options of a command in themewise.toml, in the current folder or in
~/.config/themewise ([classify] min-precision = 0.9), or in the environment
(THEMEWISE_CLASSIFY_MIN_PRECISION=0.9). THEMEWISE_CONFIG names another file; if it is empty, no
file is read.";

#[derive(Debug, Subcommand)]
enum Command {
    Classify(classify::Classify),
    Train(train::Train),
    Calibrate(calibrate::Calibrate),
    Convert(convert::Convert),
    Evaluate(evaluate::Evaluate),
    Explain(explain::Explain),
    Inspect(inspect::Inspect),
    Stems(stems::Stems),
    Bench(bench::Bench),
    Completions(shell::Completions),
    Man(shell::Manual),
}

impl Command {
    /// Standard output, with colours for people where they are wanted. Output for programs is
    /// written unchanged, since stripping colours would also strip escape sequences in a text.
    fn output(&self) -> Box<dyn Write + Send> {
        let styled = match self {
            Self::Classify(classify) => classify.wants_color(),
            Self::Explain(explain) => explain.wants_color(),
            Self::Inspect(_) => true,
            Self::Train(_)
            | Self::Calibrate(_)
            | Self::Convert(_)
            | Self::Evaluate(_)
            | Self::Stems(_)
            | Self::Bench(_)
            | Self::Completions(_)
            | Self::Man(_) => false,
        };
        if styled { Box::new(anstream::stdout()) } else { Box::new(io::stdout()) }
    }
}

/// Runs the program with its arguments, the first of which is its name; returns the exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let program = arguments.first().cloned().unwrap_or_default();
    let cli = match args::defaults::with_defaults(Cli::command()) {
        Ok(command) => parsed(command, arguments),
        Err(failure) => Err(failure),
    };
    match cli.and_then(|cli| run(cli, &program)) {
        Ok(true) => 0,
        Ok(false) => 1,
        // The reader has closed the pipe, as in `themewise classify a.txt | head`.
        Err(failure) if failure.is_broken_pipe() => 0,
        Err(failure) => {
            failure.report();
            failure.code()
        }
    }
}

/// Runs a command; returns whether everything could be read.
fn run(Cli { command }: Cli, program: &OsStr) -> Result<bool, Failure> {
    let mut out = io::BufWriter::new(command.output());
    let complete = match command {
        Command::Classify(classify) => classify.run(&mut out),
        Command::Train(train) => train.run(&mut out),
        Command::Calibrate(calibrate) => calibrate.run(&mut out),
        Command::Convert(convert) => convert.run(&mut out),
        Command::Evaluate(evaluate) => evaluate.run(&mut out),
        Command::Explain(explain) => explain.run(&mut out),
        Command::Inspect(inspect) => inspect.run(&mut out),
        Command::Stems(stems) => stems.run(&mut out),
        Command::Bench(bench) => bench.run(program, &mut out),
        Command::Completions(completions) => completions.run(Cli::command(), &mut out),
        Command::Man(manual) => manual.run(Cli::command(), &mut out),
    }?;
    out.flush()?;
    Ok(complete)
}

/// The options of a command, or why its arguments are refused.
fn parsed<Options: FromArgMatches>(
    command: clap::Command,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Options, Failure> {
    let matches = command.try_get_matches_from(arguments);
    matches.and_then(|matches| Options::from_arg_matches(&matches)).map_err(Failure::Arguments)
}

/// The options of a command by its arguments, without its name, such as `["--c", "12"]`. No option is
/// required; defaults in the environment and in files do not count.
///
/// # Errors
/// If an argument is unknown or has a value that is refused.
pub fn parse<Options: Args>(
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Options, Failure> {
    let command = clap::Command::new("themewise").no_binary_name(true).disable_help_flag(true);
    let optional = |argument: clap::Arg| argument.required(false);
    parsed(Options::augment_args(command).mut_args(optional), arguments)
}
