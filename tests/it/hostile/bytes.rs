//! Charsets: unknown, mixed and wrongly declared ones.

use encoding_rs::{BIG5, GB18030, SHIFT_JIS, WINDOWS_1252};

use super::{GOOD, file, table};

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn record(text: &str) -> String {
    format!("{{\"text\":\"{text}\"}}\n")
}

#[test]
fn charsets_of_all_kinds() {
    let good = format!("{GOOD}\n\n");
    let mixed =
        [good.as_bytes(), "Zölle, Zölle, Zölle.\n\n".as_bytes(), b"Z\xF6lle.\n\n", good.as_bytes()];
    let lines = [
        record(GOOD).into_bytes(),
        b"{\"text\":\"caf\xe9\"}\n".to_vec(),
        record("Zölle. Zölle.").into_bytes(),
        record(GOOD).into_bytes(),
    ];
    let windows =
        WINDOWS_1252.encode("The minister’s café – in Zürich – “closed”.\n\n").0.repeat(4);
    let big5 = BIG5.encode("這個國家的部長說關稅將會上升。").0.repeat(8);
    let gb18030 = GB18030.encode("这个国家的部长说关税将会上升。").0.repeat(8);
    let shift_jis = SHIFT_JIS.encode("大臣は鉄鋼の関税が上がると述べた。").0.repeat(8);
    let windows_csv = WINDOWS_1252.encode("id,text\n1,Café Zürich – “closed”\n").0.into_owned();
    insta::assert_snapshot!(table(&[
        file("UTF-8 with a mark", "a.txt", format!("\u{FEFF}{good}")).good(1),
        file("UTF-16 with a mark", "a.txt", utf16(&format!("\u{FEFF}{good}"))).good(1),
        file("UTF-16 without a mark", "a.txt", utf16(&good)).good(1),
        file("UTF-16, the other end first", "a.txt", utf16_be(&good)).good(1),
        file(
            "UTF-16 cut inside a character",
            "a.txt",
            &utf16(&format!("\u{FEFF}{GOOD}\n\nx"))[..61]
        )
        .good(1),
        file("JSON Lines in UTF-16", "a.jsonl", utf16(&format!("\u{FEFF}{}", record(GOOD))))
            .good(1),
        file("CSV in UTF-16", "a.csv", utf16(&format!("\u{FEFF}text,id\n{GOOD},1\n"))).good(1),
        file("CSV with a mark", "a.csv", format!("\u{FEFF}text,id\n{GOOD},1\n")).good(1),
        file("quoted CSV with a mark", "a.csv", format!("\u{FEFF}\"text\",id\n{GOOD},1\n")).good(1),
        file("CSV in Windows-1252", "a.csv", windows_csv),
        file(
            "JSON Lines put together with marks",
            "a.jsonl",
            format!("\u{FEFF}{0}\u{FEFF}{0}", record(GOOD))
        )
        .good(2),
        file("Windows-1252", "a.txt", windows.clone()),
        file("Windows-1252 said to be UTF-8", "a.txt", windows).with(&["--encoding", "utf-8"]),
        file("Big5", "a.txt", big5.clone()),
        file("Big5 said to be Shift_JIS", "a.txt", big5).with(&["--encoding", "shift_jis"]),
        file("GB18030", "a.txt", gb18030),
        file("Shift_JIS", "a.txt", shift_jis),
        file("two charsets in a text", "a.txt", mixed.concat()).good(2),
        file("two charsets in JSON Lines", "a.jsonl", lines.concat()).good(2),
        file("a charset that does not exist", "a.txt", good.clone()).with(&["--encoding", "utf-9"]),
        file("UTF-8 said to be UTF-16", "a.txt", good).with(&["--encoding", "utf-16le"]),
        file("ends inside a character", "a.txt", b"Z\xC3\xB6lle. Z\xC3\xB6lle. Z\xC3"),
    ]));
}
