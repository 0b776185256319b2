//! Feeds with bare ampersands, and feeds that were made to overflow their parser.

use super::{GOOD, cases, classify, classify_bytes};

const TARIFFS: &str = "The trade ministry of Velmark said on Monday that it would raise tariffs on imported steel by a quarter, after exporters across the strait refused to cut their subsidies.";
const CUSTOMS: &str = "Hackers broke into the customs service's servers in March and encrypted its files, and investigators said the ransomware had come in a phishing e-mail sent to eleven clerks.";

#[test]
fn a_feed_with_bare_ampersands() {
    let (run, texts) = classify(cases(), &["22-ampersand.rss"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "done: 2 documents, 4 paragraphs\n"));
    assert_eq!(texts, ["Steel & tariffs", TARIFFS, "Customs", CUSTOMS]);
    assert!(run.stdout.contains("https://gazette.example/a?x=1&y=2"), "{}", run.stdout);
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version='1.0'?><rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>A & B</title>{items}</channel></rss>"
    )
}

fn atom(entries: &str) -> String {
    format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>A & B</title>{entries}</feed>")
}

/// Each feed has one entry, of which the title and the text are expected.
#[test]
fn ampersands_that_begin_no_entity() {
    for (feed, expected) in [
        (rss("<item><description>Q&A, R&D; AT&T</description></item>"), "Q&A, R&D; AT&T"),
        (rss("<item><description>&</description><title>&&amp;& a</title></item>"), "&&& a"),
        (
            rss("<item><description>caf&eacute;&nbsp;au&nbsp;lait &hellip;</description></item>"),
            "café au lait …",
        ),
        (rss("<item><description>&#233;t&#xE9; a&#0;b</description></item>"), "été a?b"),
        (
            rss("<item><description><![CDATA[<p>a &amp; b & c</p>]]></description></item>"),
            "a & b & c",
        ),
        (rss("<item><!-- a & b --><description>a</description></item>"), "a"),
        (
            rss(
                "<item><category>x & y</category><author>a&b</author><description>a</description></item>",
            ),
            "a",
        ),
        (atom("<entry><title type='html'>a &amp; b & c</title></entry>"), "a & b & c"),
        (
            atom(
                "<entry><link href='https://a.example/?a=1&amp;b=2&c=3'/><summary>a & b</summary></entry>",
            ),
            "a & b",
        ),
        (
            atom(
                "<entry><content type='xhtml'><div><p title='a & b'>a & b</p></div></content></entry>",
            ),
            "a & b",
        ),
        (
            format!(
                "<!DOCTYPE rss [<!ENTITY x 'y & z'>]>{}",
                rss("<item><description>a & b</description></item>")
                    .replace("<?xml version='1.0'?>", "")
            ),
            "a & b",
        ),
    ] {
        let (_, texts) = classify_bytes("a.rss", feed.as_bytes());
        assert_eq!(texts, [expected], "for {feed}");
    }
    let link =
        "<entry><link href='https://a.example/?a=1&amp;b=2&c=3'/><summary>a</summary></entry>";
    let (run, _) = classify_bytes("a.atom", atom(link).as_bytes());
    assert!(run.stdout.contains("https://a.example/?a=1&b=2&c=3"), "{}", run.stdout);
}

#[test]
fn a_feed_that_is_nested_too_deep_costs_its_entry_only() {
    let (run, texts) = classify(cases(), &["feed-media-group-stack.rss.gz", "22-ampersand.rss"]);
    assert_eq!(run.code, 1);
    assert!(
        run.stderr.starts_with("error: feed-media-group-stack.rss.gz, entry 2: elements nested ")
            && run.stderr.contains(" deep: expected at most 100\n"),
        "{}",
        run.stderr
    );
    assert_eq!(texts, ["War", "War", "Steel & tariffs", TARIFFS, "Customs", CUSTOMS]);
}

