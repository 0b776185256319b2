//! Texts in eight languages, each with the table of its own.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use themewise::language::Language;
use themewise::{Dataset, Model, Trainer};

use crate::program::{themewise, with_input};
use crate::support::default_model;

const GERMAN: &str = "Die Europäische Union erhöht die Zölle auf Importe von Stahl aus China, und die Exporte sinken.";

const MIXED: &str = "The minister said that tariffs on steel would rise, and the European Union would answer.

«Российские хакеры взломали почту избирательной комиссии и опубликовали письма», — сообщил министр обороны.

Le gouvernement a annoncé que les centrales nucléaires seraient fermées à cause de la sécheresse.

Die Bundesregierung will Asylbewerber an den Grenzen zurückweisen, sagte der Innenminister am Montag.

外交部发言人表示，两国元首将在峰会上讨论贸易协定和关税问题。

وقال وزير الصحة إن المستشفيات استقبلت مئات المصابين بالكوليرا خلال الأسبوع الماضي.

Los jueces del Tribunal Supremo condenaron al exministro a seis años de cárcel por corrupción.

Міністр оборони повідомив, що війська відбили атаку дронів і ракет на столицю.
";

#[test]
fn every_paragraph_of_a_mixed_document_is_read_in_its_own_language() {
    let run = with_input(&["classify", "--format", "jsonl", "--context", "none"], MIXED);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let rows =
        run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let found: Vec<(String, String)> = rows
        .map(|row| {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            (text(&row["language"]), text(&row["labels"][0]["theme"]))
        })
        .collect();
    let expected = [
        ("en", "trade"),
        ("ru", "cybersecurity"),
        ("fr", "energy"),
        ("de", "migration"),
        ("zh", "diplomacy"),
        ("ar", "health"),
        ("es", "justice"),
        ("uk", "military"),
    ];
    assert_eq!(found, expected.map(|(language, theme)| (language.to_owned(), theme.to_owned())));
}

#[test]
fn one_language_can_be_chosen_for_all_texts() {
    let labels = |language| {
        let run = with_input(&["classify", "--language", language], GERMAN);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout.split('\t').nth(3).unwrap().split(':').next().unwrap().to_owned()
    };
    assert_eq!(labels("de"), "trade");
    assert_ne!(labels("fr"), "trade");
    let run = with_input(&["classify", "--language", "xx"], "Die Zölle steigen.");
    assert_eq!(run.code, 2);
    let expected = "error: invalid value 'xx' for '--language <CODE>': expected one of ar, zh, en";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
    let model = crate::support::small_model_path();
    let run = with_input(&["classify", "--model", model, "--language", "de"], "Die Zölle steigen.");
    let expected = "error: the language must be one of those of the model, en, got de";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}

/// Its words are known to the program, but not to the built-in model.
#[test]
fn a_language_without_a_table_is_novel_and_named() {
    let text = "O ministro da Defesa disse que as tropas não vão atravessar a fronteira este ano.";
    let run = with_input(&["classify"], text);
    assert!(run.stdout.contains("novel"), "{}", run.stdout);
    assert!(run.stdout.contains("Portuguese"), "{}", run.stdout);
    let run = with_input(&["classify", "--language", "pt"], text);
    let expected =
        "error: the language must be one of those of the model, en, ar, zh, fr, de, ru, es, uk";
    assert!(run.stderr.starts_with(expected), "{}", run.stderr);
}

#[test]
fn the_built_in_model_has_every_language_with_the_same_themes() {
    let model = default_model();
    let mut languages = model.languages();
    languages.sort_by_key(|language| language.code());
    let codes: Vec<_> = languages.iter().map(|language| language.code()).collect();
    assert_eq!(codes, ["ar", "de", "en", "es", "fr", "ru", "uk", "zh"]);
    for language in languages.into_iter().filter(|language| *language != Language::English) {
        let file = format!("models/languages/{}.safetensors", language.code());
        let read = Model::read(Path::new(&file)).unwrap();
        assert!(model.in_language(language) == Some(&read), "{file}");
        assert!(read.themes().ids().eq(model.themes().ids()), "{file}");
    }
}

