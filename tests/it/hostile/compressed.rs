//! Compressed files: cut off, damaged, put together, and made to fill memory.

use std::io::{Read, Write};

use super::{Case, GOOD, file, table};

type Compress = fn(&mut dyn Read) -> Vec<u8>;

fn gzip(text: &mut dyn Read) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(text, &mut writer).unwrap();
    writer.finish().unwrap()
}

fn zstd(text: &mut dyn Read) -> Vec<u8> {
    zstd::encode_all(text, 3).unwrap()
}

fn bzip2(text: &mut dyn Read) -> Vec<u8> {
    let mut writer = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    std::io::copy(text, &mut writer).unwrap();
    writer.finish().unwrap()
}

fn xz(text: &mut dyn Read) -> Vec<u8> {
    let mut writer = liblzma::write::XzEncoder::new(Vec::new(), 1);
    std::io::copy(text, &mut writer).unwrap();
    writer.finish().unwrap()
}

/// A good line, and others that compress badly: more than a block in all.
fn lines() -> String {
    let noise = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let line = |n| format!("{{\"text\":\"Zinc {:x}{:x}.\"}}\n", noise(n), noise(n * n + 7));
    let lines: String = (0..30_000).map(line).collect();
    format!("{{\"text\":\"{GOOD}\"}}\n{lines}")
}

/// A compressed file that is cut off. Short records are skipped, since it depends on the library
/// how many of them are read before the cut.
fn cut(name: &'static str, file_name: &'static str, compress: Compress) -> Case {
    let mut bytes = compress(&mut lines().as_bytes());
    bytes.truncate(bytes.len() / 4 * 3);
    file(name, file_name, bytes).good(1).with(&["--min-words", "4"])
}

#[test]
fn files_that_end_too_early() {
    let damaged = |at: usize| {
        let mut bytes = gzip(&mut lines().as_bytes());
        bytes[at] ^= 0xFF;
        bytes
    };
    let few = ["--min-words", "4"];
    let page = gzip(&mut format!("<p>{GOOD}</p>").repeat(99).as_bytes());
    let text = gzip(&mut format!("{GOOD}\n\n{}", lines()).as_bytes());
    let table = gzip(&mut format!("text\n{GOOD}\n{}", "Zinc\n".repeat(999)).as_bytes());
    let sum = gzip(&mut format!("{{\"text\":\"{GOOD}\"}}").as_bytes());
    insta::assert_snapshot!(super::table(&[
        cut("gzip cut off", "a.jsonl.gz", gzip),
        cut("Zstandard cut off", "a.jsonl.zst", zstd),
        cut("bzip2 cut off", "a.jsonl.bz2", bzip2),
        cut("xz cut off", "a.jsonl.xz", xz),
        file("gzip damaged", "a.jsonl.gz", damaged(600_000)).good(1).with(&few),
        file("gzip damaged at its beginning", "a.jsonl.gz", damaged(2)).with(&few),
        file("a gzip of a few bytes", "a.jsonl.gz", b"\x1f\x8b\x08"),
        file("a wrong sum", "a.jsonl.gz", [&sum[..sum.len() - 8], &[0; 8]].concat()).good(1),
        file("an empty file called gzip", "a.jsonl.gz", b""),
        file("a text called gzip", "a.txt.gz", GOOD).good(1),
        file("a gzip called text", "a.txt", gzip(&mut GOOD.as_bytes())).good(1),
        file("a page cut off", "a.html.gz", &page[..page.len() - 9]),
        file("a text cut off", "a.txt.gz", &text[..text.len() / 2]).with(&few).good(1),
        file("a table cut off", "a.csv.gz", &table[..table.len() - 9]).with(&few).good(1),
        file("garbage after gzip", "a.jsonl.gz", [&sum[..], b"garbage"].concat()).good(1),
        file("gzip in gzip", "a.txt.gz", gzip(&mut sum.as_slice())),
    ]));
}

/// This number of bytes of a line that never ends.
fn spaces(length: u64) -> impl Read {
    std::io::repeat(b' ').take(length)
}

#[test]
fn files_made_to_fill_memory() {
    const SIZE: u64 = 400 << 20;
    let good = format!("{GOOD}\n\n");
    let bomb = |compress: Compress| compress(&mut good.as_bytes().chain(spaces(SIZE)));
    let (gzip_bomb, zstd_bomb) = (bomb(gzip), bomb(zstd));
    let nested = gzip(&mut gzip_bomb.as_slice());
    let short = gzip(&mut format!("{{\"text\":\"{GOOD}\"}}\n").as_bytes());
    let numbers: Vec<_> = (0..3_000_000).map(|number| format!("{number} ")).collect();
    let line = gzip(&mut numbers.concat().as_bytes());
    insta::assert_snapshot!(table(&[
        file("a bomb of gzip", "a.txt.gz", gzip_bomb.clone()).good(1),
        file("a bomb of Zstandard", "a.txt.zst", zstd_bomb.clone()).good(1),
        file("a bomb of bzip2", "a.txt.bz2", bomb(bzip2)).good(1),
        file("a bomb of xz", "a.txt.xz", bomb(xz)).good(1),
        file("a bomb in a bomb", "a.txt.gz", nested),
        file("a bomb called a page", "a.html.gz", gzip_bomb.clone()),
        file("a bomb called CSV", "a.csv.gz", gzip_bomb),
        file("a bomb called a feed", "a.rss.zst", zstd_bomb.clone()),
        file("a bomb called an archive", "a.warc.zst", zstd_bomb),
        file(
            "a long line between others",
            "a.jsonl.gz",
            [
                &short[..],
                &line,
                b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xe3\x02\0\x93\x06\xd7\x32\x01\0\0\0",
                &short
            ]
            .concat()
        )
        .good(2),
        file(
            "Zstandard that asks for gigabytes",
            "a.txt.zst",
            b"\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00"
        ),
    ]));
}

#[test]
fn members_put_together() {
    let good = format!("{GOOD}\n\n");
    let mut all = Vec::new();
    for compress in [gzip, gzip] {
        all.write_all(&compress(&mut good.as_bytes())).unwrap();
    }
    insta::assert_snapshot!(table(&[
        file("two members", "a.txt.gz", all.clone()).good(2),
        file("a member cut off after another", "a.txt.gz", &all[..all.len() - 20]).good(1),
    ]));
}
