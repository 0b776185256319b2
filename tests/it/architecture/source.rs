//! The imports and mentions of a Rust file, parsed without a compiler.

use std::collections::BTreeSet;

/// The imports and names of a file, without its unit tests, which may import anything.
#[derive(Debug, Default)]
pub(super) struct Source {
    pub(super) imports: Vec<Import>,
    /// Every path or name outside imports, by segment.
    pub(super) mentions: Vec<Vec<String>>,
    /// The names of items that the file defines.
    pub(super) items: BTreeSet<String>,
}

/// One leaf of a `use`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// The name in this file; `*` for a glob.
    pub(super) name: String,
    /// Whether it is re-exported.
    pub(super) public: bool,
}

impl Source {
    pub(super) fn parse(text: &str) -> Self {
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let tokens = tokens(&without_comments_and_strings(text));
        let mut source = Self::default();
        let (mut at, mut public) = (0, false);
        while let Some(token) = tokens.get(at) {
            match token.as_str() {
                "use" => {
                    let end = at + tokens[at..].iter().position(|token| token == ";").unwrap();
                    source.add_imports(&tokens[at + 1..end], &[], public);
                    at = end + 1;
                }
                "::" => at += 1,
                _ if is_name(token) => at = source.add_mention(&tokens, at),
                _ => at += 1,
            }
            public = match token.as_str() {
                "pub" => true,
                // `pub(crate) use`
                "(" | ")" | "crate" | "super" | "in" | "self" | "::" => public,
                _ => false,
            };
        }
        source
    }

    /// Adds the leaves of a tree such as `a::{b, c as d}`.
    fn add_imports(&mut self, tree: &[String], prefix: &[String], public: bool) {
        let mut path = prefix.to_vec();
        let mut rest = tree.iter().enumerate();
        while let Some((at, token)) = rest.next() {
            match token.as_str() {
                "::" => {}
                "{" => {
                    let inside = &tree[at + 1..tree.len() - 1];
                    let branches = branches(inside);
                    branches.for_each(|branch| self.add_imports(branch, &path, public));
                    return;
                }
                "as" => {
                    let name = rest.next().unwrap().1.clone();
                    self.imports.push(Import { path, name, public });
                    return;
                }
                "self" if !path.is_empty() => {}
                _ => path.push(token.clone()),
            }
        }
        let name = path.last().cloned().unwrap_or_default();
        if name == "*" {
            path.pop();
        }
        self.imports.push(Import { path, name, public });
    }

    /// Adds the path that begins at a token; returns where it ends.
    fn add_mention(&mut self, tokens: &[String], begin: usize) -> usize {
        const KINDS: [&str; 9] =
            ["fn", "struct", "enum", "trait", "type", "const", "static", "mod", "macro_rules"];
        let mut path = vec![tokens[begin].clone()];
        let mut end = begin + 1;
        while tokens.get(end).is_some_and(|token| token == "::")
            && tokens.get(end + 1).is_some_and(|token| is_name(token))
        {
            path.push(tokens[end + 1].clone());
            end += 2;
        }
        let before = begin.checked_sub(1).map_or("", |before| tokens[before].as_str());
        if KINDS.contains(&before) {
            self.items.insert(tokens[begin].clone());
        } else if before != "." {
            self.mentions.push(path);
        }
        end
    }
}

/// Splits a list at its commas, but not at those of nested lists.
fn branches(list: &[String]) -> impl Iterator<Item = &[String]> {
    let mut depth = 0;
    let is_comma = move |token: &String| {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        depth == 0 && token == ","
    };
    list.split(is_comma).filter(|branch| !branch.is_empty())
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Splits code into names, `::`, and single characters.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut in_name = false;
    for c in text.chars() {
        let is_part = c.is_alphanumeric() || c == '_';
        match tokens.last_mut() {
            Some(last) if is_part && in_name => last.push(c),
            Some(last) if c == ':' && last == ":" => last.push(c),
            _ if c.is_whitespace() => tokens.push(String::new()),
            _ => tokens.push(c.into()),
        }
        in_name = is_part;
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

/// Replaces comments by spaces, and strings by `""`.
fn without_comments_and_strings(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = raw_string(rest).or_else(|| string(rest)) {
            code.push_str("\"\"");
            length
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[length..];
    }
    code
}

/// The length of a string or character literal at the beginning.
fn string(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let mut escaped = false;
    let ends = |(_, c): &(usize, char)| {
        let end = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        end
    };
    let end = text.char_indices().skip(1).find(ends)?.0;
    // A lifetime has no closing quote, or only one far away.
    let is_character =
        end > 1 && (text[1..].starts_with('\\') || text[1..end].chars().count() == 1);
    (quote == '"' || is_character).then_some(end + 1)
}

/// The length of a raw string such as `r#"…"#` at the beginning.
fn raw_string(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let rest = rest[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(1 + hashes + 1 + rest.find(&end)? + end.len())
}