/// Fifty French and two hundred English labels, and a French paragraph whose words no French label
/// has.
#[test]
fn labels_of_one_language_teach_another() {
    let lines = |file: &str, count: usize| {
        let text = std::fs::read_to_string(file).unwrap();
        text.split_inclusive('\n').take(count).collect::<String>()
    };
    let folder = tempfile::tempdir().unwrap();
    let labels = folder.path().join("labels.jsonl");
    let both = lines("labels/paragraphs.jsonl", 200) + &lines("labels/fr-words.jsonl", 50);
    std::fs::write(&labels, both).unwrap();
    let output = folder.path().join("both.safetensors");
    let [labels, output] = [&labels, &output].map(|path| path.to_str().unwrap());
    let run = themewise(&[
        "train",
        "--labels",
        labels,
        "--output",
        output,
        "--c",
        "3",
        "--themes",
        "labels/themes.toml",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("English\n\n200 labelled paragraphs"), "{}", run.stdout);
    assert!(run.stdout.contains("\nFrench\n\n50 labelled paragraphs"), "{}", run.stdout);
    let model = Model::read(Path::new(output)).unwrap();
    assert_eq!(model.languages(), [Language::English, Language::French]);
    assert!(Model::from_bytes("again", &model.to_bytes()).unwrap() == model);

    let text = "Des pirates informatiques ont volé les mots de passe de la banque.";
    let told =
        |model: &Model| model.predict(text).confidences[model.theme("cybersecurity").unwrap()];
    let alone = Dataset::read(&["labels/fr-words.jsonl".into()], None).unwrap();
    let alone = alone.by_language().unwrap().swap_remove(0).select(&(0..50).collect::<Vec<_>>());
    let alone = Trainer::default().train(&alone).unwrap().model;
    assert!(told(&model) > 2.0 * told(&alone), "{} and {}", told(&model), told(&alone));
}

/// The mean average precision of an evaluation of the French labels.
fn precision(more: &[&str]) -> f64 {
    let labels = ["evaluate", "--labels", "labels/fr-words.jsonl"];
    let run = themewise(&[&labels, more, &["--format", "json", "--bootstrap", "0"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    found["mean_average_precision"].as_f64().unwrap()
}

#[test]
fn labels_are_read_in_their_language() {
    // The model has seen these labels. The English table would have a quarter of this.
    let seen = precision(&[]);
    assert!(seen > 0.7, "{seen}");
    let alone = ["--leave-out", "source", "--c", "3", "--vector-scale", "1"];
    let alone = precision(&alone);
    assert!((0.3..0.6).contains(&alone), "{alone}");
}

#[test]
fn one_of_several_languages_is_measured_and_the_others_teach_it() {
    let more =
        ["labels/de-words.jsonl", "--leave-out", "source", "--c", "3", "--vector-scale", "1"];
    let alone = precision(&more[1..]);
    let taught = precision(&[&more[..], &["--language", "fr"]].concat());
    assert!(taught > alone + 0.02, "{taught} and {alone}");
    for (language, found) in [(&[][..], "none"), (&["--language", "ru"], "Russian")] {
        let labels = ["evaluate", "--labels", "labels/fr-words.jsonl"];
        let run = themewise(&[&labels, &more[..], language].concat());
        let expected = format!(
            "error: --language must be one of the languages of the labels (German, French), got {found}"
        );
        assert!(run.stderr.starts_with(&expected), "{}", run.stderr);
    }
}

#[test]
fn labels_calibrate_the_table_of_their_language() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("own.safetensors");
    let arguments = ["calibrate", "--labels", "labels/fr-words.jsonl", "--output"];
    let run = themewise(&[&arguments[..], &[output.to_str().unwrap()]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("900 paragraphs, each judged by"), "{}", run.stdout);
    let (calibrated, before) = (Model::read(&output).unwrap(), default_model());
    assert_eq!(calibrated.languages(), before.languages());
    for language in before.languages() {
        let [after, before] =
            [&calibrated, before].map(|model| model.in_language(language).unwrap());
        assert_eq!(after.scorer(), before.scorer());
        assert_eq!(after.heads() == before.heads(), language != Language::French, "{language:?}");
    }
}

/// German and French tables are fitted, the few Spanish labels are named, and what no table reads is
/// an error.
#[test]
fn labels_in_several_languages_calibrate_their_tables() {
    let folder = tempfile::tempdir().unwrap();
    let [output, few] = ["own.safetensors", "es.jsonl"].map(|name| folder.path().join(name));
    let spanish = std::fs::read_to_string("labels/es-words.jsonl").unwrap();
    std::fs::write(&few, spanish.split_inclusive('\n').take(3).collect::<String>()).unwrap();
    let [output, few] = [&output, &few].map(|path| path.to_str().unwrap());
    let labels = ["labels/de-words.jsonl", "labels/fr-words.jsonl", few];
    let calibrate = [&["calibrate", "--labels"], &labels[..], &["--output", output]].concat();
    let run = themewise(&calibrate);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let headings = ["German\n\n900 paragraphs", "French\n\n900 paragraphs"];
    assert!(headings.iter().all(|heading| run.stdout.contains(heading)), "{}", run.stdout);
    let warning =
        "warning: 3 labelled paragraphs in Spanish are too few: its confidences do not change";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    let (calibrated, before) = (Model::read(Path::new(output)).unwrap(), default_model());
    for language in before.languages() {
        let [after, before] =
            [&calibrated, before].map(|model| model.in_language(language).unwrap());
        let is_same = !matches!(language, Language::French | Language::German);
        assert_eq!(after.heads() == before.heads(), is_same, "{language:?}");
    }
    let portuguese = "{\"id\":\"1\",\"themes\":[\"trade\"],\"text\":\"a\",\"language\":\"pt\"}";
    let run = with_input(&["calibrate", "--labels", "-", "--output", output], portuguese);
    let expected = "error: the language of the labels must be English, Arabic, Chinese, French, \
                    German, Russian, Spanish, Ukrainian, got Portuguese (`1`)";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
}

/// What a language without labels needs is said.
#[test]
fn a_language_that_cannot_learn_from_others_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("a.safetensors");
    let output = output.to_str().unwrap();
    let labels = ["labels/fr-words.jsonl", "--languages", "fr,pt", "--no-stem-vectors"];
    let settings = ["--folds", "2", "--c", "3", "--output", output];
    let run = themewise(&[&["train", "--labels"], &labels[..], &settings].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let warning = "warning: no labels are in Portuguese, and without stem vectors it learns from";
    assert!(run.stderr.contains(warning), "{}", run.stderr);

    let few = "{\"id\":\"1\",\"themes\":[\"trade\"],\"text\":\"Tariffs rise.\"}";
    let run = with_input(&["train", "--labels", "-", "--languages", "pt", "--output", output], few);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("10"), "{}", run.stderr);
}

/// A paragraph that only begins in another script is in the language of its document.
#[test]
fn a_foreign_name_at_the_beginning_is_no_other_language() {
    let text = "The minister spoke about tariffs on steel in the parliament of the country.\n\n\
                «Известия» reported that the ministers had agreed on the tariffs for the steel.\n\n\
                «Российские хакеры взломали почту избирательной комиссии», — сообщил министр.\n";
    let run = with_input(&["classify", "--format", "jsonl"], text);
    let languages = run.stdout.lines().map(|line| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["language"].as_str().unwrap_or_default().to_owned()
    });
    assert_eq!(languages.collect::<Vec<_>>(), ["en", "en", "ru"]);
}

/// A language without a label learns from those of the others.
#[test]
fn a_language_without_labels_learns_from_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("uk.safetensors");
    let labels = ["labels/fr-words.jsonl", "labels/ru-words.jsonl", "labels/de-words.jsonl"];
    let settings = ["--languages", "uk", "--folds", "3", "--c", "3", "--vector-scale", "1"];
    let output = output.to_str().unwrap();
    let run = themewise(
        &[&["train", "--labels"], &labels[..], &settings, &["--output", output]].concat(),
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let expected = "learned from the labels of all languages; measured on these 2700 paragraphs";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
    assert!(!run.stdout.contains("near-duplicates"), "{}", run.stdout);
    let evaluate = ["evaluate", "--model", output, "--labels", "labels/uk-words.jsonl"];
    let run = themewise(&[&evaluate[..], &["--format", "json", "--bootstrap", "0"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let [precision, error] = ["mean_average_precision", "expected_calibration_error"]
        .map(|figure| found[figure].as_f64().unwrap());
    assert!(precision > 0.45, "{precision}");
    assert!(error < 0.02, "{error}");
}

#[test]
fn counts_of_words_have_the_stems_of_the_text() {
    let text = "L’économie allemande et l'État français : les États-Unis importent de l’acier.";
    let line = serde_json::json!({"id": "1", "themes": ["trade"], "text": text, "language": "fr"});
    let dataset = Dataset::parse(&[(Path::new("a.jsonl"), line.to_string().into_bytes())], None);
    let counted = dataset.unwrap().counted().unwrap();
    let themewise::dataset::Content::Words(words) = &counted.examples[0].content else {
        panic!("it is counted")
    };
    let expected = [
        "acier",
        "allemande",
        "de",
        "et",
        "français",
        "importent",
        "les",
        "unis",
        "économie",
        "état",
        "états",
    ];
    let expected: BTreeMap<String, u32> = expected.map(|word| (word.to_owned(), 1)).into();
    assert_eq!(words, &expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Sums are exact, and spans are those of the text as it was written.
    #[test]
    fn explanations_add_up_in_every_script(
        text in "([ء-ي\u{64B}-\u{652}]{1,9} |[习近平经济贸易国會經濟]{1,8}，|[а-яёіїєґ'’]{1,9} |e\u{301}{0,2}[a-zßéè]{1,9} |حرب |война |гвалт |guerre ){1,12}",
        theme in 0_usize..14,
    ) {
        let mut worker = default_model().worker();
        let prediction = worker.predict(&text);
        let explanation = worker.explain(&text, theme);
        let sum = explanation.contributions.iter().fold(explanation.bias, |sum, c| sum + c.value);
        prop_assert_eq!(sum.to_bits(), explanation.score.to_bits());
        let confidence = prediction.confidences[theme];
        prop_assert_eq!(explanation.confidence.to_bits(), confidence.to_bits());
        for contribution in &explanation.contributions {
            prop_assert!(!contribution.spans.is_empty());
            for span in &contribution.spans {
                prop_assert!(text.get(span.clone()).is_some_and(|word| !word.is_empty()));
            }
        }
    }
}
