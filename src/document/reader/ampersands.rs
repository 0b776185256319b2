//! Ampersands in XML that begin no entity.
//!
//! Many feeds have titles and addresses with a bare `&`, at which an XML parser gives up.

use std::borrow::Cow;

/// The entities of XML itself.
const ENTITIES: [&str; 5] = ["amp;", "apos;", "gt;", "lt;", "quot;"];
/// Parts in which an ampersand is only a character: how they begin and end.
const VERBATIM: [(&str, &str); 4] =
    [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", ">")];
/// A reference to a character that does not exist becomes one to this.
const REPLACEMENT: &str = "&#xFFFD;";

/// Escapes each ampersand that begins no entity of XML and no reference to a character.
///
/// Other entities, such as `&nbsp;`, are escaped too: texts in feeds are HTML, in which they are
/// resolved later.
pub(super) fn escaped(xml: &str) -> Cow<'_, str> {
    let (mut changed, mut copied, mut place) = (String::new(), 0, 0);
    while let Some(found) = memchr::memchr2(b'&', b'<', &xml.as_bytes()[place..]) {
        place += found;
        let rest = &xml[place..];
        if rest.starts_with('<') {
            place += verbatim(rest);
            continue;
        }
        let (length, new) = reference(rest);
        if let Some(new) = new {
            changed.push_str(&xml[copied..place]);
            changed.push_str(new);
            copied = place + length;
        }
        place += length;
    }
    if copied == 0 {
        return Cow::Borrowed(xml);
    }
    changed.push_str(&xml[copied..]);
    Cow::Owned(changed)
}

/// The length of the part at the beginning that has no references, at least that of its `<`.
fn verbatim(xml: &str) -> usize {
    let begins = |begin: &str| xml.get(..begin.len()).is_some_and(|head| head == begin);
    match VERBATIM.iter().find(|(begin, _)| begins(begin)) {
        Some(("<!DOCTYPE", _)) => document_type(xml),
        Some((begin, end)) => {
            let inside = &xml[begin.len()..];
            inside.find(end).map_or(xml.len(), |length| begin.len() + length + end.len())
        }
        None => 1,
    }
}

/// The length of a document type, whose declarations are in angle brackets too.
fn document_type(xml: &str) -> usize {
    let mut open = 0_usize;
    for place in memchr::memchr2_iter(b'<', b'>', xml.as_bytes()) {
        if xml.as_bytes()[place] == b'<' {
            open += 1;
        } else {
            open -= 1;
        }
        if open == 0 {
            return place + 1;
        }
    }
    xml.len()
}

/// The length of the reference at the beginning, or of its ampersand alone, and what to
/// replace that with.
fn reference(xml: &str) -> (usize, Option<&'static str>) {
    let name = &xml[1..];
    if let Some(entity) = ENTITIES.iter().find(|entity| name.starts_with(**entity)) {
        return (1 + entity.len(), None);
    }
    match character(name) {
        Some((length, true)) => (1 + length, None),
        Some((length, false)) => (1 + length, Some(REPLACEMENT)),
        None => (1, Some("&amp;")),
    }
}

/// The length of a reference to a character such as `#233;` or `#xE9;`, and whether there is such
/// a character.
fn character(name: &str) -> Option<(usize, bool)> {
    let digits = name.strip_prefix('#')?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let length = digits.bytes().take_while(|digit| char::from(*digit).is_digit(radix)).count();
    if length == 0 || digits.as_bytes().get(length) != Some(&b';') {
        return None;
    }
    // `&#X` is not XML, but HTML.
    let known = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32);
    let exists = known.is_some_and(|c| c != '\0') && !name.starts_with("#X");
    Some((name.len() - digits.len() + length + 1, exists))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ampersand_that_begins_no_entity_is_one() {
        for (xml, expected) in [
            ("Steel &amp; tariffs &lt; &gt; &quot; &apos;", None),
            ("caf&#233; &#xE9; &#x1F600;", None),
            ("Steel & tariffs", Some("Steel &amp; tariffs")),
            ("AT&T", Some("AT&amp;T")),
            ("&", Some("&amp;")),
            ("&&amp&amp;", Some("&amp;&amp;amp&amp;")),
            ("<a b='?c=1&d=2'/>", Some("<a b='?c=1&amp;d=2'/>")),
            ("&nbsp;&eacute;", Some("&amp;nbsp;&amp;eacute;")),
            (
                "&#0; &#xD800; &#1114112; &#99999999999;",
                Some("&#xFFFD; &#xFFFD; &#xFFFD; &#xFFFD;"),
            ),
            ("&#; &#x; &#12 &#xg;", Some("&amp;#; &amp;#x; &amp;#12 &amp;#xg;")),
            ("<![CDATA[a & b]]> & c", Some("<![CDATA[a & b]]> &amp; c")),
            ("<!-- a & b --><?p a & b?>&", Some("<!-- a & b --><?p a & b?>&amp;")),
            ("<![CDATA[a & b", None),
            (
                "<!DOCTYPE rss [<!ENTITY a \"&#38;b & c\">]>&",
                Some("<!DOCTYPE rss [<!ENTITY a \"&#38;b & c\">]>&amp;"),
            ),
            ("<!DOCTYPE rss [<", None),
            ("é<é&é", Some("é<é&amp;é")),
        ] {
            assert_eq!(escaped(xml), expected.unwrap_or(xml), "for {xml}");
        }
    }
}
