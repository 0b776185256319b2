//! The names of themes as people write them.

use std::path::Path;

use super::{CASES, convert, convert_in, labels, said};

const HINT: &str = "hint: write the ids, or list them with their names in --themes: [[theme]] id = \
                    \"war\" name = \"Armed conflict\"\nexit code 2";

#[test]
fn each_name_that_is_no_id_is_one_line_with_the_id_to_write() {
    let five = |name: &str, themes: [(&str, &str); 5]| {
        let lines = (1..).step_by(15).zip(themes).map(|(line, (name_of, id))| {
            format!("{name}:{line}: invalid theme id `{name_of}` (15 lines): write `{id}`")
        });
        format!("error: {}\n{HINT}", lines.collect::<Vec<_>>().join("\n"))
    };
    let caps = [
        ("Vaccine-Hesitancy", "vaccine-hesitancy"),
        ("Food-Security", "food-security"),
        ("Space", "space"),
        ("Press-Freedom", "press-freedom"),
        ("Sanctions-Evasion", "sanctions-evasion"),
    ];
    let names = [
        ("Vaccine Hesitancy", "vaccine-hesitancy"),
        ("Sécurité alimentaire", "securite-alimentaire"),
        ("SPACE", "space"),
        ("press_freedom", "press-freedom"),
        ("Sanctions evasion", "sanctions-evasion"),
    ];
    for (name, themes) in [("caps.jsonl", caps), ("names.jsonl", names)] {
        let run = convert_in(&Path::new(CASES).join("own-themes"), &[name]);
        assert_eq!((run.stdout.as_str(), said(&run)), ("", five(name, themes)));
    }
}

const THEMES: &[u8] = "[[theme]]
id = \"vaccine-hesitancy\"
[[theme]]
id = \"food-security\"
name = \"Sécurité alimentaire\"
[[theme]]
id = \"space\"
[[theme]]
id = \"press-freedom\"
[[theme]]
id = \"sanctions-evasion\"
"
.as_bytes();

#[test]
fn names_are_taken_where_the_themes_are_listed() {
    let folder = Path::new(CASES).join("own-themes");
    let themes = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(themes.path(), THEMES).unwrap();
    let themes = themes.path().to_str().unwrap();
    let read = |name: &str| {
        let run = convert_in(&folder, &["--themes", themes, name]);
        assert_eq!(said(&run), "");
        labels(&run.stdout)
    };
    let expected = read("labels.jsonl");
    assert_eq!(expected.lines().count(), 105);
    assert_eq!([read("names.jsonl"), read("caps.jsonl")], [expected.clone(), expected]);
    // In every format, without accents and with other characters between the words.
    let csv = "id,text,themes\n1,a,SECURITE_ALIMENTAIRE; Press  Freedom\n2,b,Food-Security\n";
    let doccano = r#"[{"id":1,"text":"a","label":["sécurité-Alimentaire","press/freedom"]},
        {"id":2,"text":"b","label":["FOOD SECURITY"]}]"#;
    let spacy = r#"[{"id":1,"text":"a","cats":{"Securite alimentaire":1,"PRESS_FREEDOM":1,"space":0}},
        {"id":2,"text":"b","cats":{"Food security":1}}]"#;
    let all = "1: food-security press-freedom ?\n2: food-security ?";
    let asked = "1: food-security press-freedom ? vaccine-hesitancy sanctions-evasion\n\
                 2: food-security ? vaccine-hesitancy space press-freedom sanctions-evasion";
    for (name, text, expected) in
        [("f.csv", csv, all), ("f.json", doccano, all), ("f.json", spacy, asked)]
    {
        let files = [(name, text.as_bytes()), ("themes.toml", THEMES)];
        let read = convert(&files, &["--themes", "themes.toml"]);
        assert_eq!(read, (expected.to_owned(), String::new()), "for {text}");
    }
}

#[test]
fn a_slip_of_typing_is_said_with_the_theme_that_is_meant() {
    let rows = |themes: &[&str]| {
        let numbered = themes.iter().enumerate();
        let rows = numbered
            .map(|(id, theme)| format!("{{\"id\":{id},\"themes\":[\"{theme}\"],\"text\":\"t\"}}"));
        rows.collect::<Vec<_>>().join("\n").into_bytes()
    };
    let hint =
        "hint: themes are named by their ids; list them with their names in --themes\nexit code 2";
    let expected = "expected one of vaccine-hesitancy, food-security, space, press-freedom, \
                    sanctions-evasion";
    for (themes, errors) in [
        (
            &["space", "sapce"][..],
            "f.jsonl:2: unknown theme `sapce`: did you mean `space`?".to_owned(),
        ),
        (
            &["Spcae", "Spcae"],
            "f.jsonl:1: unknown theme `Spcae` (2 lines): did you mean `space`?".to_owned(),
        ),
        (
            &["war", "press freedon", "trade"],
            format!(
                "f.jsonl:1: unknown theme `war`: {expected}\n\
                 f.jsonl:2: unknown theme `press freedon`: did you mean `press-freedom`?\n\
                 f.jsonl:3: unknown theme `trade`: {expected}"
            ),
        ),
    ] {
        let files = [("f.jsonl", &rows(themes)[..]), ("themes.toml", THEMES)];
        let read = convert(&files, &["--themes", "themes.toml"]);
        assert_eq!(read, (String::new(), format!("error: {errors}\n{hint}")));
    }
    let warned = "warning: theme `sapce` has 1 paragraph: did you mean `space`?";
    let (_, message) = convert(&[("f.jsonl", &rows(&["space", "space", "sapce"]))], &[]);
    assert_eq!(message, warned);
    let (_, message) = convert(&[("f.jsonl", &rows(&["space", "space", "sport"]))], &[]);
    assert_eq!(message, "");
}
