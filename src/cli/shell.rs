//! `themewise completions` and `themewise man`: shell completions and manual pages.

use std::io::Write;

use crate::Error;
use clap::{Args, Command};
use clap_complete::{Shell, generate};
use clap_mangen::Man;

use super::failure::Failure;

/// Print shell completions
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  themewise completions bash > ~/.local/share/bash-completion/completions/themewise
  themewise completions zsh > ~/.zfunc/_themewise")]
pub(super) struct Completions {
    /// Shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, mut command: Command, out: &mut impl Write) -> Result<bool, Failure> {
        let mut script = Vec::new();
        generate(self.shell, &mut command, "themewise", &mut script);
        out.write_all(&script)?;
        Ok(true)
    }
}

/// Print a manual page
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  themewise man | man -l -
  themewise man classify > themewise-classify.1")]
pub(super) struct Manual {
    /// Command to describe [default: the whole program]
    command: Option<String>,
}

impl Manual {
    pub(super) fn run(&self, mut command: Command, out: &mut impl Write) -> Result<bool, Failure> {
        command.build();
        let page = match &self.command {
            None => command,
            Some(name) => subcommand(&command, name)?,
        };
        let mut text = Vec::new();
        Man::new(page).render(&mut text)?;
        out.write_all(&text)?;
        Ok(true)
    }
}

fn subcommand(command: &Command, name: &str) -> Result<Command, Error> {
    let unknown = || Error::setting("the command", name, "one of those in `themewise --help`");
    let found = command.find_subcommand(name).ok_or_else(unknown)?;
    // The page of a subcommand has its full name.
    Ok(found.clone().name(format!("themewise-{name}")))
}
