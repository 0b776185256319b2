//! A teacher with paragraph embeddings: embeddings are found by content, a damaged file is refused,
//! and the teacher passes on what words alone do not tell.

use serde::Deserialize;
use themewise::Model;
use themewise::dataset::{Content, Unlabelled};
use themewise::features::ParagraphEmbeddings;

use crate::program::themewise;
use crate::support::{Tensor, embeddings, numbers_file};

/// A paragraph and its key as `models/distill` computed it.
#[derive(Deserialize)]
struct Line {
    key: String,
}

#[test]
fn a_paragraph_has_the_key_the_recipe_gave_it() {
    let fixture = "tests/data/paragraph-keys.jsonl";
    let contents = Unlabelled::read(&[fixture.into()]).unwrap().contents;
    let lines = std::fs::read_to_string(fixture).unwrap();
    let keys: Vec<Line> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!((contents.len(), keys.len()), (4, 4));
    for (content, Line { key }) in contents.iter().zip(keys) {
        assert_eq!(format!("{:016x}", content.key()), key, "for {content:?}");
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let keys = |keys: [u64; 2]| ("keys", safetensors::Dtype::U64, vec![2], bytes(keys));
    let scales = |scales: [f32; 2]| {
        let bytes = scales.iter().flat_map(|scale| scale.to_le_bytes()).collect();
        ("scales", safetensors::Dtype::F32, vec![2], bytes)
    };
    let vectors = |shape| ("vectors", safetensors::Dtype::I8, shape, vec![1, 2, 3, 255, 128, 127]);
    let manifest = r#"{"format":1,"provenance":{}}"#;
    let read = |tensors: &[Tensor], manifest: &str| {
        ParagraphEmbeddings::from_bytes("e", &numbers_file(tensors, manifest))
    };
    let good = || [keys([3, u64::MAX]), scales([0.1, 0.2]), vectors(vec![2, 3])];
    let embeddings = read(&good(), manifest).unwrap();
    assert_eq!((embeddings.place(u64::MAX), embeddings.place(4)), (Some(1), None));
    assert_eq!(embeddings.dimensions(), 3);

    let changed = |place: usize, tensor| {
        let mut tensors = good();
        tensors[place] = tensor;
        read(&tensors, manifest).unwrap_err().to_string()
    };
    let refused = |what: &str| format!("`e` is not an embeddings file: {what}");
    for (message, expected) in [
        (changed(0, keys([7, 7])), "tensor `keys`: expected rising order, got 7 at index 1"),
        (
            changed(1, scales([0.1, f32::INFINITY])),
            "tensor `scales`: expected a number from 1e-6 to 1e6, got inf at index 1",
        ),
        (changed(2, vectors(vec![3, 2])), "tensor `vectors`: expected I8 [2, any], got I8 [3, 2]"),
        (
            read(&good()[1..], manifest).unwrap_err().to_string(),
            "tensor `keys`: expected U64 [any], got missing",
        ),
        (
            read(&good(), &manifest.replace('1', "2")).unwrap_err().to_string(),
            "expected format `1`, got `2`",
        ),
    ] {
        assert_eq!(message, refused(expected));
    }
}

fn bytes(keys: [u64; 2]) -> Vec<u8> {
    keys.iter().flat_map(|key| key.to_le_bytes()).collect()
}

/// Every other animal is of the north, which its name does not tell.
const ANIMALS: [&str; 20] = [
    "tiger", "lion", "wolf", "bear", "horse", "cow", "sheep", "goat", "eagle", "owl", "salmon",
    "tuna", "whale", "dolphin", "spider", "bee", "snake", "frog", "monkey", "rabbit",
];

#[test]
fn a_teacher_tells_what_words_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let labelled = ANIMALS.iter().zip(["north", "south"].iter().cycle()).map(|(animal, theme)| {
        format!("{{\"id\":\"{animal}\",\"themes\":[\"{theme}\"],\"text\":\"{animal}\"}}\n")
    });
    std::fs::write(path("labels.jsonl"), labelled.collect::<String>()).unwrap();
    let others = ANIMALS.map(|animal| format!("{animal}, {animal}"));
    let lines = others.iter().map(|text| format!("{{\"text\":\"{text}\"}}\n"));
    std::fs::write(path("others.jsonl"), lines.collect::<String>()).unwrap();
    let texts = ANIMALS.iter().map(ToString::to_string).zip(0..).chain(others.into_iter().zip(0..));
    let sides = texts.map(|(text, number)| {
        (Content::Text(text), if number % 2 == 0 { [100, -100] } else { [-100, 100] })
    });
    std::fs::write(path("embeddings"), embeddings(sides)).unwrap();

    let trained = |options: &[&str]| {
        let (labels, others, model) = (path("labels.jsonl"), path("others.jsonl"), path("model"));
        let train = ["train", "--labels", &labels, "--unlabelled", &others, "--output", &model];
        let learning = ["--c", "10", "--vector-scale", "0.5", "--unlabelled-weight", "1"];
        let run = themewise(&[&train[..], &learning, options].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        Model::read(model.as_ref()).unwrap()
    };
    let precision = |model: &Model| model.manifest().evaluation.mean_average_precision;
    let taught = trained(&["--embeddings", &path("embeddings"), "--threads", "1"]);
    assert!(precision(&taught) > 0.95, "{}", precision(&taught));
    let summary = taught.manifest().training.self_training.as_ref().unwrap();
    let read = ParagraphEmbeddings::read(path("embeddings").as_ref()).unwrap();
    assert_eq!(summary.embeddings.as_ref().unwrap().sha256, read.sha256());
    let of_itself = trained(&[]);
    assert!(precision(&of_itself) < 0.7, "{}", precision(&of_itself));
    let again = trained(&["--embeddings", &path("embeddings"), "--threads", "2"]);
    assert!(taught.to_bytes() == again.to_bytes(), "threads make a difference");
}
