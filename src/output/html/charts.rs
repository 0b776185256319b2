//! Charts as plain SVG, in the colours of the page; each says in words what it shows.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::page::hue;
use crate::evaluation::Interval;

/// A share of a theme.
pub(super) struct Bar<'a> {
    pub(super) name: &'a str,
    pub(super) theme: usize,
    /// From 0 to 1.
    pub(super) share: f64,
    pub(super) interval: Option<Interval>,
    /// Where a mark stands beside the bar.
    pub(super) mark: Option<f64>,
}

/// Bars to the right, with an interval as a line and a mark as a dot.
pub(super) fn bars(bars: &[Bar], label: &str) -> Markup {
    const ROW: usize = 24;
    const NAMES: f64 = 130.0;
    const WIDTH: f64 = 460.0;
    let ends =
        bars.iter().flat_map(|bar| [Some(bar.share), bar.interval.map(|i| i.high), bar.mark]);
    let most = ends.flatten().fold(0.05, f64::max);
    let x = |share: f64| NAMES + share / most * WIDTH;
    let height = bars.len() * ROW;
    html! {
        svg role="img" aria-label=(label) viewBox={ "0 0 660 " (height) } width="660" {
            @for (bar, y) in bars.iter().zip((0..).step_by(ROW)) {
                @let middle = y + ROW / 2;
                text x=(NAMES - 8.0) y=(middle + 4) text-anchor="end" { (bar.name) }
                rect.bar style=(colour(bar.theme)) x=(NAMES) y=(y + 4) width=(x(bar.share) - NAMES)
                    height=(ROW - 8) {}
                @if let Some(Interval { low, high }) = bar.interval {
                    line.ink x1=(x(low)) x2=(x(high)) y1=(middle) y2=(middle) {}
                }
                @if let Some(mark) = bar.mark {
                    circle.dot cx=(x(mark)) cy=(middle) r="4" {}
                }
                @let end = bar.interval.map_or(bar.share, |i| i.high).max(bar.mark.unwrap_or(0.0));
                text.quiet x=(x(end) + 8.0) y=(middle + 4) { (format!("{:.1} %", 100.0 * bar.share)) }
            }
        }
    }
}

fn colour(theme: usize) -> String {
    format!("--hue:{}", hue(theme))
}

/// The square from (0, 0) to (1, 1), `size` wide, with its lines and what is in it.
pub(super) struct Square {
    size: f64,
    left: f64,
}

const TOP: f64 = 8.0;
/// Below the square: a line of numbers, and one with the name of the axis.
const NUMBERS: f64 = 18.0;
const NAMES: f64 = 16.0;

impl Square {
    pub(super) fn new(size: f64) -> Self {
        Self { size, left: 52.0 }
    }

    pub(super) fn x(&self, share: f64) -> f64 {
        self.left + share * self.size
    }

    pub(super) fn y(&self, share: f64) -> f64 {
        TOP + (1.0 - share) * self.size
    }

    /// A line through points.
    pub(super) fn path(&self, points: impl IntoIterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (x, y) in points {
            let command = if path.is_empty() { 'M' } else { 'L' };
            // Writing to a string does not fail.
            let _ = write!(path, "{command}{:.1} {:.1}", self.x(x), self.y(y));
        }
        path
    }

    /// The frame with the names of its axes, if they have any, and `inside`.
    pub(super) fn chart(&self, label: &str, across: &str, up: &str, inside: &Markup) -> Markup {
        let bottom = if across.is_empty() { NUMBERS } else { NUMBERS + NAMES };
        let (width, height) = (self.left + self.size + 12.0, TOP + self.size + bottom);
        html! {
            svg role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } width=(width) {
                @for share in [0.0, 0.5, 1.0] {
                    path.grid d=(self.path([(share, 0.0), (share, 1.0)])) {}
                    path.grid d=(self.path([(0.0, share), (1.0, share)])) {}
                    text.quiet x=(self.left - 4.0) y=(self.y(share) + 4.0) text-anchor="end" { (share) }
                    text.quiet x=(self.x(share)) y=(self.y(0.0) + 14.0) text-anchor="middle" { (share) }
                }
                text x=(self.x(0.5)) y=(height - 4.0) text-anchor="middle" { (across) }
                text x="14" y=(self.y(0.5)) text-anchor="middle"
                    transform={ "rotate(-90 14 " (self.y(0.5)) ")" } { (up) }
                (inside)
            }
        }
    }
}

/// Counts of rows by columns, darker where there are more of one theme in place of another.
pub(super) fn heat_map(
    names: &[&str],
    columns: &[&str],
    counts: &[Vec<usize>],
    label: &str,
) -> Markup {
    const CELL: usize = 28;
    const LEFT: usize = 120;
    const HEAD: usize = 110;
    // What is no theme beside another is counted, not coloured.
    let apart = |row: usize, column: usize| row != column && column < names.len();
    let cells = counts.iter().enumerate().flat_map(|(row, counts)| {
        counts.iter().enumerate().map(move |(column, &count)| (row, column, count))
    });
    let most =
        cells.clone().filter(|&(row, column, _)| apart(row, column)).map(|cell| cell.2).max();
    let most = most.unwrap_or_default().max(1) as f64;
    let (width, height) = (LEFT + columns.len() * CELL + 60, HEAD + names.len() * CELL);
    html! {
        svg role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (height) } width=(width) {
            @for (name, y) in names.iter().zip((HEAD..).step_by(CELL)) {
                text x=(LEFT - 6) y=(y + CELL / 2 + 4) text-anchor="end" { (name) }
            }
            @for (name, x) in columns.iter().zip((LEFT + CELL / 2..).step_by(CELL)) {
                text x=(x + 4) y=(HEAD - 6) transform={ "rotate(-60 " (x + 4) " " (HEAD - 6) ")" } { (name) }
            }
            @for (row, column, count) in cells {
                @let (x, y) = (LEFT + column * CELL, HEAD + row * CELL);
                @if apart(row, column) {
                    rect.cell style="--hue:215" x=(x) y=(y) width=(CELL) height=(CELL)
                        fill-opacity=(format!("{:.2}", count as f64 / most * 0.8)) {}
                }
                rect.grid x=(x) y=(y) width=(CELL) height=(CELL) {}
                @if count > 0 {
                    text x=(x + CELL / 2) y=(y + CELL / 2 + 4) text-anchor="middle" { (count) }
                }
            }
        }
    }
}
