//! Addresses, broken lines, ids and texts that are no news.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Program, themewise, with_input};

const FOLDER: &str = "tests/data/cases";

/// The rows of JSON Lines that the program writes for arguments.
fn rows(arguments: &[&str]) -> Vec<Value> {
    let run = themewise(&[&["classify", "--format", "jsonl", "--quiet"], arguments].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The same for a text.
fn rows_of(text: &str) -> Vec<Value> {
    let run = with_input(&["classify", "--format", "jsonl", "--quiet", "--all", "-"], text);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "for {text:?}");
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What is said of the only paragraph of a text: all confidences, and the novelty.
fn said(text: &str) -> (Value, Value) {
    let rows = rows_of(text);
    assert_eq!(rows.len(), 1, "{text:?} is {rows:?}");
    (rows[0]["labels"].clone(), rows[0]["novel"].clone())
}

fn themes(row: &Value) -> BTreeSet<&str> {
    let labels = row["labels"].as_array().unwrap();
    labels.iter().map(|label| label["theme"].as_str().unwrap()).collect()
}

#[test]
fn an_address_changes_nothing_that_is_said() {
    let rows = rows(&[&format!("{FOLDER}/01-url-words.jsonl")]);
    assert_eq!(rows.len(), 6);
    for pair in rows.chunks(2) {
        assert_eq!(pair[0]["labels"], pair[1]["labels"]);
        assert_eq!(pair[0]["novel"], pair[1]["novel"]);
    }
    assert_eq!(rows[1]["labels"], json!([]));
    assert!(rows[1]["text"].as_str().unwrap().ends_with("attack-48213.html"));
}

const NAVY: &str =
    "The navy moved two frigates and a squadron of fighter jets to the southern base.";

#[test]
fn addresses_and_handles_are_no_words_wherever_they_stand() {
    let plain = said(NAVY);
    for mark in [
        "https://gazette.example/trade/tariffs-on-steel-rise",
        "http://war:trade@gazette.example:8080/?q=tariffs+steel&utm_source=trade#steel",
        "HTTPS://GAZETTE.EXAMPLE/TARIFFS",
        "www.trade-tariffs.example",
        "gazette.example/tariffs/steel?utm_medium=trade",
        "trade-tariffs.com",
        "hxxps://gazette[.]example/tariffs",
        "ftp://files.gazette.example/tariffs.zip",
        "steel.tariffs@trade.example",
        "@trade_tariffs",
        "@steel.tariffs@trade.example",
        "https://gazette.example/торговля/пошлины",
        "https://t.co/Zx9Qw8Er7T https://t.co/aB3dE6gH9k",
        "<https://gazette.example/tariffs>",
    ] {
        for text in [
            format!("{NAVY} {mark}"),
            format!("{mark} {NAVY}"),
            NAVY.replace(" and", &format!(" ({mark}) and")),
            NAVY.replace(" and", &format!(" [jets]({mark}) and")).replace("[jets]", ""),
        ] {
            assert_eq!(said(&text), plain, "for {text:?}");
        }
    }
}

#[test]
fn a_hashtag_is_its_words() {
    for (tagged, plain) in [
        ("#Tariffs on #steel rose, #trade", "Tariffs on steel rose, trade"),
        ("#TradeWar and #SteelTariffs", "Trade War and Steel Tariffs"),
        ("#trade_war #WTOTalks2024", "trade war WTO Talks 2024"),
    ] {
        assert_eq!(said(tagged), said(plain), "for {tagged:?}");
    }
}

#[test]
fn places_of_words_are_those_in_the_text_with_its_address() {
    let text = "See https://gazette.example/trade/steel, @war_news: #SteelTariffs rose.";
    let run = with_input(&["explain", "--format", "json", "--theme", "trade", "-"], text);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    let mut places = Vec::new();
    collect_places(&page, &mut places);
    places.sort_unstable();
    places.dedup();
    let words: Vec<&str> = places.iter().map(|&(start, end)| &text[start..end]).collect();
    assert_eq!(words, ["See", "Steel", "Tariffs", "rose"]);
}

/// Every `start` and `end` of a word in a value.
fn collect_places(value: &Value, places: &mut Vec<(usize, usize)>) {
    match value {
        Value::Object(fields) => {
            if let (Some(start), Some(end)) = (fields.get("start"), fields.get("end"))
                && !fields.contains_key("text")
            {
                let place = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
                places.push((place(start), place(end)));
            }
            fields.values().for_each(|value| collect_places(value, places));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_places(value, places)),
        _ => {}
    }
}

#[test]
fn a_word_broken_at_the_end_of_a_line_is_whole() {
    let found = rows(&[&format!("{FOLDER}/20-hyphens.txt")]);
    let plain = rows(&[&format!("{FOLDER}/20-hyphens-not.txt")]);
    assert_eq!(found.len(), 3);
    for (found, plain) in found.iter().zip(&plain) {
        assert_eq!(themes(found), themes(plain));
        assert_eq!(found["novel"], plain["novel"]);
    }
}

#[test]
fn hyphens_that_break_words_go_and_others_stay() {
    let plain = said(NAVY);
    for text in [
        NAVY.replace("squadron", "squad-\nron").replace("southern", "south-\r\nern"),
        NAVY.replace("frigates", "fri-\r\r\n   gates"),
        NAVY.replace("frigates", "frig‐\nates").replace("fighter", "figh-\n\u{A0}ter"),
        NAVY.replace("squadron", "squad-\nr-\non"),
        NAVY.replace("squadron", "squadr- on"),
    ] {
        assert_eq!(said(&text), plain, "for {text:?}");
    }
    for (broken, plain) in [
        ("State-\nbacked hackers stole the data.", "State-backed hackers stole the data."),
        ("Pre- and post-war trade rose.", "Pre and post-war trade rose."),
        ("The Beijing-\nbased firm makes chips.", "The Beijing-based firm makes chips."),
    ] {
        assert_eq!(said(broken), said(plain), "for {broken:?}");
    }
}

#[test]
fn a_line_end_converted_twice_is_one() {
    let found = rows(&[&format!("{FOLDER}/21-crcrlf.txt")]);
    assert_eq!(found.len(), 5);
    let text = std::fs::read_to_string(format!("{FOLDER}/21-crcrlf.txt")).unwrap();
    let plain = rows_of(&text.replace("\r\r\n", "\n"));
    for (found, plain) in found.iter().zip(&plain) {
        assert_eq!(found["text"], plain["text"]);
        assert_eq!(found["line"], plain["line"]);
        let place = |key: &str| usize::try_from(found[key].as_u64().unwrap()).unwrap();
        let written = &text[place("start")..place("end")];
        assert_eq!(written.replace("\r\r\n", " "), found["text"].as_str().unwrap());
    }
    for (text, count) in [
        ("One line.\r\r\nAnother line.\r\r\n\r\r\nA third.", 3),
        ("Tariffs rose.\r\r\n", 1),
        ("Tariffs rose.\r\rAnother.", 2),
    ] {
        assert_eq!(rows_of(text).len(), count, "for {text:?}");
    }
}

/// Runs in a folder at a fixed time.
fn exchanged(folder: &Path, time: &str, format: &str, inputs: &[&str]) -> (String, String) {
    let program = Program::new(["classify", "--format", format]).arguments(inputs);
    let run = program.folder(folder).variable("SOURCE_DATE_EPOCH", time).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    (run.stdout, run.stderr)
}

#[test]
fn the_same_article_in_two_feeds_is_one_event_and_one_report() {
    let folder = Path::new(FOLDER);
    let (events, said) = exchanged(folder, "1714557600", "misp", &["14-feeds"]);
    let events: Value = serde_json::from_str(&events).unwrap();
    let events = events["response"].as_array().unwrap();
    let ids: BTreeSet<&str> =
        events.iter().map(|event| event["Event"]["uuid"].as_str().unwrap()).collect();
    assert_eq!((events.len(), ids.len()), (2, 2));
    assert!(said.contains("4 documents, "), "{said}");
    assert!(said.contains(", 2 not written again, because their address was there"), "{said}");
    let (bundle, _) = exchanged(folder, "1714557600", "stix", &["14-feeds"]);
    let bundle: Value = serde_json::from_str(&bundle).unwrap();
    let objects = bundle["objects"].as_array().unwrap();
    assert_eq!(objects.iter().filter(|object| object["type"] == "report").count(), 2);
    let (items, _) = exchanged(folder, "1714557600", "ninjs", &["14-feeds"]);
    assert_eq!(items.lines().count(), 2);
}

#[test]
fn what_was_created_never_changes_but_what_was_modified_does() {
    let made = |time| {
        let feed = &["14-feeds/2024-04-29.rss"];
        let (bundle, _) = exchanged(Path::new(FOLDER), time, "stix", feed);
        let bundle: Value = serde_json::from_str(&bundle).unwrap();
        let objects = bundle["objects"].as_array().unwrap().clone();
        objects.into_iter().filter(|object| object["created"].is_string()).collect::<Vec<_>>()
    };
    let (first, second) = (made("1714557600"), made("1814557600"));
    assert!(first.len() > 2);
    assert_eq!(first.len(), second.len());
    for (first, second) in first.iter().zip(&second) {
        assert_eq!((&first["id"], &first["created"]), (&second["id"], &second["created"]));
        assert!(first["created"].as_str() <= first["modified"].as_str(), "{first}");
        let is_tagger = first["type"] == "identity";
        assert_eq!(first["modified"] == second["modified"], is_tagger);
    }
}

#[test]
fn an_article_has_one_id_in_a_feed_a_table_and_records() {
    let folder = tempfile::tempdir().unwrap();
    let address = "https://gazette.example/1";
    let text = "Tariffs on steel rose again, the trade ministry said.";
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>t</title><id>urn:x</id>\
         <updated>2024-05-01T10:00:00Z</updated><entry><id>{address}</id><title>Tariffs</title>\
         <updated>2024-05-01T10:00:00Z</updated><summary>{text}</summary></entry></feed>"
    );
    let files = [
        ("a.jsonl", json!({"id": "7", "url": address, "text": text}).to_string()),
        ("b.csv", format!("url,text\n{address}?utm_source=x,\"{text}\"\n")),
        ("c.atom", atom),
        (
            "d.json",
            json!({"version": "https://jsonfeed.org/version/1.1", "title": "t",
            "items": [{"id": "9", "url": address, "content_text": text}]})
            .to_string(),
        ),
    ];
    let mut ids = BTreeSet::new();
    for (name, content) in &files {
        std::fs::write(folder.path().join(name), content).unwrap();
        let (events, _) = exchanged(folder.path(), "1714557600", "misp", &[name]);
        let events: Value = serde_json::from_str(&events).unwrap();
        ids.insert(events["response"][0]["Event"]["uuid"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids.len(), 1, "{ids:?}");
    // Formats with a row for each paragraph have them all.
    let (rows, _) = exchanged(folder.path(), "1714557600", "jsonl", &["."]);
    assert!(rows.lines().count() >= 4, "{rows}");
}

#[test]
fn guards_and_forms_are_no_news() {
    for row in rows(&["--context", "none", &format!("{FOLDER}/23-bot-check.txt")]) {
        assert_eq!(row["labels"], json!([]), "{row}");
    }
}

/// None of the sixty texts was used in training.
#[test]
fn of_sixty_texts_around_articles_nearly_all_get_no_theme() {
    let rows = rows(&["--context", "none", &format!("{FOLDER}/no-news.txt")]);
    assert_eq!(rows.len(), 60);
    let labelled: Vec<_> = rows.iter().filter(|row| !themes(row).is_empty()).collect();
    assert!(labelled.len() <= 5, "{labelled:#?}");
}
