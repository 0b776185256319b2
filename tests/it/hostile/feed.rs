//! Feeds.

use super::{Case, GOOD, file, table};

fn rss(name: &'static str, items: &str) -> Case {
    let head = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>News</title>";
    file(name, "a.rss", format!("{head}{items}</channel></rss>"))
}

fn item(text: &str) -> String {
    format!("<item><guid>g</guid><description>{text}</description></item>")
}

#[test]
fn invalid_feeds() {
    let good = item(GOOD);
    let laughs = (1..20).map(|n| {
        let before = format!("&l{};", n - 1).repeat(10);
        format!("<!ENTITY l{n} \"{before}\">")
    });
    let laughs = laughs.collect::<Vec<_>>().concat();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY l0 \"ha\">{laughs}]><rss version=\"2.0\"><channel><title>x</title>{}{good}</channel></rss>",
        item("&l19;")
    );
    let external = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><title>x</title>{}{good}</channel></rss>",
        item("Secrets: &x;")
    );
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    insta::assert_snapshot!(table(&[
        file("an empty feed", "a.rss", ""),
        rss("no entries", ""),
        file("a text called a feed", "a.atom", format!("{GOOD}\n")),
        file("XML that is not a feed", "a.rss", "<?xml version=\"1.0\"?><a><b>Zinc.</b></a>"),
        file("cut off", "a.rss", format!("<rss version=\"2.0\"><channel><title>x</title>{good}{good}<item><descr")).good(2),
        file("cut off inside the first entry", "a.rss", "<rss version=\"2.0\"><channel><item><description>Zinc and"),
        rss("wrong tags", &format!("{good}<item><description>Zinc.</title></item>{good}")).good(2),
        rss("an entry without text", &format!("{good}<item><guid>e</guid></item>{good}")).good(2),
        rss("an entry without an id", "<item><title>Zinc.</title></item>"),
        rss("HTML in titles", "<item><title>&lt;b&gt;Zinc&lt;/b&gt; &lt;script&gt;evil()&lt;/script&gt;</title></item>"),
        rss("an unknown entity", &format!("{}{good}", item("Zinc &unknown; lead."))).good(1),
        rss("deeply nested", &format!("{good}{deep}{good}")).good(2),
        file("a billion laughs", "a.rss", bomb).good(1),
        file("a file as an entity", "a.rss", external).good(1),
        rss("a NUL byte", &format!("{good}{}", item("Zi\0nc."))).good(1),
        file("JSON Feed, cut off", "a.json", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"items\":[{\"id\":\"1\"")
            .with(&["--input-format", "feed"]),
        file("a charset that lies", "a.rss", [b"<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>x</title><item><description>Caf\xe9.</description></item>".as_slice(), good.as_bytes(), b"</channel></rss>"].concat()).good(1),
    ]));
}
