//! x
use themewise::Model;
fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read_to_string(args.next().unwrap()).unwrap();
    let mode = args.next().unwrap();
    let paragraphs: Vec<&str> = text.lines().collect();
    let model = Model::embedded().unwrap();
    let mut worker = model.worker();
    let mut analyzer = model.vectorizer().analyzer();
    let mut ids = Vec::new();
    let mut sum = 0.0;
    let n: usize = args.next().unwrap().parse().unwrap();
    for _ in 0..n {
        for p in &paragraphs {
            match mode.as_str() {
                "none" => {}
                "tokens" => sum += themewise::text::tokens(p).count() as f32,
                "number" => {
                    analyzer.number(p, &mut ids);
                    sum += ids.len() as f32
                }
                _ => sum += worker.confidences(p)[0],
            }
        }
    }
    println!("{sum}");
}
