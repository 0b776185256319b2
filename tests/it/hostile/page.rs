//! Pages.

use super::{GOOD, file, table};

#[test]
fn invalid_pages() {
    let good = format!("<p>{GOOD}</p>");
    let data =
        format!("<img src=\"data:image/png;base64,{}\">{good}", "iVBORw0KGgo".repeat(300_000));
    let attributes: Vec<_> = (0..100_000).map(|n| format!(" a{n}=\"{n}\"")).collect();
    let attributes = attributes.concat();
    let lying = [b"<meta charset=utf-8><p>Caf\xe9 au lait.".as_slice(), good.as_bytes()].concat();
    let utf16 = format!("<meta charset=utf-16>{good}");
    insta::assert_snapshot!(table(&[
        file("an empty page", "a.html", ""),
        file(
            "a page of scripts",
            "a.html",
            "<script>document.write('<p>Zinc.</p>')</script><style>p{}</style>"
        ),
        file(
            "scripts around a text",
            "a.html",
            format!("<script>if (a<b) '</p>'</script>{good}<script>x</script>")
        )
        .good(1),
        file("a script never closed", "a.html", format!("{good}<script>var p = '<p>Zinc.</p>'"))
            .good(1),
        file("a comment never closed", "a.html", format!("{good}<!-- <p>Zinc.</p>")).good(1),
        file("tags never closed", "a.html", format!("<div><b><i><table><td>{good}<a href=\"<p>"))
            .good(1),
        file("100,000 nested tags", "a.html", format!("{}{good}", "<div>".repeat(100_000))).good(1),
        file("100,000 attributes", "a.html", format!("<div{attributes}>{good}</div>")).good(1),
        file("pictures in the page", "a.html", data).good(1),
        file("a charset that lies", "a.html", lying).good(1),
        file("said to be UTF-16", "a.html", utf16).good(1),
        file("a charset that does not exist", "a.html", format!("<meta charset=utf-9>{good}"))
            .good(1),
        file("NUL bytes", "a.html", format!("\0<p\0>Zi\0nc.</p>\0{good}")).good(1),
        file("a text called a page", "a.html", GOOD).good(1),
        file("JSON called a page", "a.html", "{\"text\":\"Zinc.\"}"),
        file("a picture called a page", "a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
        file(
            "entities without end",
            "a.html",
            format!("<p>&#9999999999; &#x0; &bogus; &amp{good}")
        )
        .good(1),
    ]));
}
