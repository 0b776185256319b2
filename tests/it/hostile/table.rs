//! CSV and TSV.

use super::{Case, GOOD, file, table};

/// Rows between two good ones.
fn rows(name: &'static str, rows: &str) -> Case {
    file(name, "a.csv", format!("id,text\n1,{GOOD}\n{rows}\n9,{GOOD}\n")).good(2)
}

#[test]
fn invalid_tables() {
    insta::assert_snapshot!(table(&[
        file("empty CSV", "a.csv", ""),
        file("a header only", "a.csv", "id,text\n"),
        file("a header without an end", "a.csv", "id,text"),
        file("another header", "a.csv", format!("id,body\n1,{GOOD}\n")),
        file("no header", "a.csv", format!("1,{GOOD}\n2,{GOOD}\n")),
        file("a column named twice", "a.csv", format!("text,text\n{GOOD},Zinc.\n")).good(1),
        file("semicolons", "a.csv", format!("id;text\n1;{GOOD}\n")).good(1),
        file("tabs in CSV", "a.csv", format!("id\ttext\n1\t{GOOD}\n")).good(1),
        file("commas in TSV", "a.tsv", format!("id,text\n1,{GOOD}\n")).good(1),
        file("a page called CSV", "a.csv", format!("<!doctype html>\n<p>{GOOD}</p>\n")),
        file("a NUL byte in the header", "a.csv", format!("id,te\0xt\n1,{GOOD}\n")),
        file("an unclosed quote in the header", "a.csv", format!("id,\"text\n1,{GOOD}\n")),
        file("CR only", "a.csv", format!("id,text\r1,{GOOD}\r2\r3,{GOOD}\r")).good(2),
        file("CRLF", "a.csv", format!("id,text\r\n1,{GOOD}\r\n2\r\n3,{GOOD}\r\n")).good(2),
        file("JSON Lines read as CSV", "a.jsonl", format!("{{\"text\":\"{GOOD}\"}}\n"))
            .with(&["--input-format", "csv"]),
    ]));
}

#[test]
fn invalid_rows() {
    insta::assert_snapshot!(table(&[
        rows("too few columns", "2"),
        rows("too many columns", "2,Zinc,Lead"),
        rows("blank lines", "\n\n"),
        rows("an empty text", "2,"),
        rows("a NUL byte", "2,Zi\0nc."),
        rows("lines in a text", "2,\"Zinc.\nLead.\""),
        rows("quotes in a text", "2,\"Zinc, \"\"he said\"\".\""),
        rows("a quote inside a text", "2,Zinc 5\" pipes\n3,Lead 6\" pipes"),
        rows("a quote closed early", "2,\"Zinc\" he said"),
        rows("a quote never closed", "2,\"Zinc.\n3,Lead."),
        rows("a quote never closed before a quoted row", "2,\"Zinc.\n3,\"Lead.\"\n4,Tin."),
        rows("two quotes never closed", "2,\"Zinc.\n3,\"Lead.\n4,Tin."),
        rows("a quote never closed in the first column", "\"2,Zinc.\n3,Lead."),
        file("a quote never closed at the end", "a.csv", format!("id,text\n1,{GOOD}\n2,\"Zinc."))
            .good(1),
        file("a quote never closed in TSV", "a.tsv", format!("id\ttext\n1\t\"Zinc\n2\t{GOOD}\n"))
            .good(1),
        rows("escape sequences", "\x1b[31m2,\x1b[31mZinc."),
    ]));
}
