//! `themewise convert`: labels from one tool to another.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use themewise::dataset::{LabelFormat, Written};
use themewise::{Dataset, Error, ThemeSet, WholeFile};

use super::args::labels::Choice;
use super::{Failure, check_output, note};

/// Convert labels between the formats of annotation tools
///
/// Themes are named by their ids, or by their names in the list of --themes. A theme that
/// nobody has decided on stays unknown. A paragraph that the other format can not express,
/// such as word counts where it wants texts, is named and left out, and the exit code is 1;
/// what else it has no place for is counted. Of other fields those of one value are kept,
/// as text.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Convert {
    /// Label files
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,

    /// Format to read; auto tells it by extension and first record
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "auto")]
    from: Choice,

    /// Format to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: LabelFormat,

    /// Themes with their names (TOML), in the order of numbers; without it, the themes of the labels
    #[arg(long, value_name = "FILE")]
    themes: Option<PathBuf>,

    /// Where to write
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  themewise convert --from prodigy --to jsonl annotated.jsonl --output labels.jsonl
  themewise convert --to fasttext labels.jsonl --output train.txt
  themewise convert --to label-studio --themes themes.toml labels.csv --output tasks.json";

impl Convert {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        check_output("--output", &self.output, &self.read_files())?;
        let themes = self.themes.as_deref().map(ThemeSet::read).transpose()?;
        let dataset = Dataset::read_as(self.from.0, &self.inputs, themes.as_ref())?;
        let written = self.write(&dataset)?;
        tell(&written);
        writeln!(out, "{} paragraphs, wrote {}", written.count, self.output.display())?;
        Ok(written.left_out.is_empty())
    }

    fn write(&self, dataset: &Dataset) -> Result<Written, Error> {
        let mut written = Written::default();
        WholeFile::create(&self.output)?.write(|file| {
            written = self.to.write(dataset, file)?;
            Ok(())
        })?;
        Ok(written)
    }

    /// Every file that is read, and must not be written over.
    fn read_files(&self) -> Vec<PathBuf> {
        self.inputs.iter().chain(&self.themes).cloned().collect()
    }
}

/// Names what was left out, and counts what else was lost.
fn tell(written: &Written) {
    for left_out in &written.left_out {
        note(&themewise::text::printable(&left_out.to_string()));
    }
    if !written.left_out.is_empty() {
        note(&format!("{} paragraphs are left out", written.left_out.len()));
    }
    for (what, paragraphs) in &written.not_kept {
        let what = themewise::text::printable(what);
        note(&format!("note: the format has no place for {what} of {paragraphs} paragraphs"));
    }
}
