//! x
use std::{num::NonZeroUsize, path::Path};
use themewise::{Model, document::{Piece, Pieces}, pipeline::in_order, Result};
fn main() {
    let bytes = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let model = Model::embedded().unwrap();
    let rounds: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let mode = std::env::args().nth(3).unwrap();
    let _ = Path::new("");
    for _ in 0..rounds {
        let start = std::time::Instant::now();
        let mut total = 0.0;
        let worker = || {
            let mut worker = model.worker();
            let mode = &mode;
            move |piece: Result<Piece>| {
                let piece = piece.unwrap();
                if mode == "split" { return piece.paragraphs().map(|p| p.text.len() as f32).sum::<f32>() }
                piece.paragraphs().map(|p| worker.confidences(p.text)[0]).sum::<f32>()
            }
        };
        in_order(NonZeroUsize::MIN, Pieces::new("x", &bytes[..]), worker, |s: f32| { total += s; Ok::<(), ()>(()) }).unwrap();
        println!("{:.0} MB/s {total}", bytes.len() as f64 / 1e6 / start.elapsed().as_secs_f64());
    }
}
