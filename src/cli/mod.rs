//! One file per subcommand; all of them use only the public library.
//!
//! Data goes to standard output, messages go to standard error. A command returns whether
//! everything could be read.

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

use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::failure::Failure;

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

/// Parses the arguments, runs the command, reports its failure.
pub(crate) fn main() -> ExitCode {
    let cli = match args::defaults::with_defaults(Cli::command()) {
        Ok(command) => parse(command),
        Err(failure) => {
            failure.report();
            return ExitCode::from(failure.code());
        }
    };
    let mut out = io::BufWriter::new(cli.command.output());
    let done = match cli.command {
        Command::Classify(classify) => classify.run(&mut out),
        Command::Train(train) => train.run(&mut out),
        Command::Calibrate(calibrate) => calibrate.run(&mut out),
        Command::Convert(convert) => convert.run(&mut out),
        Command::Evaluate(evaluate) => evaluate.run(&mut out),
        Command::Explain(explain) => explain.run(&mut out),
        Command::Inspect(inspect) => inspect.run(&mut out),
        Command::Stems(stems) => stems.run(&mut out),
        Command::Bench(bench) => bench.run(&mut out),
        Command::Completions(completions) => completions.run(Cli::command(), &mut out),
        Command::Man(manual) => manual.run(Cli::command(), &mut out),
    };
    match done.and_then(|complete| out.flush().map(|()| complete).map_err(Failure::Output)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // The reader has closed the pipe, as in `themewise classify a.txt | head`.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            ExitCode::from(failure.code())
        }
    }
}

/// Parses the arguments; help and errors end the program.
fn parse(command: clap::Command) -> Cli {
    let mut matches = command.get_matches();
    Cli::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit())
}