#[test]
fn what_a_parser_would_copy_without_end_is_refused() {
    let (run, texts) = classify(cases(), &["feed-media-merge-memory.rss.gz", "22-ampersand.rss"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.starts_with(
            "error: feed-media-merge-memory.rss.gz, entry 1: more than 10000 elements of media in an entry\n"
        ),
        "{}",
        run.stderr
    );
    assert_eq!(texts, ["Steel & tariffs", TARIFFS, "Customs", CUSTOMS]);
}

/// Feeds that take much memory or time of a parser that does not expect them.
#[test]
fn feeds_that_were_made_to_do_harm() {
    let good = format!("<item><description>{GOOD}</description></item>");
    let with_media = |texts: usize, groups: usize| {
        format!(
            "<item>{}{}<description>{GOOD}</description></item>",
            "<media:text>a</media:text>".repeat(texts),
            "<media:group><media:content url='https://a.example/'/></media:group>".repeat(groups)
        )
    };
    let attributes: Vec<_> = (0..100_000).map(|n| format!(" a{n}='b'")).collect();
    let attributes = attributes.concat();
    let namespaces: Vec<_> = (0..90).map(|n| format!("<a xmlns:a{n}='b'>")).collect();
    let namespaces = namespaces.concat();
    let base = format!(
        "<entry xml:base='https://a.example/{}/'>{}<summary>{GOOD}</summary></entry>",
        "b/".repeat(100_000),
        "<link href='c'/>".repeat(100_000)
    );
    let authors: Vec<_> = (0..30_000).map(|n| format!("{{\"name\":\"{n}\"}}")).collect();
    let json = |authors: &str, items: &str| {
        format!(
            "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"x\",\"authors\":[{authors}],\"items\":[{items}]}}"
        )
    };
    let item = format!("{{\"id\":1,\"content_text\":\"{GOOD}\"}}");
    for (name, feed, good, said) in [
        (
            "media texts in many groups",
            rss(&format!("{good}{}{good}", with_media(6_000, 2_001))),
            2,
            "entry 2: more than 10000 elements of media in an entry",
        ),
        ("as many media as there may be", rss(&with_media(6_000, 2_000)), 1, ""),
        (
            "100,000 attributes",
            rss(&format!("{good}<item><link{attributes}/></item>{good}")),
            2,
            "entry 2: more than 250 attributes of an element",
        ),
        (
            "namespaces in one another",
            rss(&format!("{good}<item>{namespaces}</item>{good}")),
            2,
            "entry 2",
        ),
        ("long base addresses", atom(&base), 0, "more than 67108864 bytes of base addresses"),
        ("a million items", rss(&"<item/>".repeat(1_000_000)), 0, "more than 100000 entries"),
        (
            "authors for each item",
            json(&authors.join(","), &vec![&*item; 30_000].join(",")),
            30_000,
            "",
        ),
        (
            "one item of another kind",
            json("", &format!("{item},7,{{\"title\":{{}}}},{item}")),
            2,
            "entry 2: ",
        ),
        (
            "a text in another encoding",
            rss(&format!("{good}<?xml version='1.0' encoding='utf-16'?>{good}")),
            2,
            "",
        ),
    ] {
        let (run, texts) = classify_bytes("a.rss", feed.as_bytes());
        let found = texts.iter().filter(|text| *text == GOOD).count();
        assert_eq!(found, good, "good entries of {name}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{name}: {}", run.stderr);
        assert_eq!(run.code == 0, said.is_empty(), "{name}: {}", run.stderr);
    }
}

/// An item of RSS 1.0 without a link is none for the parser; it is not left out in silence.
#[test]
fn an_entry_that_the_parser_leaves_out_is_reported() {
    let item = |link: &str| format!("<item><title>Zinc.</title>{link}</item>");
    let feed = format!(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>x</title></channel>{}{}</rdf:RDF>",
        item("<link>https://a.example/</link>"),
        item("")
    );
    let (run, texts) = classify_bytes("a.rss", feed.as_bytes());
    assert_eq!((run.code, texts), (1, vec!["Zinc.".to_owned()]));
    assert!(run.stderr.contains("a.rss, entry 2: 0 of 1 entries can be read"), "{}", run.stderr);
}
