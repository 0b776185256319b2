//! JSON Lines.

use super::{GOOD, file, table};

/// A line between two good records.
fn between(line: &str) -> Vec<u8> {
    let good = format!("{{\"text\":\"{GOOD}\"}}");
    format!("{good}\n{line}\n{good}\n").into_bytes()
}

fn line(name: &'static str, line: &str) -> super::Case {
    file(name, "a.jsonl", between(line)).good(2)
}

#[test]
fn lines_that_are_not_records() {
    let deep = "[".repeat(200_000);
    let deep = format!("{{\"a\":{deep}{},\"text\":\"Zinc.\"}}", "]".repeat(200_000));
    insta::assert_snapshot!(table(&[
        file("empty JSON Lines", "a.jsonl", ""),
        file("only blank lines", "a.jsonl", "\n \n\r\n"),
        line("not JSON", "Tariffs, he said"),
        line("a list", "[\"Zinc.\"]"),
        line("a text", "\"Zinc.\""),
        line("two objects on a line", "{\"text\":\"Zinc.\"}{\"text\":\"Lead.\"}"),
        line("an object over several lines", "{\n\"text\":\"Zinc.\"\n}"),
        line("a trailing comma", "{\"text\":\"Zinc.\",}"),
        line("single quotes", "{'text':'Zinc.'}"),
        line("cut off", "{\"text\":\"Zin"),
        line("a raw NUL byte", "{\"text\":\"Zi\0nc.\"}"),
        line("an escaped NUL byte", "{\"text\":\"Zi\\u0000nc.\"}"),
        line("a lone surrogate", "{\"text\":\"Zinc \\ud800.\"}"),
        line("a lone surrogate elsewhere", "{\"a\":\"\\ud800\",\"text\":\"Zinc.\"}"),
        line("a number beyond all numbers", "{\"a\":1e400,\"text\":\"Zinc.\"}"),
        line("a very long number", &format!("{{\"a\":{},\"text\":\"Zinc.\"}}", "9".repeat(9999))),
        line("NaN", "{\"a\":NaN,\"text\":\"Zinc.\"}"),
        line("the text twice", "{\"text\":\"Zinc.\",\"text\":\"Lead.\"}"),
        line("nested 200,000 deep", &deep),
        line("a list of texts", "{\"text\":[\"Zinc.\",\"Lead.\"]}"),
        line("a list of other things", "{\"text\":[\"Zinc.\",1]}"),
        line("an empty list", "{\"text\":[]}"),
        line("no text field", "{\"body\":\"Zinc.\",\"id\":1}"),
        line("an empty object", "{}"),
        line("null", "{\"text\":null}"),
        line("a number", "{\"text\":7}"),
        line("true", "{\"text\":true}"),
        line("an object as text", "{\"text\":{\"a\":\"Zinc.\"}}"),
        line("an empty text", "{\"text\":\"\"}"),
        line("strange ids", "{\"id\":{\"a\":[1]},\"text\":\"Zinc.\"}"),
        line(
            "an id with escape sequences",
            "{\"id\":\"\\u001b[31m\\n\",\"text\":\"\\u001b[31mZinc.\"}"
        ),
        line("an error with escape sequences", "{\"\\u001b[31mbody\\n\":\"Zinc.\"}"),
        line("a thousand keys", &format!("{{{}\"b\":1}}", "\"a\":1,".repeat(1000))),
        file(
            "CRLF",
            "a.jsonl",
            between("\r")
                .iter()
                .flat_map(|&b| if b == b'\n' { vec![13, 10] } else { vec![b] })
                .collect::<Vec<_>>()
        )
        .good(2),
        file(
            "CR only",
            "a.jsonl",
            between("").iter().map(|&b| if b == b'\n' { 13 } else { b }).collect::<Vec<_>>()
        ),
        file("no end of the last line", "a.jsonl", format!("{{\"text\":\"{GOOD}\"}}")).good(1),
        file(
            "more errors than are told",
            "a.jsonl",
            [&b"x\n".repeat(20)[..], &between("x")].concat()
        )
        .good(2),
    ]));
}

#[test]
fn fields_that_are_elsewhere() {
    let nested = "{\"a\":{\"b\":[{\"c/d\":\"Zinc.\"}]},\"a.b\":\"Lead.\"}";
    let field = |name, path| {
        let case = file(name, "a.jsonl", nested);
        case.with(&["--text-field", path])
    };
    insta::assert_snapshot!(table(&[
        field("a field that is not there", "body"),
        field("a pointer", "/a/b/0/c~1d"),
        field("a pointer beyond a list", "/a/b/1/c~1d"),
        field("a pointer into a list by name", "/a/b/x"),
        field("a pointer to nothing", "/"),
        field("a path with dots", "a.b.0.c/d"),
        field("a field with a dot in its name", "a.b"),
        field("a path through a text", "a.b.0.c/d.e"),
        field("an empty path", ""),
    ]));
}
