use std::time::Instant;
use themewise::{Model, text::tokens};
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    let paragraphs: Vec<&str> = text.lines().collect();
    let model = Model::embedded().unwrap();
    let mb = text.len() as f64 / 1e6;
    let mut run = |name: &str, f: &mut dyn FnMut(&str) -> usize| {
        let start = Instant::now();
        let sum: usize = paragraphs.iter().map(|p| f(p)).sum();
        let s = start.elapsed().as_secs_f64();
        println!("{name:10} {:.0} MB/s {sum}", mb / s);
    };
    run("tokens", &mut |p| tokens(p).count());
    let (mut analyzer, mut stems) = (model.vectorizer().analyzer(), Vec::new());
    run("analyze", &mut |p| {
        analyzer.analyze(p, &mut stems);
        stems.len()
    });
    run("transform", &mut |p| {
        analyzer.analyze(p, &mut stems);
        model.vectorizer().transform(&stems).columns.len()
    });
    let mut worker = model.worker();
    run("predict", &mut |p| worker.predict(p).labels.len());
    run("confidences", &mut |p| worker.confidences(p).len());
    run("split", &mut |p| themewise::document::paragraphs(p).len());
    let start = Instant::now();
    let n = themewise::document::paragraphs(&text[..50_000_000.min(text.len())]).len();
    println!("split {:.0} MB/s {n}", 50.0 / start.elapsed().as_secs_f64());
}
