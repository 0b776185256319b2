//! What the words of a class or an id say about an element.

use super::attribute::{Attribute, get};

/// What a word of a class or an id says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// The element is the headline.
    Headline,
    /// The caption of a picture.
    Caption,
    /// A note about the text, such as its author.
    Note,
    /// Consent to cookies.
    Consent,
    /// Something beside the text, such as a newsletter.
    Beside,
    /// The text itself.
    Text,
}

/// All that the class and the id of an element say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Labels(u8);

impl Labels {
    /// The labels of an element, also by its name if HTML does not know that.
    pub(super) fn of(name: &str, attributes: &[Attribute]) -> Self {
        let names = ["class", "id"].into_iter().filter_map(|name| get(attributes, name));
        let own = Some(name).filter(|name| name.contains('-'));
        names.chain(own).fold(Self::default(), Self::with)
    }

    pub(super) fn has(self, label: Label) -> bool {
        self.0 & (1 << label as u8) != 0
    }

    fn with(mut self, name: &str) -> Self {
        each_word(name, |word| {
            if let Some(label) = label(word) {
                self.0 |= 1 << label as u8;
            }
        });
        self
    }
}

fn label(word: &str) -> Option<Label> {
    Some(match word {
        "headline" | "title" => Label::Headline,
        "caption" => Label::Caption,
        "author" | "authors" | "byline" | "bylines" | "categories" | "category" | "credit"
        | "credits" | "date" | "dateline" | "eyebrow" | "kicker" | "meta" | "published"
        | "tags" | "timestamp" | "topics" => Label::Note,
        "ccpa" | "cmp" | "consent" | "cookie" | "cookies" | "didomi" | "gdpr" | "onetrust"
        | "privacy" | "sourcepoint" => Label::Consent,
        "ad" | "ads" | "advert" | "advertisement" | "breadcrumb" | "breadcrumbs" | "comments"
        | "disqus" | "modal" | "newsletter" | "newsletters" | "outbrain" | "popup" | "promo"
        | "recirc" | "recommendations" | "recommended" | "related" | "share" | "sharing"
        | "sidebar" | "social" | "sponsored" | "taboola" => Label::Beside,
        "article" | "body" | "content" | "entry" | "main" | "page" | "post" | "story" | "text" => {
            Label::Text
        }
        _ => return None,
    })
}

/// Passes the words of a name, in lower case: they are parted by marks, or by a capital after a
/// small letter.
fn each_word(name: &str, mut take: impl FnMut(&str)) {
    let mut word = String::new();
    let mut small = false;
    for character in name.chars().chain([' ']) {
        let parts = !character.is_alphanumeric() || (small && character.is_uppercase());
        if parts && !word.is_empty() {
            take(&word);
            word.clear();
        }
        small = character.is_lowercase();
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_parted_into_words() {
        for (name, expected) in [
            ("article-body", vec!["article", "body"]),
            ("cookieConsent box_2", vec!["cookie", "consent", "box", "2"]),
            ("md:hidden", vec!["md", "hidden"]),
            ("NYT", vec!["nyt"]),
            ("--", vec![]),
        ] {
            let mut words = Vec::new();
            each_word(name, |word| words.push(word.to_owned()));
            assert_eq!(words, expected, "for {name:?}");
        }
    }

    #[test]
    fn an_element_says_all_its_words() {
        let class = [Attribute { name: "class", value: "x newsletterBox article".to_owned() }];
        let labels = Labels::of("div", &class);
        assert!(labels.has(Label::Beside) && labels.has(Label::Text));
        assert!(!labels.has(Label::Consent));
        assert!(Labels::of("cookie-banner", &[]).has(Label::Consent));
        assert!(!Labels::of("cookie", &[]).has(Label::Consent));
    }
}
