//! The common frame of all pages.

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// Forbids all requests; only inline styles and scripts are allowed.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The note at the end of every page.
const NOTE: &str = "Themes are found automatically: they say what a paragraph is about, \
     not whether it is true.";

/// Writes a page with a title and a body that is written by `body`.
pub(crate) fn page(
    out: &mut dyn Write,
    title: &str,
    body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    write!(out, "{}", head(title).into_string())?;
    write!(out, "<body id=\"top\"><main>{}", heading(title).into_string())?;
    body(out)?;
    write!(out, "</main>{}</body></html>", foot().into_string())
}

/// The page up to the body.
fn head(title: &str) -> Markup {
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="generator" content=(concat!("themewise ", env!("CARGO_PKG_VERSION")));
            link rel="icon" href="data:,";
            title { (title) " · themewise" }
            style { (PreEscaped(STYLE)) }
        }
    }
}

fn heading(title: &str) -> Markup {
    html! {
        header {
            h1 { (title) }
            p.note { (NOTE) }
        }
    }
}

fn foot() -> Markup {
    html! {
        footer { p { (concat!("themewise ", env!("CARGO_PKG_VERSION"))) } }
        script { (PreEscaped(SCRIPT)) }
    }
}

/// The hue of a theme, in degrees. It is always the same for a theme, and far from those of its
/// neighbours.
pub(crate) fn hue(theme: usize) -> usize {
    // The golden angle.
    const STEP: f64 = 137.508;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 360")]
    let hue = (theme as f64 * STEP % 360.0) as usize;
    hue
}

/// A share in percent: `0.93` as `93 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}
