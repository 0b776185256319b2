//! Model files, tables of vectors, label files and lists of themes.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use themewise::dataset::LabelFormat;
use themewise::features::{ParagraphEmbeddings, StemVectors};
use themewise::training::TrainingOptions;
use themewise::{Dataset, Error, Model, ThemeSet, Trainer};

use crate::corpus::seeds;
use crate::target::{Target, Try, shape};

/// The targets for all of these files.
pub(crate) fn targets() -> Vec<Target> {
    let labels = Dataset::read(&[PathBuf::from("tests/data/labels.jsonl")], None).unwrap();
    let model = Trainer::new(TrainingOptions::default()).train(&labels).unwrap().model.to_bytes();
    let themes: Try = Box::new(|path, input| {
        std::fs::write(path, input).unwrap();
        Ok(outcome(ThemeSet::read(path)))
    });
    let damaged: Try = Box::new(|_, input| used(input));
    let forged: Try = Box::new(|_, input| used(&with_digest(input.to_vec())));
    let mut targets = vec![
        target("damaged", vec![model.clone()], TENSORS, damaged),
        target("forged", vec![model], TENSORS, forged),
        target(
            "vectors",
            vec![std::fs::read("tests/data/fuzz/vectors.safetensors").unwrap()],
            TENSORS,
            Box::new(|_, input| {
                let vectors = outcome(StemVectors::from_bytes("v", input));
                Ok(vectors + &outcome(ParagraphEmbeddings::from_bytes("e", input)))
            }),
        ),
        target("themes", seeds("themes"), TOML, themes),
    ];
    targets.extend(LabelFormat::ALL.into_iter().map(labels_target));
    targets
}

fn target(
    name: &'static str,
    seeds: Vec<Vec<u8>>,
    words: &'static [&'static str],
    run: Try,
) -> Target {
    Target { name, seeds, words, run, rarity: 1 }
}

/// A label format: files that the program wrote, and what annotation tools write.
fn labels_target(format: LabelFormat) -> Target {
    let themes = ThemeSet::read(Path::new("tests/data/label-formats.toml")).unwrap();
    let labels = Dataset::read(&["tests/data/label-formats.jsonl".into()], Some(&themes)).unwrap();
    let mut written = Vec::new();
    labels.write_as(format, &mut written).unwrap();
    let run: Try = Box::new(move |_, input| {
        let files = [(Path::new("a"), input.to_vec())];
        let named = outcome(Dataset::parse_as(Some(format), &files, Some(&themes)));
        let recognised = outcome(Dataset::parse(&files, None));
        Ok(format!("{named} / {recognised}"))
    });
    target(format.name(), vec![written], LABELS, run)
}

/// A model file with the digest that belongs to it, so that what comes after this check is tried too.
fn with_digest(mut file: Vec<u8>) -> Vec<u8> {
    const BEGIN: &[u8] = b"{\\\"digest\\\":\\\"";
    let begin = memchr::memmem::find(&file, BEGIN).map(|place| place + BEGIN.len());
    let Some(begin) = begin.filter(|begin| begin + 64 <= file.len()) else { return file };
    let hash = Sha256::new().chain_update(&file[..begin]).chain_update(&file[begin + 64..]);
    let digits: Vec<_> = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    file[begin..begin + 64].copy_from_slice(digits.concat().as_bytes());
    file
}

/// Reads a model, and uses it as a program does.
fn used(input: &[u8]) -> Result<String, String> {
    let model = match Model::from_bytes("m", input) {
        Ok(model) => model,
        Err(error) => return Ok(shape(&error.to_string())),
    };
    let text = "Tariffs on steel raise the price of power, the ministry of health said.";
    let prediction = model.predict(text);
    let sound = |confidence: &f32| (0.0..=1.0).contains(confidence);
    if !prediction.confidences.iter().all(sound) {
        return Err(format!("no confidences: {:?}", prediction.confidences));
    }
    for curve in &model.heads().curves {
        themewise::model::precision_threshold(curve, 0.9);
        themewise::model::recall_threshold(curve, 0.9);
    }
    Ok("read".to_owned())
}

fn outcome<T>(result: Result<T, Error>) -> String {
    result.map_or_else(|error| shape(&error.to_string()), |_| "read".to_owned())
}

const TENSORS: &[&str] = &[
    "\"themewise\":",
    "{",
    "}",
    "[",
    "]",
    "\"dtype\":\"F32\"",
    "\"U8\"",
    "\"shape\":[",
    "\"data_offsets\":[0,0]",
    "\\\"format\\\":",
    "\\\"themes\\\":[",
    "null",
    "18446744073709551615",
    "[[",
];
const TOML: &[&str] = &[
    "[[theme]]\n",
    "[theme]\n",
    "id = ",
    "\"trade\"",
    "\"\"\"",
    "'",
    "name = \"a\"\n",
    "definition = \"a\"\n",
    "[",
    "[[",
    "{",
    "a = {a = ",
    "a.b.c = 1\n",
    "\n",
    "=",
    "#",
    "1979-05-27",
    "\\u0000",
    "inf",
];
const LABELS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\n",
    "\"text\":",
    "\"themes\":[",
    "\"unknown\":",
    "\"cats\":{",
    "\"label\":[",
    "\"labels\":",
    "\"accept\":[",
    "\"options\":",
    "\"answer\":\"reject\"",
    "\"annotations\":[{\"result\":[",
    "\"choices\":[\"trade\"]",
    "\"article\":",
    "\"paragraphs\":[",
    "__label__trade ",
    "null",
    "NaN",
    "-1",
    "1e400",
    "\"\"",
    ";",
    "\t",
    "text,themes\n",
    "\u{FEFF}",
    "\\ud83d",
    "\0",
    "{\"a\":",
];
