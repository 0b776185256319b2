//! Tables with other separators, and with lines above the header.

use super::{FIVE, given, members, texts, written};

#[test]
fn semicolons_and_lines_above_the_header() {
    let run = given(&["17-semicolon.csv"]);
    assert_eq!((run.code, texts(&run)), (0, FIVE.map(str::to_owned).to_vec()), "{}", run.stderr);
    assert_eq!(run.stderr, "done: 5 documents, 5 paragraphs\n");
    let run = given(&["17-preamble.csv"]);
    assert_eq!((run.code, texts(&run)), (0, FIVE.map(str::to_owned).to_vec()), "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "warning: `17-preamble.csv`: 3 lines above the header passed over (line 1 to line 3)\n\
         done: 5 documents, 5 paragraphs\n"
    );
    assert_eq!(members(&run, "id"), ["0", "1", "2", "3", "4"]);
}

/// A text in UTF-16 with a mark, as Excel saves “Unicode text”.
fn utf16(text: &str) -> Vec<u8> {
    format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn the_header_tells_the_separator() {
    let quoted = "\"id\";\"text\"\r\n\"1\";\"Steel; and tin\"\r\n2;Zinc\r\n";
    let expected = ["Steel; and tin", "Zinc"];
    for (name, table, expected) in [
        ("a.csv", quoted.as_bytes().to_vec(), &expected[..]),
        ("a.csv", format!("sep=;\r\n{quoted}").into(), &expected),
        ("a.csv", format!("\u{FEFF}sep=;\r\n{quoted}").into(), &expected),
        ("a.csv", utf16(&format!("sep=;\r\n{quoted}")), &expected),
        ("a.csv", utf16("sep=\t\nid\ttext\n1\tSteel, tin\n"), &["Steel, tin"]),
        (
            "a.csv",
            b"id;text;share\n1;Steel, tin;0,5\n2;Zinc;1,25\n".into(),
            &["Steel, tin", "Zinc"],
        ),
        ("a.csv", b"id\ttext\n1\tSteel, \"tin\"\n".into(), &["Steel, \"tin\""]),
        ("a.tsv", b"id,text\n1,Steel\n".into(), &["Steel"]),
        ("a.tsv", b"id\ttext\n1\tSteel; tin\n".into(), &["Steel; tin"]),
        ("a.csv", b"id|text\n1|Steel; tin, zinc\n".into(), &["Steel; tin, zinc"]),
        (
            "a.csv",
            b"text\n\"Steel, tin\"\nZinc, \"lead\" and; more\n".into(),
            &["Steel, tin", "Zinc, \"lead\" and; more"],
        ),
        ("a.csv", b"id ; text\n1;Steel\n".into(), &["Steel"]),
        (
            "a.csv",
            b"Caf\xe9;;\r\n;;\r\nid;text;note\r\n1;Caf\xe9 Velm\xe9rk;x\r\n".into(),
            &["Café Velmérk"],
        ),
        ("a.csv", b"Report of May\nid,text\n1,Steel\n".into(), &["Steel"]),
        ("a.csv", b"Report,May\nTotal,2\nid,text\n1,Steel\n2,text\n".into(), &["Steel", "text"]),
        ("a.csv", b"\"unclosed\nreport\nid;text\n1;Steel\n".into(), &["Steel"]),
    ] {
        let run = written(&[(name, &table)], &[name]);
        let shown = String::from_utf8_lossy(&table);
        assert_eq!(
            (run.code, texts(&run)),
            (0, expected.iter().map(|text| (*text).to_owned()).collect()),
            "{shown}: {}",
            run.stderr
        );
    }
}

#[test]
fn a_separator_may_be_given() {
    for (option, table, code, expected) in [
        ("^", "id^text\n1^Steel\n", 0, &["Steel"][..]),
        (";", "text;id,x\nSteel;1\n", 0, &["Steel"]),
        ("tab", "id\ttext\n1\tSteel\n", 0, &["Steel"]),
        (",", "id;text\n1;Steel\n", 1, &[]),
        ("ab", "id,text\n1,Steel\n", 2, &[]),
        ("\"", "id,text\n1,Steel\n", 2, &[]),
    ] {
        let run = written(&[("a.csv", table.as_bytes())], &["--delimiter", option, "a.csv"]);
        assert_eq!(
            (run.code, texts(&run)),
            (code, expected.iter().map(|text| (*text).to_owned()).collect()),
            "{option}: {}",
            run.stderr
        );
    }
}

/// A row with a value `text` is no header below another one.
#[test]
fn a_header_without_the_text_is_no_report() {
    for table in
        ["id,kind,body\na1,text,Steel\n", "id;kind;body\n1;text;Steel\n", "kind,body\ntext,Steel\n"]
    {
        let run = written(&[("a.csv", table.as_bytes())], &["a.csv"]);
        assert_eq!((run.code, &*run.stdout), (1, ""), "{table}: {}", run.stderr);
        let columns = table.lines().next().unwrap().replace([';', ','], ", ");
        assert_eq!(
            run.stderr,
            format!("error: a.csv:1: no field `text`: found {columns}\n"),
            "{table}"
        );
    }
}
