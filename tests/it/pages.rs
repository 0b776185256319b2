//! Pages in a real browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::themewise;
use crate::support::small_model_path;

/// A text that would do harm if any part of it were interpreted as HTML, and is shown unchanged if
/// not.
const HOSTILE: &str = "Hackers <script>document.title = 'hacked'</script> breached the ministry’s \
    servers & stole “secrets” of the government; malware spread to banks and hospitals, police \
    said.\n\nTariffs on steel <img src=x onerror=alert(1)> \
rose to 25 %: the exporters' trade with the United States fell &amp; imports of cars from \
    Germany, which the minister said were taxed unfairly, did too.\n\n國防部 「演習」 &lt;b&gt; 台灣\n";

/// The result of opening a page in Chromium: the output of a script, and the logs.
struct Seen {
    result: Value,
    console: Vec<String>,
    requests: Vec<String>,
}

/// Opens a page with a script at its end; returns the `result` of the script.
fn open(page: &str, script: &str) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("page.html");
    // Encoded without characters that HTML would escape.
    let write = "const pre = document.body.appendChild(document.createElement('pre')); \
        pre.id = 'result'; pre.textContent = JSON.stringify(result).replace(/[<>&\\u00a0]/g, \
        c => '\\\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));";
    let script = format!("<script>(async () => {{ {script}; {write} }})()</script></body>");
    let (before, after) = page.rsplit_once("</body>").unwrap();
    std::fs::write(&path, format!("{before}{script}{after}")).unwrap();
    let net_log = folder.path().join("net.json");
    let output = chromium()
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-quic"])
        .args(["--allow-file-access-from-files", "--enable-logging=stderr", "--dump-dom"])
        .arg("--virtual-time-budget=5000")
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--log-net-log={}", net_log.display()))
        .arg(format!("file://{}", path.display()))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let dom = String::from_utf8_lossy(&output.stdout);
    let result =
        dom.rsplit_once("<pre id=\"result\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let (result, _) = result.unwrap_or_else(|| panic!("no result: {dom}\n{stderr}"));
    Seen {
        result: serde_json::from_str(result).unwrap(),
        console: stderr.lines().filter(|l| l.contains("CONSOLE")).map(str::to_owned).collect(),
        requests: requests(&net_log),
    }
}

fn chromium() -> Command {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths)
        .flat_map(|folder| names.map(|name| folder.join(name)))
        .find(|program: &PathBuf| program.is_file());
    Command::new(found.expect("this test needs Chromium: apt-get install chromium"))
}

/// The network requests of a page, without those of the browser itself.
fn requests(net_log: &Path) -> Vec<String> {
    let log: Value = serde_json::from_slice(&std::fs::read(net_log).unwrap()).unwrap();
    let events = log["events"].as_array().unwrap().iter().map(|event| &event["params"]);
    let of_pages = events.filter(|params| {
        params["initiator"].as_str().is_some_and(|origin| origin != "not an origin")
    });
    let addresses = of_pages.filter_map(|params| params["url"].as_str());
    addresses.filter(|url| !url.starts_with("data:")).map(str::to_owned).collect()
}

/// Nothing in the console, nothing from the network.
fn assert_quiet(seen: &Seen) {
    assert_eq!(seen.console, [""; 0]);
    assert_eq!(seen.requests, [""; 0]);
}

/// By how much a page is too wide for a screen of 360 pixels.
fn overflow(page: &str) -> Seen {
    let escaped = page.replace('&', "&amp;").replace('"', "&quot;");
    let frame = format!(
        "<html><body><iframe width=360 height=800 srcdoc=\"{escaped}\"></iframe></body></html>"
    );
    open(
        &frame,
        "await new Promise(done => addEventListener('load', done)); \
        const root = document.querySelector('iframe').contentDocument.documentElement; \
        const result = root.scrollWidth - root.clientWidth",
    )
}

#[test]
#[ignore = "needs Chromium"]
fn errors_and_requests_are_detected() {
    let page = "<html><body><img src=\"http://127.0.0.1:9/x.png\"></body></html>";
    let seen = open(page, "const result = 1; setTimeout(() => { throw new Error('heard') })");
    assert_eq!(seen.requests, ["http://127.0.0.1:9/x.png"]);
    assert!(seen.console.iter().any(|line| line.contains("heard")), "{:?}", seen.console);
}

