//! The program of themewise.

use std::process::ExitCode;

fn main() -> ExitCode {
    themewise::cli::main(std::env::args_os()).into()
}
