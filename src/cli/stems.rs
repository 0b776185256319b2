//! `themewise stems`: prints the stems of each paragraph.

use std::io::Write;
use std::path::PathBuf;

use crate::dataset::Unlabelled;
use crate::language::Language;
use crate::text::{Analyzer, Stem};
use clap::Args;
use serde::Serialize;

use super::args::language::language;
use super::failure::Failure;

/// Print the stems of paragraphs, as models count them
///
/// Reads what `train --unlabelled` reads and prints a line of JSON for each paragraph:
/// {"stems": [ … ]}, in order. Programs that prepare stem vectors use this command, so that they
/// cannot disagree with the models.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Stems {
    /// Files, folders or patterns, in any format that `classify` reads; lines of JSON may have
    /// `words` instead of `text`
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,

    /// The language of the paragraphs, as a code: ar, de, en, es, fr, ru, uk or zh
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = language)]
    language: Language,
}

const EXAMPLES: &str = "\
Examples:
  themewise stems article.txt
  themewise stems paragraphs.jsonl.gz > stems.jsonl
  themewise stems --language fr articles/";

#[derive(Serialize)]
struct Line<'a> {
    stems: Vec<&'a str>,
}

impl Stems {
    pub(super) fn run(&self, out: &mut impl Write) -> Result<bool, Failure> {
        let mut analyzer = Analyzer::growing(self.language, []);
        let mut stems: Vec<Stem> = Vec::new();
        for content in Unlabelled::read(&self.paths)?.contents {
            content.analyze(&mut analyzer, &mut stems);
            let line = Line { stems: stems.iter().map(|stem| analyzer.name(stem.id)).collect() };
            serde_json::to_writer(&mut *out, &line).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok(true)
    }
}
