//! Reads each label format, and checks the errors of invalid files.

use std::path::Path;

use themewise::Dataset;
use themewise::dataset::{Article, ArticleParagraph, Content, Example, LabelFormat};

use crate::label_round_trips::three_themes;
use crate::program::themewise;

/// The paragraphs read, as `id: themes ? unknown`, or the errors.
fn read(format: LabelFormat, text: &str) -> Vec<String> {
    let files = [(Path::new("f"), text.as_bytes().to_vec())];
    let themes = three_themes();
    let ids = |places: &[usize]| {
        let ids = places.iter().map(|&place| themes.as_slice()[place].id.as_str());
        ids.collect::<Vec<_>>().join(" ")
    };
    match Dataset::parse_as(Some(format), &files, Some(&themes)) {
        Ok(dataset) => dataset
            .examples
            .iter()
            .map(|e| format!("{}: {} ? {}", e.id, ids(&e.themes), ids(&e.unknown)))
            .collect(),
        Err(error) => error.to_string().lines().map(str::to_owned).collect(),
    }
}

const ALL_UNKNOWN: &str = "arms human-rights zinc";

#[test]
fn prodigy_knows_what_was_asked() {
    let choice = |accept: &str, answer: &str, hash: u8| {
        format!(
            r#"{{"text":"t","options":[{{"id":"arms"}},{{"id":"Human rights"}}],"accept":[{accept}],"answer":"{answer}","_input_hash":{hash}}}"#
        )
    };
    let binary = |text: &str, label: &str, answer: &str| {
        format!(r#"{{"text":"{text}","label":"{label}","answer":"{answer}"}}"#)
    };
    for (lines, expected) in [
        (vec![choice("\"arms\"", "accept", 1)], vec!["f:1: arms ? zinc"]),
        (vec![choice("", "accept", 1)], vec!["f:1:  ? zinc"]),
        (vec![choice("\"arms\"", "reject", 1)], vec![&format!("f:1:  ? {ALL_UNKNOWN}")[..]]),
        (vec![choice("\"arms\"", "ignore", 1)], vec![&format!("f:1:  ? {ALL_UNKNOWN}")]),
        (
            vec![r#"{"text":"t","accept":["zinc"],"answer":"accept"}"#.to_owned()],
            vec!["f:1: zinc ? "],
        ),
        (vec![r#"{"text":"t"}"#.to_owned()], vec![&format!("f:1:  ? {ALL_UNKNOWN}")]),
        (
            vec![
                binary("a", "arms", "accept"),
                binary("b", "arms", "reject"),
                binary("a", "zinc", "reject"),
                binary("b", "zinc", "ignore"),
            ],
            vec!["f:1: arms ? human-rights", "f:2:  ? human-rights zinc"],
        ),
        // Two votes of three, and one against one.
        (
            vec![
                binary("a", "arms", "accept"),
                binary("a", "arms", "reject"),
                binary("a", "arms", "accept"),
                binary("a", "zinc", "accept"),
                binary("a", "zinc", "reject"),
            ],
            vec!["f:1: arms ? human-rights zinc"],
        ),
        // The same text with another hash is another paragraph.
        (
            vec![choice("\"arms\"", "accept", 1), choice("", "accept", 2)],
            vec!["f:1: arms ? zinc", "f:2:  ? zinc"],
        ),
        (
            vec![binary("a", "arms", "maybe"), binary("a", "lead", "accept"), "[]".to_owned()],
            vec![
                "f:1: `answer` must be accept, reject or ignore, got maybe",
                "f:2: unknown theme `lead`: expected one of arms, human-rights, zinc",
                "f:3: expected an object such as {\"text\": …}, got a list",
            ],
        ),
    ] {
        assert_eq!(read(LabelFormat::Prodigy, &lines.join("\n")), expected, "{lines:?}");
    }
}

#[test]
fn every_format_says_its_own_of_what_is_missing() {
    use LabelFormat::{Csv, Doccano, Fasttext, HuggingFace, Jsonl, LabelStudio, Spacy};
    let all = format!("1:  ? {ALL_UNKNOWN}");
    let studio = |annotations: &str| {
        format!(
            r#"[{{"id":1,"data":{{"body":"t","external_id":"x","url":"u"}},"annotations":[{annotations}]}}]"#
        )
    };
    let chosen = |choices: &str, more: &str| {
        format!(
            r#"{{"result":[{{"type":"choices","to_name":"body","value":{{"choices":[{choices}]}}}},{{"type":"rating"}}]{more}}}"#
        )
    };
    let (arms, both) = (chosen("\"arms\"", ""), chosen("\"arms\",\"Zinc\"", ""));
    let skipped = chosen("\"arms\"", r#","was_cancelled":true"#);
    for (format, text, expected) in [
        (Jsonl, r#"{"id":"1","themes":["zinc"],"unknown":["arms"],"text":"t"}"#, "1: zinc ? arms"),
        (Spacy, r#"{"id":1,"text":"t","cats":{"arms":true,"zinc":0}}"#, "1: arms ? human-rights"),
        (Spacy, r#"["t",{"cats":{"arms":1.0,"zinc":null}}]"#, "f:1: arms ? human-rights zinc"),
        (Spacy, r#"{"id":"1","text":"t","cats":{}}"#, &all),
        (Fasttext, "__label__arms\t__label__Human_rights t", "f:1: arms human-rights ? "),
        (Fasttext, "\n no __label__arms more", "f:2: arms ? "),
        (Doccano, r#"{"id":1,"data":"t","labels":[]}"#, "1:  ? "),
        (Doccano, "id,text,label,Comments\n1,t,arms#Human rights,", "1: arms human-rights ? "),
        (
            Csv,
            "text,themes,unknown\n\"a\nb\",arms; zinc,Human rights\n",
            "f:2: arms zinc ? human-rights",
        ),
        (HuggingFace, r#"{"id":"1","text":"t","label":-1}"#, &all),
        (HuggingFace, r#"{"id":"1","text":"t","label":2}"#, "1: zinc ? "),
        (HuggingFace, r#"{"id":"1","text":"t","labels":[0,2]}"#, "1: arms zinc ? "),
        (HuggingFace, r#"{"id":"1","text":"t","labels":[0,null,1]}"#, "1: zinc ? human-rights"),
        (HuggingFace, r#"{"id":"1","text":"t","labels":null}"#, &all),
        (HuggingFace, r#"[{"id":"1","text":"t","Arms":true,"zinc":0}]"#, "1: arms ? human-rights"),
        (HuggingFace, "id,text,arms,zinc\n1,t,1.0,\n", "1: arms ? human-rights zinc"),
        (
            HuggingFace,
            "id,text,labels\n1,t,\"['human rights'\n 'zinc']\"\n",
            "1: human-rights zinc ? ",
        ),
        (LabelStudio, &studio(&both), "x: arms zinc ? "),
        (LabelStudio, &studio(&format!("{both},{arms}")), "x: arms ? zinc"),
        (LabelStudio, &studio(&format!("{both},{arms},{arms}")), "x: arms ? "),
        (LabelStudio, &studio(&format!("{both},{skipped}")), "x: arms zinc ? "),
        (LabelStudio, &studio(&skipped), &format!("x:  ? {ALL_UNKNOWN}")),
    ] {
        assert_eq!(read(format, text), [expected], "{format:?}: {text}");
    }
}

/// A task without choices takes its text from the field that the choices of other tasks are about.
#[test]
fn label_studio_finds_the_text_of_tasks_without_choices() {
    let result = r#"{"type":"choices","to_name":"body","value":{"choices":["arms"]}}"#;
    let tasks = format!(
        r#"[{{"id":1,"data":{{"body":"t","url":"u"}},"annotations":[]}},
            {{"id":2,"data":{{"body":"t","url":"u"}},"annotations":[{{"result":[{result}]}}]}},
            {{"id":3,"data":{{"any":"t"}}}}]"#
    );
    let unknown = |id: u8| format!("{id}:  ? {ALL_UNKNOWN}");
    let expected = [unknown(1), "2: arms ? ".to_owned(), unknown(3)];
    assert_eq!(read(LabelFormat::LabelStudio, &tasks), expected);
}

#[test]
fn every_bad_record_is_named_with_what_is_allowed() {
    use LabelFormat::{Csv, Doccano, Fasttext, HuggingFace, Jsonl, LabelStudio, Spacy};
    let unknown = "unknown theme `lead`: expected one of arms, human-rights, zinc";
    let lead = format!("f:1: {unknown}");
    for (format, text, expected) in [
        (
            Jsonl,
            r#"{"id":"1","themes":["arms"],"unknown":["arms"],"text":"t"}"#,
            vec!["f:1: contradictory labels for theme `arms`"],
        ),
        (
            Spacy,
            "{\"text\":\"t\",\"cats\":{\"arms\":0.7}}\n{\"text\":7,\"cats\":{}}\n{\"text\":\"t\",\"cats\":{\"lead\":1}}\n",
            vec![
                "f:1: `cats` must be 1, 0, true or false for each theme, got 0.7",
                "f:2: `text` must be a text, got 7",
                &format!("f:3: {unknown}"),
            ],
        ),
        (Fasttext, "__label__lead t", vec![&lead]),
        (Fasttext, "__label__arms ", vec!["f:1: paragraph `f:1` has no text"]),
        (
            Doccano,
            r#"[{"text":"t","label":[]},{"text":"t","label":[[0,"arms"]]}]"#,
            vec![r#"f: record 2: `label` must be a list of themes, got [0,"arms"]"#],
        ),
        (
            Csv,
            "text,themes,weight\nt,arms\nt,lead,1\nt,arms,heavy\nt,arms,-1\n",
            vec![
                "f:2: expected 3 columns as in the first line, got 2",
                &format!("f:3: {unknown}"),
                "f:4: `weight` must be a number above 0, got heavy",
                "f:5: weight must be above 0, got -1",
            ],
        ),
        (
            HuggingFace,
            "{\"text\":\"t\",\"labels\":[7]}\n{\"text\":\"t\",\"labels\":[0.5]}\n",
            vec![
                "f:1: unknown theme `7`: expected one of arms, human-rights, zinc",
                "f:2: `labels` must be a list of themes or of their numbers, got 0.5",
            ],
        ),
        (
            HuggingFace,
            "{\"text\":\"t\",\"arms\":3}",
            vec!["f:1: `arms` must be 1, 0, -1 or null, got 3"],
        ),
        (
            LabelStudio,
            r#"[{"id":1,"data":{"text":"t"},"annotations":7},{"id":2,"data":{"text":"t"},"annotations":[{"result":[{"type":"choices","value":{"choices":["lead"]}}]}]}]"#,
            vec![
                "f: record 1: `annotations` must be a list, got 7",
                &format!("f: record 2: {unknown}"),
            ],
        ),
        (LabelStudio, "[{\n]", vec!["f:2: invalid JSON: key must be a string at column 1"]),
    ] {
        assert_eq!(read(format, text), expected, "{format:?}: {text}");
    }
    let files = [(Path::new("f"), br#"{"text":"t","labels":[1]}"#.to_vec())];
    let error = Dataset::parse(&files, None).unwrap_err().to_string();
    assert_eq!(error, "f:1: theme 1 is a number: expected a name, as there is no list of themes");
}

#[test]
fn names_make_ids_where_there_is_no_list_of_themes() {
    let lines = "__label__Human_rights a\n__label__Trade b\n__label__C++ c\n";
    let parse = |lines: &str| Dataset::parse(&[(Path::new("f"), lines.into())], None);
    let message = parse(lines).unwrap_err().to_string();
    assert_eq!(message, "f:3: invalid theme id `C++`: write `c`");
    let dataset = parse(&lines.replace("C++", "human-rights")).unwrap();
    assert_eq!(dataset.themes.list(), "human-rights, trade");
}

#[test]
fn an_ambiguous_format_must_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let hint = "hint: name the format with --label-format (convert: --from); docs/labels.md describes them\n";
    let ambiguous = "hint: name one of these with --label-format (convert: --from); a paragraph without \
                     a label has no theme in doccano, and is unknown in hugging-face\n";
    let all = "jsonl, fasttext, prodigy, doccano, spacy, label-studio, csv, hugging-face";
    for (name, text, expected, hint) in [
        (
            "a.csv",
            "id,text,label\n1,t,arms\n",
            "not clear: expected one of doccano, hugging-face",
            ambiguous,
        ),
        ("c.txt", "Tariffs on steel.\n", &format!("not recognised: expected one of {all}"), hint),
        (
            "d.jsonl",
            "{\"text\":\"t\",\"cats\":{},\"answer\":\"accept\"}\n",
            "not clear: expected one of spacy, prodigy",
            ambiguous,
        ),
    ] {
        std::fs::write(path(name), text).unwrap();
        let run = themewise(&["evaluate", "--labels", &path(name)]);
        let expected = format!("error: the label format of `{}` is {expected}\n{hint}", path(name));
        assert_eq!((run.code, run.stderr), (2, expected));
    }
    std::fs::write(path("n.jsonl"), "{\"text\":\"t\",\"labels\":[1]}\n").unwrap();
    let run = themewise(&["train", "--labels", &path("n.jsonl"), "--output", &path("out")]);
    let hint = "hint: list the themes in the order of their numbers with --themes\n";
    assert!(run.code == 2 && run.stderr.ends_with(hint), "{}", run.stderr);
    let arguments =
        ["convert", "--from", "doccano", "--to", "jsonl", &path("a.csv"), "--output", &path("out")];
    let run = themewise(&arguments);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let written = std::fs::read_to_string(path("out")).unwrap();
    assert_eq!(written, "{\"id\":\"1\",\"themes\":[\"arms\"],\"text\":\"t\"}\n");
}

#[test]
fn convert_names_skipped_paragraphs_and_counts_dropped_values() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut lines = std::fs::read_to_string("tests/data/label-formats.jsonl").unwrap();
    lines += "{\"id\":\"w\",\"themes\":[\"trade\"],\"words\":{\"tariff\":2}}\n\
              {\"id\":\"l\",\"themes\":[],\"text\":\"What is __label__trade ?\",\"source\":\"x\"}\n\
              {\"id\":\"s\",\"themes\":[],\"text\":\"Snow.\",\"source\":\"x\",\"weight\":0.5}\n";
    std::fs::write(path("in"), lines).unwrap();
    let convert = |to: &str| {
        let run = themewise(&["convert", "--to", to, &path("in"), "--output", &path(to)]);
        (run.code, run.stdout.replace(&path(""), "DIR/"), run.stderr)
    };
    let partly = "it is unknown whether it has some of the themes";
    let expected = format!(
        "`a5` is skipped: {partly}\n`a6` is skipped: {partly}\n`a7` is skipped: {partly}\n\
         `w` is skipped: it is known by word counts, not by its text\n\
         `l` is skipped: a word of it begins with `__label__`\n\
         5 paragraphs skipped\n\
         note: the output format cannot store the field `source` (1 paragraphs affected)\n\
         note: the output format cannot store the id (5 paragraphs affected)\n\
         note: the output format cannot store the line breaks and outer spaces (1 paragraphs affected)\n\
         note: the output format cannot store the weight (1 paragraphs affected)\n"
    );
    assert_eq!(convert("fasttext"), (1, "5 paragraphs, wrote DIR/fasttext\n".into(), expected));
    let expected = "`w` is skipped: it is known by word counts, not by its text\n\
                    1 paragraphs skipped\n";
    assert_eq!(convert("csv"), (1, "9 paragraphs, wrote DIR/csv\n".into(), expected.into()));
    assert_eq!(convert("jsonl"), (0, "10 paragraphs, wrote DIR/jsonl\n".into(), String::new()));
    let run = themewise(&["convert", "--to", "csv", &path("in"), "--output", &path("in")]);
    let expected =
        format!("error: --output must be a file that is not an input, got `{}`\n", path("in"));
    assert_eq!((run.code, run.stderr), (2, expected));
}

/// Each article read, as `document (title): paragraphs`; a labelled one as `id themes / alone`.
fn articles(format: LabelFormat, text: &str) -> String {
    let files = [(Path::new("f"), text.as_bytes().to_vec())];
    let dataset = match Dataset::parse_as(Some(format), &files, Some(&three_themes())) {
        Ok(dataset) => dataset,
        Err(error) => return error.to_string(),
    };
    let labelled = |example: &Example| {
        let alone = example.alone.as_ref().map(|alone| (&alone.themes, &alone.unknown));
        format!("{} {:?} / {alone:?}", example.id, example.themes)
    };
    let paragraph = |paragraph: &ArticleParagraph| match paragraph {
        ArticleParagraph::Labelled(example) => labelled(&dataset.examples[*example]),
        ArticleParagraph::Unlabelled(content) => content.text().unwrap().to_owned(),
    };
    let article = |article: &Article| {
        let title = article.title.as_ref().and_then(Content::text);
        let paragraphs: Vec<_> = article.paragraphs.iter().map(paragraph).collect();
        format!("{} ({}): {}", article.document, title.unwrap_or_default(), paragraphs.join(", "))
    };
    dataset.articles.iter().map(article).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_format_with_fields_has_articles() {
    use LabelFormat::{Csv, Doccano, HuggingFace, LabelStudio, Prodigy, Spacy};
    let choices = r#"{"type":"choices","to_name":"text","value":{"choices":["arms"]}}"#;
    let studio = format!(
        r#"[{{"id":1,"data":{{"text":"T","document":"d","paragraph":0}},"annotations":[]}},
            {{"id":2,"data":{{"text":"t","document":"d","paragraph":1}},"annotations":[{{"result":[{choices}]}}]}},
            {{"id":3,"data":{{"text":"u","document":"d","paragraph":"2"}},"annotations":[]}}]"#
    );
    let once = "d (T): 2 [0] / None, u";
    for (format, text, expected) in [
        (
            Prodigy,
            r#"{"id":1,"text":"T","meta":{"document":"d","paragraph":0}}
               {"id":2,"text":"t","label":"arms","answer":"accept","meta":{"document":"d","paragraph":1}}
               {"id":3,"text":"u","label":"arms","answer":"ignore","meta":{"document":"d","paragraph":2}}"#,
            once,
        ),
        (
            Doccano,
            r#"{"id":1,"text":"T","label":[],"document":"d","paragraph":0}
               {"id":2,"text":"t","label":["arms"],"meta":{"document":"d","paragraph":1}}"#,
            "d (T): 2 [0] / None",
        ),
        (
            Spacy,
            r#"{"id":1,"text":"T","cats":{},"document":"d","paragraph":0}
               {"id":2,"text":"t","cats":{"arms":1},"document":"d","paragraph":1}
               {"id":3,"text":"u","cats":{},"document":"d","paragraph":2}"#,
            once,
        ),
        (LabelStudio, &studio, once),
        (
            HuggingFace,
            r#"[{"id":1,"text":"T","labels":null,"document":"d","paragraph":0},
                {"id":2,"text":"t","labels":["arms"],"alone":[],"document":"d","paragraph":1},
                {"id":3,"text":"u","labels":-1,"document":"d","paragraph":2}]"#,
            "d (T): 2 [0] / Some(([], [])), u",
        ),
        (
            HuggingFace,
            "id,text,labels,alone,document,paragraph\n1,T,,,d,0\n2,t,['arms'],\"['arms' 'zinc']\",d,1\n3,u,,,d,2\n",
            "d (T): 2 [0] / Some(([0, 2], [])), u",
        ),
        (
            HuggingFace,
            "id,text,arms,zinc,alone_unknown,document,paragraph\n1,T,,,,d,0\n2,t,1,0,zinc,d,1\n3,u,-1,-1,,d,2\n",
            "d (T): 2 [0] / Some(([], [2])), u",
        ),
        (
            Csv,
            "id,text,themes,unknown,alone,alone_unknown,document,paragraph\n1,T,,,,,d,0\n2,t,arms,,,zinc,d,1\n\
             3,u,,arms;zinc;human-rights,,arms;zinc;human-rights,d,2\n",
            "d (T): 2 [0] / Some(([], [2])), u",
        ),
        (
            Csv,
            "id,text,themes,document,paragraph\n1,T,arms,d,0\n2,t,arms,d,1\n3,t,arms,d,one\n4,t,,d,1\n",
            "f:2: paragraph 0 of a document is its title: expected no themes\n\
             f:4: `paragraph` must be a whole number, got one\n\
             f:5: duplicate paragraph 1 of document `d`, first used at f:3",
        ),
    ] {
        assert_eq!(articles(format, text), expected, "{format:?}: {text}");
    }
}

/// A title has no labels to recognise a format by.
#[test]
fn a_format_is_recognised_below_a_title() {
    let title = r#""id":"1","document":"d","paragraph":0,"text":"T""#;
    let labelled = r#""id":"2","document":"d","paragraph":1,"text":"t""#;
    for text in [
        format!(r#"{{{title}}}{}{{{labelled},"themes":["arms"]}}"#, "\n"),
        format!(r#"{{{title}}}{}{{{labelled},"arms":1}}"#, "\n"),
        format!(r#"[{{{title}}},{{{labelled},"labels":["arms"]}}]"#),
    ] {
        let dataset = Dataset::parse(&[(Path::new("f.json"), text.clone().into())], None).unwrap();
        let title = dataset.articles[0].title.as_ref().and_then(Content::text);
        assert_eq!((dataset.themes.list(), title), ("arms".to_owned(), Some("T")), "{text}");
    }
}

#[test]
fn convert_keeps_articles_or_says_what_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let labels = r#"{"id":"1","text":"A title","document":"d","paragraph":0,"source":"s"}
{"id":"2","text":"No labels.","document":"d","paragraph":2}
{"id":"3","themes":["arms"],"alone":[],"alone_unknown":["zinc"],"text":"One.","document":"d","paragraph":1}
{"id":"4","themes":["zinc"],"text":"No article."}
"#;
    std::fs::write(path("jsonl"), labels).unwrap();
    let convert = |from: &str, to: &str, output: &str| {
        let run = themewise(&["convert", "--to", to, &path(from), "--output", &path(output)]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        (std::fs::read_to_string(path(output)).unwrap(), run.stderr)
    };
    let hugging_face = r#"{"id":"1","text":"A title","labels":null,"document":"d","paragraph":0,"source":"s"}
{"id":"2","text":"No labels.","labels":null,"document":"d","paragraph":2}
{"id":"3","text":"One.","labels":["arms"],"alone":[],"alone_unknown":["zinc"],"document":"d","paragraph":1}
{"id":"4","text":"No article.","labels":["zinc"]}
"#;
    assert_eq!(convert("jsonl", "hugging-face", "hf"), (hugging_face.to_owned(), String::new()));
    assert_eq!(convert("hf", "jsonl", "back"), (labels.to_owned(), String::new()));
    let csv = "\
id,text,themes,unknown,weight,alone,alone_unknown,document,paragraph,source
1,A title,,,,,,d,0,s
2,No labels.,,arms;zinc,,,arms;zinc,d,2,
3,One.,arms,,,,zinc,d,1,
4,No article.,zinc,,,zinc,,,,
";
    let note = "note: the output format cannot store that there is no judgement `alone` (1 paragraphs affected)\n";
    assert_eq!(convert("jsonl", "csv", "labels.csv"), (csv.to_owned(), note.to_owned()));
    let last = "\"themes\":[\"zinc\"]";
    let twice = labels.replace(last, &format!("{last},\"alone\":[\"zinc\"]"));
    assert_eq!(convert("labels.csv", "jsonl", "back"), (twice, String::new()));
    let doccano = r#"{"id":"3","text":"One.","label":["arms"],"document":"d","paragraph":1}
{"id":"4","text":"No article.","label":["zinc"]}
"#;
    let notes = "\
note: the output format cannot store the judgement `alone` (1 paragraphs affected)
note: the output format cannot store the titles and unlabelled paragraphs of articles (2 paragraphs affected)
";
    assert_eq!(convert("jsonl", "doccano", "doccano"), (doccano.to_owned(), notes.to_owned()));
}
