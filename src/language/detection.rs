//! Detects the language of a text.

use super::guess::Guess;
use super::sample::prefix;
use super::{Detected, Language, english};

/// The maximum number of bytes to examine; more do not improve the detection.
const MAX_SAMPLE: usize = 512;
/// The maximum number of bytes to examine for English words.
const MAX_ENGLISH_SAMPLE: usize = 256;
/// The minimum number of bytes of a text whose language is only likely.
const MIN_UNCLEAR: usize = 20;
/// The minimum number of bytes of a part of a document that may be in another language: in shorter
/// ones names have too much weight.
const MIN_QUOTATION: usize = 40;
/// The minimum number of words for stopping early.
const MIN_WORDS: usize = 12;

/// Detects the language of a text. Returns `None` if it is not certain.
///
/// A text that is clear takes precedence over what its source declares, because pages and feeds
/// often declare the language of their template. In this order:
///
/// 1. English, if one word in eight is a common word that only English has;
/// 2. the language of its script, if that has one, or of its letters and common words, if two
///    more of them are of this language than of any other;
/// 3. the language that is `declared`, if the code is known: `de`, `pt-BR`, `zh_CN`;
/// 4. the language that its n-grams point to, if it has about three words.
///
/// The beginning of the text decides. English takes about 0.1 µs, the other languages that have
/// rules one or two, a language without rules up to 100 µs, as does a text without common words.
///
/// # Examples
///
/// ```
/// use themewise::language::{Language, detect};
///
/// let german = "Die Minister haben gestern über neue Zölle auf Stahl und Holz gesprochen.";
/// let found = detect(german, Some("en")).unwrap();
/// assert_eq!((found.code(), found.name(), found.language()), ("de", "German", Some(Language::German)));
///
/// let english = detect("The ministers spoke about tariffs on the steel of their allies.", None);
/// assert_eq!(english.unwrap().language(), Some(Language::English));
/// assert_eq!(detect("Tariffs", None), None);
/// ```
pub fn detect(text: &str, declared: Option<&str>) -> Option<Detected> {
    let sample = prefix(text, MAX_SAMPLE);
    if is_plainly_english(sample.as_bytes()) {
        return Some(Detected::from(Language::English));
    }
    let guess = Guess::of(sample);
    if let Some(Guess { language, is_clear: true }) = guess {
        return Some(language);
    }
    let declared = declared.and_then(Detected::declared);
    declared.or(guess.filter(|_| sample.len() >= MIN_UNCLEAR).map(|guess| guess.language))
}

/// Detects the language of a part of a document, such as a paragraph, given that of the document.
///
/// It is that of the document, unless the part is clearly in another: it has another script, or
/// it is long enough and has the words of the other. A number, a name or a short line is in the
/// language of its document, and two languages without rules are not told apart.
///
/// A part in the language of its document takes 0.3 to 0.5 µs if that has rules.
///
/// # Examples
///
/// ```
/// use themewise::language::{Detected, Language, detect_in};
///
/// let english = Detected::from(Language::English);
/// let language = |text| detect_in(text, english).code();
/// assert_eq!(language("«Мы не знаем, что будет дальше», — сказал он."), "ru");
/// assert_eq!(language("« Nous ne savons pas ce qui va se passer », a dit le ministre."), "fr");
/// assert_eq!(language("La Paz"), "en");
/// ```
pub fn detect_in(text: &str, document: Detected) -> Detected {
    let sample = prefix(text, MAX_SAMPLE);
    if sample.len() < MIN_QUOTATION || is_plainly(sample, document) {
        return document;
    }
    // Danish and Norwegian are told apart by whole documents at best.
    let matters = |found: &Detected| found.language().or(document.language()).is_some();
    Guess::clear(sample).filter(matters).unwrap_or(document)
}

/// Whether the words of a text show at once that it is in a language.
fn is_plainly(text: &str, language: Detected) -> bool {
    match language.language() {
        Some(Language::English) => is_plainly_english(text.as_bytes()),
        Some(language) => Guess::is_plainly(text, language),
        None => false,
    }
}

/// Whether the share of common English words is so high that the text must be English. Most
/// texts are decided after a dozen words.
fn is_plainly_english(text: &[u8]) -> bool {
    let text = &text[..text.len().min(MAX_ENGLISH_SAMPLE)];
    let (mut begin, mut words, mut hits, mut is_sure) = (0, 0, 0, false);
    while begin <= text.len() {
        let (end, is_common) = english::function_word(text, begin);
        words += 1;
        if is_common {
            hits += 1;
            is_sure |= is_only_english(&text[begin..end]);
        }
        begin = end + 1;
        if words >= MIN_WORDS && hits >= 3 && 6 * hits >= words && is_sure {
            return true;
        }
    }
    hits >= 2 && 8 * hits >= words && is_sure
}

