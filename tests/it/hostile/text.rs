//! Plain text and Markdown.

use super::{GOOD, file, table};

#[test]
fn invalid_text() {
    let good = format!("{GOOD}\n");
    let nul = format!("{good}\nZinc.\0\n\n{good}");
    let late = [GOOD.as_bytes(), b"\n\n", &b"word \n\n".repeat(60_000), b"\0", GOOD.as_bytes()];
    insta::assert_snapshot!(table(&[
        file("empty text", "a.txt", ""),
        file("nothing but blank", "a.txt", "\u{FEFF} \r\n\t\u{A0}\n"),
        file("nothing but marks", "a.txt", "* * *\n---\n…\n"),
        file("a NUL byte", "a.txt", nul),
        file("a program", "a.txt", b"\x7fELF\x02\x01\x01\0\0"),
        file("an image without a name that says so", "a", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        file("a PDF", "a.txt", format!("%PDF-1.7\n%\u{e9}\0\n{good}")),
        file("only carriage returns", "a.txt", format!("{GOOD}\r\r{GOOD}\r")).good(2),
        file("all ends of lines", "a.txt", format!("{GOOD}\r\n\n{GOOD}\u{2028}{GOOD}\n\r{GOOD}"))
            .good(4),
        file("escape sequences", "a.txt", format!("\x1b[31mRed\x1b[0m\x07\n\n{good}")).good(1),
        file("a NUL byte after much text", "a.md", late.concat()).with(&["--quiet"]),
        file("empty Markdown", "a.md", ""),
        file("Markdown of code only", "a.md", "```\nTariffs\n"),
        file("Markdown with a NUL byte", "a.md", format!("{good}\0")),
        file("Markdown without ends", "a.md", format!("{good}\n[a](b **c `d\n\n> > > * !["))
            .good(1),
        file("Markdown of deep quotes", "a.md", format!("{}{GOOD}\n", "> ".repeat(50_000))).good(1),
        file("Markdown of open brackets", "a.md", format!("{}\n\n{good}", "[".repeat(100_000)))
            .good(1),
    ]));
}
