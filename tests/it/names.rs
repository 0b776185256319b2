//! Names tied together: with a name scale of 0 no model tells them apart, and by default a theme
//! may still be about one country.

use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use themewise::features::StemVectors;
use themewise::training::TrainingOptions;
use themewise::{Dataset, Model, Trainer};

/// Country, adjective and capital; no label has the last two.
const COUNTRIES: [[&str; 3]; 6] = [
    ["China", "Chinese", "Beijing"],
    ["Taiwan", "Taiwanese", "Taipei"],
    ["Norway", "Norwegian", "Oslo"],
    ["Kenya", "Kenyan", "Nairobi"],
    ["Chad", "Chadian", "Djamena"],
    ["Tuvalu", "Tuvaluan", "Funafuti"],
];
const LABELLED: usize = 4;

/// One of four hundred words.
fn other(number: usize) -> String {
    format!("w{}", number * 2_654_435_761 % 4_294_967_291 % 400)
}

/// Twelve hundred short paragraphs. One theme is what a paragraph is about, but two thirds of it
/// are about China; the other theme is Taiwan itself.
fn labels() -> Dataset {
    let topics =
        [["spies", "bribed", "voters"], ["farmers", "sold", "wheat"], ["nurses", "cured", "flu"]];
    let lines = (0..1200).map(|at: usize| {
        let topic = at % topics.len();
        let country = if topic == 0 && at.is_multiple_of(2) { 0 } else { at / 5 % LABELLED };
        let ([who, did, what], [state, people, capital]) = (topics[topic], COUNTRIES[country]);
        let place = if at.is_multiple_of(4) { capital } else { state };
        // Other words keep paragraphs from being near-duplicates.
        let others: Vec<_> = (0..12).map(|word| other(at * 7919 + word * word * 613)).collect();
        let text = format!("In {place} the {people} {who} {did} {what}: {}.", others.join(" "));
        let themes = [("interference", topic == 0), ("taiwan", country == 1)];
        let themes = themes.into_iter().filter(|(_, has)| *has).map(|(theme, _)| theme);
        let themes: Vec<_> = themes.collect();
        serde_json::json!({ "id": at.to_string(), "themes": themes, "text": text }).to_string()
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    Dataset::parse(&[(Path::new("labels"), lines.into_bytes())], None).unwrap()
}

/// A model of [`labels`], with another name scale than the default if it is given.
fn model(name_scale: Option<f32>) -> Model {
    let table = StemVectors::embedded().unwrap();
    let options = TrainingOptions { vector_scales: vec![0.5], ..TrainingOptions::default() };
    let name_scale = name_scale.unwrap_or(options.name_scale);
    let options = TrainingOptions { name_scale, ..options };
    Trainer::new(options).with_stem_vectors(&table).train(&labels()).unwrap().model
}

fn tied_model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(|| model(Some(0.0)))
}

proptest! {
    #[test]
    fn one_name_is_as_good_as_another_with_a_scale_of_0(
        words in proptest::collection::vec(0_usize..20, 1..40),
        (one, other_one, theme) in (0_usize..6, 0_usize..6, 0_usize..2),
    ) {
        let explained = |country: usize| {
            let words = words.iter().map(|&word| match word {
                0..3 => COUNTRIES[country][word].to_owned(),
                3 => "spies".to_owned(),
                4 => "unheard".to_owned(),
                _ => other(word),
            });
            let text = words.collect::<Vec<_>>().join(" ");
            let explanation = tied_model().worker().explain(&text, theme);
            (explanation.score, explanation.novelty, explanation.confidence)
        };
        let (one, other) = (explained(one), explained(other_one));
        // The same numbers are added up in another order.
        prop_assert!((one.0 - other.0).abs() < 1e-5, "{one:?} and {other:?}");
        prop_assert!((one.1 - other.1).abs() < 1e-5 && (one.2 - other.2).abs() < 1e-5);
    }
}

/// With names tied entirely, a theme that is a country cannot be learned; by default it can.
#[test]
fn a_theme_may_still_be_about_one_country() {
    let macro_f1 = |model: &Model| model.manifest().evaluation.macro_f1;
    let (tied, usual) = (macro_f1(tied_model()), macro_f1(&model(None)));
    assert!(tied <= 0.5 && usual > 0.75, "{tied} and {usual}");
}
