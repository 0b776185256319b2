//! Default options from the environment and a configuration file.
//!
//! The command line takes precedence over `THEMEWISE_CLASSIFY_FORMAT=jsonl` in the environment, and
//! that over `format = "jsonl"` under `[classify]` in the file. The values become defaults in clap
//! instead of types of a settings crate, so they are checked like arguments and shown by `--help`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::Error;
use clap::builder::FalseyValueParser;
use clap::{Arg, ArgAction, Command};
use toml::{Table, Value};

use crate::cli::failure::Failure;

/// The environment variable with the path of the file.
const VARIABLE: &str = "THEMEWISE_CONFIG";
const FILE: &str = "themewise.toml";
/// Options that name output files.
const WRITING: [&str; 5] = ["output", "report", "errors", "resume", "predictions"];

/// The command with the defaults that the environment and the file give its options.
///
/// # Errors
/// If the file cannot be read, or names an unknown command or option.
pub(in crate::cli) fn with_defaults(command: Command) -> Result<Command, Failure> {
    let Some(path) = file() else { return Ok(with_environment(command)) };
    let text = fs::read_to_string(&path).map_err(|source| Error::access(&path, source))?;
    let table: Table = toml::from_str(&text).map_err(|error| invalid(&path, error.message()))?;
    // The folder may come from someone else; their file must not decide what is overwritten.
    let foreign = path == Path::new(FILE) && env::var_os(VARIABLE).is_none();
    let command = table.iter().try_fold(command, |command, (name, options)| {
        let writes = |options: &Table| WRITING.iter().find(|option| options.contains_key(**option));
        if let Some(option) = options.as_table().filter(|_| foreign).and_then(writes) {
            let message = format!(
                "`{option}` names an output file and cannot be set in {FILE} of the current folder: set it on the command line, in the environment, in your user configuration or in the file named by {VARIABLE}"
            );
            return Err(invalid(&path, &message));
        }
        with_options(command, name, options).map_err(|message| invalid(&path, &message))
    })?;
    Ok(with_environment(command))
}

/// The file in the environment variable, in the current folder, or in the user configuration.
fn file() -> Option<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return (!named.is_empty()).then(|| named.into());
    }
    let home = || Some(PathBuf::from(env::var_os("HOME")?).join(".config"));
    let user = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).or_else(home);
    let user = user.map(|folder| folder.join("themewise").join(FILE));
    [Some(PathBuf::from(FILE)), user].into_iter().flatten().find(|path| path.is_file())
}

fn invalid(path: &Path, problem: &str) -> Failure {
    Failure::Config { path: path.to_owned(), problem: problem.to_owned() }
}

/// The command with the defaults of one of its subcommands.
fn with_options(command: Command, name: &str, options: &Value) -> Result<Command, String> {
    let subcommands: Vec<_> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    if !subcommands.iter().any(|subcommand| subcommand == name) {
        return Err(format!(
            "unknown command `{name}`: expected one of {}",
            subcommands.join(", ")
        ));
    }
    let Value::Table(options) = options else {
        return Err(format!("`{name}` must be a table, written as [{name}]"));
    };
    let mut settings = Vec::new();
    for (option, value) in options {
        let arguments = command.find_subcommand(name).into_iter().flat_map(named_arguments);
        let mut arguments: Vec<_> = arguments.collect();
        arguments.sort_by_key(|argument| argument.get_long());
        let Some(argument) = arguments.iter().find(|argument| argument.get_long() == Some(option))
        else {
            let allowed: Vec<_> =
                arguments.iter().filter_map(|argument| argument.get_long()).collect();
            return Err(format!(
                "unknown option `{option}` of `{name}`: expected one of {}",
                allowed.join(", ")
            ));
        };
        let values = values(value).ok_or_else(|| {
            format!("`{option}` of `{name}` must be a string, number, boolean or list of these")
        })?;
        settings.push((argument.get_id().clone(), values));
    }
    Ok(command.mut_subcommand(name, |subcommand| {
        settings.into_iter().fold(subcommand, |subcommand, (id, values)| {
            subcommand.mut_arg(id, |argument| argument.required(false).default_values(values))
        })
    }))
}

/// The options of a command that a file or the environment may set.
fn named_arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    let is_action = |argument: &&Arg| {
        matches!(argument.get_action(), ArgAction::Set | ArgAction::Append | ArgAction::SetTrue)
    };
    command.get_arguments().filter(|argument| argument.get_long().is_some()).filter(is_action)
}

fn values(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Integer(number) => Some(vec![number.to_string()]),
        Value::Float(number) => Some(vec![number.to_string()]),
        Value::Boolean(truth) => Some(vec![truth.to_string()]),
        Value::Array(list) => list.iter().map(|value| values(value)?.pop()).collect(),
        Value::Datetime(_) | Value::Table(_) => None,
    }
}

/// Gives each option of each subcommand an environment variable.
fn with_environment(command: Command) -> Command {
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |subcommand| {
            let ids: Vec<_> =
                named_arguments(&subcommand).map(|argument| argument.get_id().clone()).collect();
            ids.into_iter().fold(subcommand, |subcommand, id| {
                subcommand.mut_arg(id, |argument| {
                    let variable = variable(name, argument.get_long().unwrap_or_default());
                    with_variable(argument, variable)
                })
            })
        })
    })
}

/// Lets a variable set an option, unless the variable is empty. It turns a flag on unless it is
/// `0`, `false`, `no` or `off`.
fn with_variable(argument: Arg, variable: String) -> Arg {
    if env::var_os(&variable).is_none_or(|value| value.is_empty()) {
        return argument;
    }
    let flag = matches!(argument.get_action(), ArgAction::SetTrue);
    let argument = argument.env(variable).hide_env(true);
    if flag { argument.value_parser(FalseyValueParser::new()) } else { argument }
}

/// The name of a variable, such as `THEMEWISE_CLASSIFY_MIN_PRECISION`.
fn variable(command: &str, option: &str) -> String {
    format!("THEMEWISE_{command}_{option}").to_uppercase().replace('-', "_")
}
