//! Web addresses, and their validation.

use std::fmt::Write as _;

use url::{Position, Url};

use crate::document::Document;

/// The address of a document: its URL, or its id if that is one, as in feeds.
pub(super) fn address_of(document: &Document) -> Option<String> {
    let record = document.record.as_deref()?;
    [&record.url, &record.id].into_iter().flatten().find_map(|text| web_address(text))
}

/// An address without the parameters that say how a reader came to it.
pub(super) fn without_tracking(address: &str) -> String {
    const NAMES: [&str; 5] = ["fbclid", "gclid", "igshid", "mc_cid", "mc_eid"];
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (address, String::new()),
    };
    let Some((page, query)) = address.split_once('?') else {
        return format!("{address}{fragment}");
    };
    let name = |parameter: &str| parameter.split('=').next().unwrap_or_default().to_lowercase();
    let is_kept = |parameter: &&str| {
        let name = name(parameter);
        !name.starts_with("utm_") && !NAMES.contains(&name.as_str())
    };
    let kept: Vec<&str> = query.split('&').filter(is_kept).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{page}{query}{fragment}")
}

/// The address in the syntax of RFC 3986, if its scheme is `http` or `https`.
///
/// [`Url`] follows the rules of browsers, which are laxer than the schemas of the formats.
/// Characters that it leaves unchanged, such as `|`, are escaped.
pub(super) fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return None;
    }
    let mut address = url[..Position::BeforePath].to_owned();
    address.push_str(&escaped(&url[Position::BeforePath..Position::AfterQuery]));
    if let Some(fragment) = url.fragment() {
        address.push('#');
        address.push_str(&escaped(fragment));
    }
    Some(address)
}

/// Percent-encodes characters that are not allowed in a path, a query or a fragment.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, byte) in text.bytes().enumerate() {
        if byte == b'%' && is_escape(&text.as_bytes()[at..]) || is_allowed(byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte)
}

/// Whether the bytes begin with a percent-encoded byte.
fn is_escape(bytes: &[u8]) -> bool {
    bytes.get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_written() {
        for (text, address) in [
            ("https://example.org/a?b=c#d", Some("https://example.org/a?b=c#d")),
            (" HTTP://Example.ORG ", Some("http://example.org/")),
            ("https://žurnál.example/č", Some("https://xn--urnl-7na25g.example/%C4%8D")),
            ("http://[::1]:8080/x[1]", Some("http://[::1]:8080/x%5B1%5D")),
            (
                "https://a.example/x|{y}?q=^[1]%",
                Some("https://a.example/x%7C%7By%7D?q=%5E%5B1%5D%25"),
            ),
            ("https://a.example/#a#b", Some("https://a.example/#a%23b")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("ftp://a.example/", None),
            ("urn:a:b", None),
            ("example.org/a", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(web_address(text).as_deref(), address, "for {text:?}");
        }
    }

    #[test]
    fn how_a_reader_came_to_a_page_does_not_count() {
        for (address, page) in [
            ("https://a.example/", "https://a.example/"),
            ("https://a.example/?utm_source=x#b", "https://a.example/#b"),
            ("https://a.example/?id=1&UTM_medium=x&fbclid=y&b", "https://a.example/?id=1&b"),
            ("https://a.example/utm_x?utm", "https://a.example/utm_x?utm"),
        ] {
            assert_eq!(without_tracking(address), page);
        }
    }
}
