//! Charts as plain SVG, in the colours of the page, each with a text alternative.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::page::hue;
use crate::model::Interval;

/// A share of a theme.
pub(crate) struct Bar<'a> {
    pub(crate) name: &'a str,
    pub(crate) theme: usize,
    /// From 0 to 1.
    pub(crate) share: f64,
    pub(crate) interval: Option<Interval>,
    /// The position of a mark next to the bar, from 0 to 1.
    pub(crate) mark: Option<f64>,
    /// The text at the end of the row.
    pub(crate) label: String,
}

/// The width that the longest name needs.
fn room<'a>(names: impl Iterator<Item = &'a str>) -> f64 {
    const CHARACTER: f64 = 7.2;
    names.map(|name| name.chars().count()).max().unwrap_or_default() as f64 * CHARACTER + 12.0
}

/// A horizontal bar chart, with intervals as lines and marks as dots.
pub(crate) fn bars(bars: &[Bar], label: &str) -> Markup {
    const ROW: usize = 24;
    const WIDTH: f64 = 380.0;
    let names = room(bars.iter().map(|bar| bar.name));
    let labels = room(bars.iter().map(|bar| bar.label.as_str()));
    let ends =
        bars.iter().flat_map(|bar| [Some(bar.share), bar.interval.map(|i| i.high), bar.mark]);
    let most = ends.flatten().fold(0.05, f64::max);
    let x = |share: f64| names + share / most * WIDTH;
    let (width, height) = (names + WIDTH + labels, bars.len() * ROW);
    html! {
        svg.wide role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } width=(width) {
            @for (bar, y) in bars.iter().zip((0..).step_by(ROW)) {
                @let middle = y + ROW / 2;
                text x=(names - 8.0) y=(middle + 4) text-anchor="end" { (bar.name) }
                rect.bar style=(colour(bar.theme)) x=(names) y=(y + 4) width=(x(bar.share) - names)
                    height=(ROW - 8) {}
                @if let Some(Interval { low, high }) = bar.interval {
                    line.ink x1=(x(low)) x2=(x(high)) y1=(middle) y2=(middle) {}
                }
                @if let Some(mark) = bar.mark {
                    circle.dot cx=(x(mark)) cy=(middle) r="4" {}
                }
                text.quiet x=(names + WIDTH + 8.0) y=(middle + 4) { (bar.label) }
            }
        }
    }
}

fn colour(theme: usize) -> String {
    format!("--hue:{}", hue(theme))
}

/// A chart of the square from (0, 0) to (1, 1), `size` wide.
pub(crate) struct Square {
    size: f64,
    left: f64,
}

const TOP: f64 = 8.0;
/// Heights below the square: a line of numbers, and the name of the axis.
const NUMBERS: f64 = 18.0;
const NAMES: f64 = 16.0;

impl Square {
    pub(crate) fn new(size: f64) -> Self {
        Self { size, left: 52.0 }
    }

    pub(crate) fn x(&self, share: f64) -> f64 {
        self.left + share * self.size
    }

    pub(crate) fn y(&self, share: f64) -> f64 {
        TOP + (1.0 - share) * self.size
    }

    /// A line through points.
    pub(crate) fn path(&self, points: impl IntoIterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (x, y) in points {
            let command = if path.is_empty() { 'M' } else { 'L' };
            // Writing to a string does not fail.
            let _ = write!(path, "{command}{:.1} {:.1}", self.x(x), self.y(y));
        }
        path
    }

    /// The frame with the names of its axes, if any, and `inside`. The horizontal axis ends at
    /// `most`.
    pub(crate) fn chart(
        &self,
        label: &str,
        (across, most): (&str, f64),
        up: &str,
        inside: &Markup,
    ) -> Markup {
        let bottom = if across.is_empty() { NUMBERS } else { NUMBERS + NAMES };
        let (width, height) = (self.left + self.size + 12.0, TOP + self.size + bottom);
        html! {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } width=(width) {
                @for share in [0.0, 0.5, 1.0] {
                    path.grid d=(self.path([(share, 0.0), (share, 1.0)])) {}
                    path.grid d=(self.path([(0.0, share), (1.0, share)])) {}
                    text.quiet x=(self.left - 4.0) y=(self.y(share) + 4.0) text-anchor="end" { (share) }
                    text.quiet x=(self.x(share)) y=(self.y(0.0) + 14.0) text-anchor="middle" { (share * most) }
                }
                text x=(self.x(0.5)) y=(height - 4.0) text-anchor="middle" { (across) }
                text x="14" y=(self.y(0.5)) text-anchor="middle"
                    transform={ "rotate(-90 14 " (self.y(0.5)) ")" } { (up) }
                (inside)
            }
        }
    }
}

/// A table of counts; cells of confused themes are darker the higher their count.
pub(crate) fn heat_map(
    names: &[&str],
    columns: &[&str],
    counts: &[Vec<usize>],
    label: &str,
) -> Markup {
    const CELL: usize = 28;
    let (left, head) = (room(names.iter().copied()), room(columns.iter().copied()));
    // The diagonal and columns that are not themes are not coloured.
    let apart = |row: usize, column: usize| row != column && column < names.len();
    let cells = counts.iter().enumerate().flat_map(|(row, counts)| {
        counts.iter().enumerate().map(move |(column, &count)| (row, column, count))
    });
    let mistakes = cells.clone().filter(|&(row, column, _)| apart(row, column));
    let most = mistakes.map(|(_, _, count)| count).max().unwrap_or_default().max(1) as f64;
    let at = |start: f64, place: usize| start + (place * CELL) as f64;
    let (width, height) = (at(left, columns.len()) + head / 2.0, at(head, names.len()));
    let half = CELL as f64 / 2.0;
    html! {
        svg.wide role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } width=(width) {
            @for (row, name) in names.iter().enumerate() {
                text x=(left - 6.0) y=(at(head, row) + half + 4.0) text-anchor="end" { (name) }
            }
            @for (column, name) in columns.iter().enumerate() {
                @let (x, y) = (at(left, column) + half + 4.0, head - 6.0);
                text x=(x) y=(y) transform={ "rotate(-60 " (x) " " (y) ")" } { (name) }
            }
            @for (row, column, count) in cells {
                @let (x, y) = (at(left, column), at(head, row));
                @if apart(row, column) {
                    rect.cell style="--hue:215" x=(x) y=(y) width=(CELL) height=(CELL)
                        fill-opacity=(format!("{:.2}", count as f64 / most * 0.8)) {}
                } @else if row == column {
                    rect.same x=(x) y=(y) width=(CELL) height=(CELL) {}
                }
                rect.grid x=(x) y=(y) width=(CELL) height=(CELL) {}
                @if count > 0 {
                    text x=(x + half) y=(y + half + 4.0) text-anchor="middle" { (count) }
                }
            }
        }
    }
}