#[test]
#[ignore = "needs Chromium"]
fn a_report_of_articles_is_complete_and_shows_the_words_behind_labels() {
    let folder = tempfile::tempdir().unwrap();
    let (text, report) = (folder.path().join("<b>.txt"), folder.path().join("report.html"));
    std::fs::write(&text, HOSTILE).unwrap();
    let (text, report) = (text.to_str().unwrap(), report.to_str().unwrap());
    let run = themewise(&["classify", text, "--report", report, "--scale", "icd203"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let page = std::fs::read_to_string(report).unwrap();

    let seen = open(&page, "
        const texts = [...document.querySelectorAll('.text')].map(p => p.textContent);
        const paragraph = document.querySelector('.paragraph');
        const lit = () => [...paragraph.querySelectorAll('.word.for')].map(w => w.textContent);
        const label = paragraph.querySelector('.label');
        const before = lit();
        // A window in the background gets no focus events.
        const focus = (type) => {
            if (type === 'focus') label.focus(); else label.blur();
            if (!document.hasFocus()) label.dispatchEvent(new FocusEvent(type));
        };
        focus('focus'); const focused = lit(); focus('blur'); const blurred = lit();
        label.dispatchEvent(new MouseEvent('mouseenter')); const pointed = lit();
        label.dispatchEvent(new MouseEvent('mouseleave')); const left = lit();
        label.click(); const pressed = [lit(), label.ariaPressed, paragraph.querySelector('.for').title];
        document.querySelector('.filter[data-show=trade]').click();
        const shown = [...document.querySelectorAll('.paragraph')].map(p => p.checkVisibility());
        const unnamed = [...document.querySelectorAll('svg, section, button')].filter(e =>
            !e.textContent.trim() && !e.ariaLabel).length;
        const result = { texts, before, focused, blurred, pointed, left, pressed, shown, unnamed,
            title: document.title, file: [...document.querySelectorAll('h2')].pop().textContent }");
    assert_quiet(&seen);
    let result = &seen.result;
    let texts: Vec<_> = HOSTILE.trim_end().split("\n\n").collect();
    assert_eq!(result["texts"], serde_json::json!(texts));
    assert_eq!(result["title"], "Themes of one document · themewise");
    assert!(result["file"].as_str().unwrap().ends_with("<b>.txt"));
    assert_eq!(
        (&result["before"], &result["blurred"]),
        (&Value::from(vec![""; 0]), &Value::from(vec![""; 0]))
    );
    let focused: Vec<&str> =
        result["focused"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(
        ["Hackers", "servers", "malware"].iter().all(|word| focused.contains(word)),
        "{focused:?}"
    );
    assert_eq!((&result["pointed"], &result["left"]), (&result["focused"], &result["blurred"]));
    assert_eq!(result["pressed"][0], result["focused"]);
    assert_eq!(result["pressed"][1], "true");
    assert!(result["pressed"][2].as_str().unwrap().ends_with("for cybersecurity"));
    assert_eq!(result["shown"], serde_json::json!([false, true, false]));
    assert_eq!(result["unnamed"], 0);
    assert!(page.contains("very likely (ICD 203: automatic)"));
    let seen = overflow(&page);
    assert_quiet(&seen);
    assert_eq!(seen.result, 0);
}

#[test]
#[ignore = "needs Chromium"]
fn each_text_of_a_report_has_the_direction_of_its_script() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let texts = [
        "The minister of justice said that the court had sentenced the hackers to prison.",
        "BBC: قضت المحكمة بسجن الوزير السابق خمس سنوات بتهمة الفساد.",
        "外交部发言人表示，两国元首将在峰会上讨论贸易协定和关税问题。",
        "國防部發言人今天表示，共軍出動二十五架次軍機。",
    ];
    std::fs::write(path("a.txt"), texts.join("\n\n")).unwrap();
    let report = path("report.html");
    let run = themewise(&["classify", "--quiet", "--report", &report, &path("a.txt")]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let page = std::fs::read_to_string(report).unwrap();
    let seen = open(
        &page,
        "
        const all = [...document.querySelectorAll('.paragraph')];
        const isolated = document.querySelector('.paragraph details bdi');
        all[1].querySelector('.label').click();
        const hint = all[1].querySelector('.word.for').title;
        const result = { isolated: /^[ء-ي]+$/.test(isolated.textContent), hint,
            labels: all.map(p => getComputedStyle(p).direction),
            texts: all.map(p => p.querySelector('.text')).map(text =>
                [text.textContent, text.lang, getComputedStyle(text).direction]) }",
    );
    assert_quiet(&seen);
    assert_eq!(seen.result["isolated"], true);
    assert_eq!(seen.result["labels"], serde_json::json!(["ltr", "ltr", "ltr", "ltr"]));
    let styles = [("en", "ltr"), ("ar", "rtl"), ("zh-Hans", "ltr"), ("zh-Hant", "ltr")];
    let expected: Vec<_> =
        texts.iter().zip(styles).map(|(text, (lang, dir))| [*text, lang, dir]).collect();
    assert_eq!(seen.result["texts"], serde_json::json!(expected));
    let hint = seen.result["hint"].as_str().unwrap();
    assert!(hint.starts_with('\u{2066}') && hint.ends_with("for justice\u{2069}"), "{hint:?}");
    let seen = overflow(&page);
    assert_quiet(&seen);
    assert_eq!(seen.result, 0);
}

#[test]
#[ignore = "needs Chromium"]
fn a_report_of_an_evaluation_has_every_chart_and_figure() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.html");
    let report = report.to_str().unwrap();
    let labels = "tests/data/labels.jsonl";
    let run = themewise(&[
        "evaluate",
        "--labels",
        labels,
        "--cross-validate",
        "3",
        "--repeats",
        "2",
        "--c",
        "10",
        "--vector-scale",
        "0.5",
        "--learning-curve",
        "--report",
        report,
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let page = std::fs::read_to_string(report).unwrap();
    let seen = open(&page, "
        const result = { headings: [...document.querySelectorAll('h2')].map(h => h.textContent),
            charts: [...document.querySelectorAll('svg')].map(s => s.ariaLabel),
            empty: [...document.querySelectorAll('svg')].filter(s => s.getBoundingClientRect().height < 50).length,
            broken: [...document.querySelectorAll('svg *')].filter(e =>
                [...e.attributes].some(a => /NaN|inf/.test(a.value))).length }");
    assert_quiet(&seen);
    let expected = serde_json::json!({
        "headings": ["Figures", "Repeats", "Calibration", "Precision and recall",
            "Confused themes", "What more labels would bring"],
        "charts": ["Reliability diagram: share true by mean confidence, in fifteen ranges",
            seen.result["charts"][1], seen.result["charts"][2], seen.result["charts"][3],
            "True themes of paragraphs, by the themes they were given",
            "Mean average precision by the number of labelled paragraphs"],
        "empty": 0,
        "broken": 0,
    });
    assert_eq!(seen.result, expected);
    let seen = overflow(&page);
    assert_quiet(&seen);
    assert_eq!(seen.result, 0);
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_of_explanations_marks_words_and_shows_evidence() {
    let run = themewise(&[
        "explain",
        "--html",
        "--model",
        small_model_path(),
        "--labels",
        "tests/data/labels.jsonl",
        "tests/data/article.txt",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let seen = open(
        &run.stdout,
        "
        const all = [...document.querySelectorAll('.paragraph')];
        const result = { lit: all.filter(p => p.querySelector('.word.for')).length > 5,
            evidence: all.every(p => p.querySelectorAll('.evidence li').length <= 3),
            found: document.querySelectorAll('.evidence li').length > 5 }",
    );
    assert_quiet(&seen);
    assert_eq!(seen.result, serde_json::json!({ "lit": true, "evidence": true, "found": true }));
    let seen = overflow(&run.stdout);
    assert_quiet(&seen);
    assert_eq!(seen.result, 0);
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_of_documents_says_which_break_off_and_filters_hide_those_without_a_match() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let news = "Tariffs on steel rose again after trade talks with the ministers failed.\n\n";
    for (name, text) in [
        ("good.txt", news.to_owned()),
        ("broken.txt", news.repeat(8000) + "\0"),
        ("quiet.txt", "Photo: A. Baker\n".to_owned()),
    ] {
        std::fs::write(path(name), text).unwrap();
    }
    let files = ["good.txt", "broken.txt", "missing.txt", "quiet.txt"].map(path);
    let files: Vec<_> = files.iter().map(String::as_str).collect();
    let report = path("report.html");
    let run = themewise(&[&["classify", "--report", &report], &files[..]].concat());
    assert_eq!(run.code, 1);
    let page = std::fs::read_to_string(report).unwrap();
    assert_eq!(page.matches("<section").count(), page.matches("</section>").count());
    let seen = open(
        &page,
        "
        const shown = () => [...document.querySelectorAll('.document')].map(d => d.checkVisibility());
        const before = shown();
        document.querySelector('.filter[data-show=trade]').click();
        const trade = shown();
        document.querySelector('.filter[data-show=trade]').click();
        const links = [...document.querySelectorAll('nav a')];
        const result = { before, trade, after: shown(),
            links: links.every(a => document.querySelector(a.getAttribute('href'))),
            documents: links.length,
            broken: [...document.querySelectorAll('section p.novel')].map(p => p.textContent) }",
    );
    assert_quiet(&seen);
    let result = &seen.result;
    assert_eq!(result["before"], serde_json::json!([true, true, true, true]));
    assert_eq!(result["trade"], serde_json::json!([true, true, false, false]));
    assert_eq!(result["after"], result["before"]);
    assert_eq!((&result["links"], &result["documents"]), (&true.into(), &4.into()));
    let broken: Vec<_> =
        result["broken"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert!(broken.len() == 2 && broken[0].contains("NUL byte"), "{broken:?}");
    assert!(broken[1].contains("missing.txt"), "{broken:?}");
}