/// Whether no language that shares many short words with English, such as Danish, has a common
/// word.
fn is_only_english(word: &[u8]) -> bool {
    matches!(word, [b't', b'h', ..] | [b'w', b'h' | b'i', ..] | b"and" | b"of" | b"said" | b"from")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clear_text_takes_precedence_over_the_declared_language() {
        let german = "Die Minister haben gestern über neue Zölle auf Stahl und Holz gesprochen.";
        let english = "The ministers spoke about new tariffs on steel and timber.";
        for (text, declared, code) in [
            (german, None, Some("de")),
            (german, Some("en-US"), Some("de")),
            (english, Some("de"), Some("en")),
            ("The minister resigned", None, Some("en")),
            ("Minister resigns", None, None),
            ("Tariffs", Some("en"), Some("en")),
            ("Tariffs", Some("tlh"), None),
            ("", Some("fr"), Some("fr")),
            ("", None, None),
            ("部长昨天就钢铁和木材的新关税发表了讲话。", None, Some("zh")),
        ] {
            assert_eq!(detect(text, declared).map(Detected::code), code, "for {text:?}");
        }
    }

    #[test]
    fn every_language_with_rules_is_detected() {
        for (text, code) in [
            ("قال الوزير أمس إن الرسوم الجديدة على الصلب", "ar"),
            ("Der Minister sprach gestern über Zölle", "de"),
            ("The minister spoke about tariffs", "en"),
            ("El ministro habló ayer de los aranceles", "es"),
            ("Le ministre a parlé hier des droits de douane", "fr"),
            ("Министр вчера говорил о новых пошлинах", "ru"),
            ("Міністр учора говорив про нові мита", "uk"),
            ("部長昨天談到了鋼鐵的新關稅", "zh"),
        ] {
            assert_eq!(detect(text, None).map(Detected::code), Some(code), "for {text:?}");
        }
    }

    #[test]
    fn a_language_without_rules_is_named() {
        for (text, code) in [
            (
                "O ministro falou ontem sobre as novas tarifas do aço e disse que não são justas.",
                "pt",
            ),
            ("Il ministro ha parlato ieri dei nuovi dazi e ha detto che non sono giusti.", "it"),
            (
                "De minister sprak gisteren over de nieuwe heffingen en zei dat ze niet eerlijk zijn.",
                "nl",
            ),
            (
                "Minister mówił wczoraj o nowych cłach i powiedział, że nie są one sprawiedliwe.",
                "pl",
            ),
            ("El ministre va parlar ahir dels nous aranzels i va dir que no són justos.", "ca"),
            ("Ministern talade i går om de nya tullarna och sade att de inte är rättvisa.", "sv"),
            ("Министърът каза вчера, че новите мита не са справедливи и ще бъдат отменени.", "bg"),
            ("Міністр учора сказаў, што новыя мыты несправядлівыя і будуць адменены.", "be"),
            ("Министар је јуче рекао да нове царине нису праведне и да ће бити укинуте.", "sr"),
            ("وزیر دیروز گفت که تعرفه‌های جدید عادلانه نیست و لغو خواهد شد.", "fa"),
            ("وزیر نے کل کہا کہ نئے محصولات منصفانہ نہیں ہیں۔", "ur"),
            ("大臣は昨日、鉄鋼への新しい関税について話した。", "ja"),
            ("장관은 어제 철강에 대한 새로운 관세에 대해 말했다.", "ko"),
            ("Ο υπουργός μίλησε χθες για τους νέους δασμούς.", "el"),
        ] {
            assert_eq!(detect(text, None).map(Detected::code), Some(code), "for {text:?}");
        }
    }

    #[test]
    fn a_part_is_in_the_language_of_its_document_unless_it_is_clearly_not() {
        for (text, document, code) in [
            ("The ministers spoke about new tariffs on steel and timber.", "en", "en"),
            ("«Мы не знаем, что будет дальше, и никто не знает», — сказал он.", "en", "ru"),
            ("«Ми не знаємо, що буде далі, і ніхто не знає», — сказав він.", "ru", "uk"),
            ("“We do not know what will happen to the tariffs”, he said.", "zh", "en"),
            ("我们不知道以后会发生什么，谁也不知道，部长昨天说。", "en", "zh"),
            ("Não sabemos o que vai acontecer com as tarifas, disse o ministro.", "es", "pt"),
            ("Selon le Wall Street Journal, Bank of America", "fr", "fr"),
            ("The Guardian", "fr", "fr"),
            ("25 % – 1.000 €", "uk", "uk"),
            ("", "ar", "ar"),
            ("Ministrul a vorbit", "ro", "ro"),
            ("Ministeren sa i går at de nye tollsatsene ikke er rettferdige.", "da", "da"),
        ] {
            let document = Detected::of_code(document).unwrap();
            assert_eq!(detect_in(text, document).code(), code, "for {text:?}");
        }
    }

    #[test]
    fn an_english_title_does_not_make_a_text_english() {
        let text = "„The Lord of the Rings“ läuft ab Montag wieder in den Kinos, wie der Verleih \
                    am Freitag mitteilte; die Karten sind schon ausverkauft.";
        assert_eq!(detect(text, None).map(Detected::code), Some("de"));
    }

    #[test]
    fn long_texts_are_decided_by_their_beginning() {
        let text = "é".repeat(MAX_SAMPLE);
        assert_eq!(prefix(&text, MAX_SAMPLE - 1).len(), MAX_SAMPLE - 2);
        assert!(detect(&text, Some("fr")).is_some());
    }
}
