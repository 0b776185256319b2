//! The speed of the library on one thread, to compare the module with: rounds on standard input.
//!
//! Reads one paragraph per line of the file named. For every line on standard input, predicts all
//! paragraphs and prints the CPU seconds: first the confidences alone, then with the language of each
//! paragraph and its labels, as tables have them.

use std::io::{BufRead, Write};
use std::time::Instant;

use themewise::language::{Detected, detect};
use themewise::{Model, Prediction};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("expected the name of a file")?;
    let texts = std::fs::read_to_string(path)?;
    let model = Model::embedded()?;
    let mut worker = model.worker();
    let mut prediction = Prediction::default();
    for line in std::io::stdin().lock().lines() {
        line?;
        let begin = Instant::now();
        for text in texts.lines() {
            worker.turn_to(model.language());
            std::hint::black_box(worker.confidences(text));
        }
        let confidences = begin.elapsed().as_secs_f64();
        let begin = Instant::now();
        for text in texts.lines() {
            let language = detect(text, None).and_then(Detected::language);
            worker.turn_to(language.unwrap_or(model.language()));
            worker.predict_into(std::hint::black_box(text), &mut prediction);
        }
        let labels = begin.elapsed().as_secs_f64();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{confidences} {labels}")?;
        out.flush()?;
    }
    Ok(())
}
