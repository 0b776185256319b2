//! `themewise convert`: converts labels between annotation tools.

use std::io::Write;
use std::path::PathBuf;

use crate::dataset::{LabelFormat, Written};
use crate::{Dataset, Error, ThemeId, ThemeSet, WholeFile};
use clap::Args;

use super::args::labels::{Choice, LabelText, LabelThemes, read_labels};
use super::args::output::{check_output, messages_beside};
use super::failure::Failure;
use super::message::eprint_line;

/// Convert labels between the formats of annotation tools
///
/// Themes are given by id, or by their name in --themes. Undecided themes stay
/// unknown. A paragraph that the output format cannot express (such as word counts, if it needs
/// text) is named and skipped, and the exit code is 1. Other values that the format has no place
/// for are counted. Other fields are kept as text if they have a single value.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Convert {
    /// Label files, or `-` for standard input
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,

    /// Input format; auto detects it by extension and first record
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "auto")]
    from: Choice,

    #[command(flatten)]
    label_themes: LabelThemes,

    #[command(flatten)]
    label_text: LabelText,

    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: LabelFormat,

    /// Themes with their names (TOML); numbers follow their order [default: the themes of the
    /// labels]
    #[arg(long, value_name = "FILE")]
    themes: Option<PathBuf>,

    /// Rename a theme; two with one new name become one theme
    #[arg(long, value_name = "OLD=NEW", value_parser = renaming)]
    rename: Vec<(ThemeId, ThemeId)>,

    /// Leave out a theme
    #[arg(long, value_name = "THEME")]
    drop: Vec<ThemeId>,

    /// Write the count of each word in place of the text, which cannot be restored from it
    #[arg(long)]
    count_words: bool,

    /// File to write, or `-` for standard output
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  themewise convert --from prodigy --to jsonl annotated.jsonl --output labels.jsonl
  themewise convert --to fasttext labels.jsonl --output train.txt
  themewise convert --to label-studio --themes themes.toml labels.csv --output tasks.json
  themewise convert --to jsonl --rename press=media --rename radio=media old.jsonl --output new.jsonl
  themewise convert --to csv --delimiter ';' --encoding windows-1252 excel.csv --output -

A themes file has a table [[theme]] for each theme, with `id = \"trade\"` and, if you like,
`name = \"Trade and tariffs\"`, `definition = …` and `excludes = …`.";

impl Convert {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        check_output("--output", &self.output, &self.read_files())?;
        let themes = self.themes.as_deref().map(ThemeSet::read).transpose()?;
        let options = self.label_themes.options(self.from, Some(&self.label_text));
        let dataset = read_labels(&options, &self.inputs, themes.as_ref())?;
        let dataset = dataset.with_themes(&self.rename, &self.drop)?;
        let dataset = if self.count_words { dataset.counted()? } else { dataset };
        let written = self.write(&dataset)?;
        report(&written);
        let out = &mut *messages_beside(&self.output, out);
        writeln!(out, "{} paragraphs, wrote {}", written.count, self.output.display())?;
        Ok(written.skipped.is_empty())
    }

    fn write(&self, dataset: &Dataset) -> Result<Written, Error> {
        let mut written = Written::default();
        WholeFile::create(&self.output)?.write(|file| {
            written = dataset.write_as(self.to, file)?;
            Ok(())
        })?;
        Ok(written)
    }

    /// The input files, which must not be overwritten.
    fn read_files(&self) -> Vec<PathBuf> {
        self.inputs.iter().chain(&self.themes).cloned().collect()
    }
}

/// Parses `old=new`.
fn renaming(text: &str) -> Result<(ThemeId, ThemeId), String> {
    let (old, new) = text.split_once('=').ok_or("expected OLD=NEW")?;
    let id = |id: &str| id.parse().map_err(|error: Error| error.to_string());
    Ok((id(old)?, id(new)?))
}

/// Names each skipped paragraph, and counts the other values that were lost.
fn report(written: &Written) {
    for skipped in &written.skipped {
        eprint_line(&crate::text::printable(&skipped.to_string()));
    }
    if !written.skipped.is_empty() {
        eprint_line(&format!("{} paragraphs skipped", written.skipped.len()));
    }
    for (what, paragraphs) in &written.dropped {
        let what = crate::text::printable(what);
        eprint_line(&format!(
            "note: the output format cannot store {what} ({paragraphs} paragraphs affected)"
        ));
    }
}
