//! Text that is safe to print on a terminal.

/// Replaces each control character by a space, so that escape sequences in an article or a file
/// name cannot affect the terminal.
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\tc\u{9b}d"), "a [31mb c d");
    }
}
