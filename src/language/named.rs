//! Languages by code and name, including those that have no rules.

use whatlang::Lang;

use super::{Language, chinese};

/// The language of a text: one whose rules the program has, or only the code of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected(Lang);

impl From<Language> for Detected {
    fn from(language: Language) -> Self {
        Self(match language {
            Language::Arabic => Lang::Ara,
            Language::Chinese => Lang::Cmn,
            Language::English => Lang::Eng,
            Language::French => Lang::Fra,
            Language::German => Lang::Deu,
            Language::Portuguese => Lang::Por,
            Language::Russian => Lang::Rus,
            Language::Spanish => Lang::Spa,
            Language::Ukrainian => Lang::Ukr,
        })
    }
}

impl Detected {
    /// The language with an ISO 639-1 code, or `None` if the code is not known.
    pub fn of_code(code: &str) -> Option<Self> {
        let known = CODES.iter().find(|(_, known)| *known == code);
        known.map(|(language, _)| Self(*language))
    }

    /// The language of a tag in any form that sources use: `de`, `pt-BR`, `zh_CN`, `EN`.
    pub(super) fn declared(tag: &str) -> Option<Self> {
        let code = tag.trim().split(['-', '_']).next()?;
        Self::of_code(&code.to_ascii_lowercase())
    }

    /// The language that whatlang detected; `None` if it has no ISO 639-1 code.
    pub(super) fn of_whatlang(language: Lang) -> Option<Self> {
        CODES.iter().any(|(known, _)| *known == language).then_some(Self(language))
    }

    /// The language as whatlang names it.
    pub(super) fn whatlang(self) -> Lang {
        self.0
    }

    /// The language, if the program has its rules.
    pub fn language(self) -> Option<Language> {
        Language::of_code(self.code())
    }

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        let known = CODES.iter().find(|(language, _)| *language == self.0);
        known.map_or("", |(_, code)| code)
    }

    /// The tag of a text in this language (BCP 47): the code, for Chinese with the script. Browsers
    /// choose the shapes of Chinese characters by it.
    pub fn tag(self, text: &str) -> &'static str {
        if self.0 == Lang::Cmn { chinese::tag(text) } else { self.code() }
    }

    /// The English name.
    pub fn name(self) -> &'static str {
        self.language().map_or(self.0.eng_name(), Language::name)
    }
}

/// The ISO 639-1 codes. whatlang only has those of ISO 639-3.
#[rustfmt::skip]
const CODES: [(Lang, &str); 70] = [
    (Lang::Epo, "eo"), (Lang::Eng, "en"), (Lang::Rus, "ru"), (Lang::Cmn, "zh"), (Lang::Spa, "es"),
    (Lang::Por, "pt"), (Lang::Ita, "it"), (Lang::Ben, "bn"), (Lang::Fra, "fr"), (Lang::Deu, "de"),
    (Lang::Ukr, "uk"), (Lang::Kat, "ka"), (Lang::Ara, "ar"), (Lang::Hin, "hi"), (Lang::Jpn, "ja"),
    (Lang::Heb, "he"), (Lang::Yid, "yi"), (Lang::Pol, "pl"), (Lang::Amh, "am"), (Lang::Jav, "jv"),
    (Lang::Kor, "ko"), (Lang::Nob, "nb"), (Lang::Dan, "da"), (Lang::Swe, "sv"), (Lang::Fin, "fi"),
    (Lang::Tur, "tr"), (Lang::Nld, "nl"), (Lang::Hun, "hu"), (Lang::Ces, "cs"), (Lang::Ell, "el"),
    (Lang::Bul, "bg"), (Lang::Bel, "be"), (Lang::Mar, "mr"), (Lang::Kan, "kn"), (Lang::Ron, "ro"),
    (Lang::Slv, "sl"), (Lang::Hrv, "hr"), (Lang::Srp, "sr"), (Lang::Mkd, "mk"), (Lang::Lit, "lt"),
    (Lang::Lav, "lv"), (Lang::Est, "et"), (Lang::Tam, "ta"), (Lang::Vie, "vi"), (Lang::Urd, "ur"),
    (Lang::Tha, "th"), (Lang::Guj, "gu"), (Lang::Uzb, "uz"), (Lang::Pan, "pa"), (Lang::Aze, "az"),
    (Lang::Ind, "id"), (Lang::Tel, "te"), (Lang::Pes, "fa"), (Lang::Mal, "ml"), (Lang::Ori, "or"),
    (Lang::Mya, "my"), (Lang::Nep, "ne"), (Lang::Sin, "si"), (Lang::Khm, "km"), (Lang::Tuk, "tk"),
    (Lang::Aka, "ak"), (Lang::Zul, "zu"), (Lang::Sna, "sn"), (Lang::Afr, "af"), (Lang::Lat, "la"),
    (Lang::Slk, "sk"), (Lang::Cat, "ca"), (Lang::Tgl, "tl"), (Lang::Hye, "hy"), (Lang::Cym, "cy"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_a_code_of_its_own() {
        for &language in Lang::all() {
            let found = Detected::of_whatlang(language).unwrap();
            assert_eq!(Detected::of_code(found.code()), Some(found), "{}", found.name());
        }
    }

    #[test]
    fn a_declared_language_is_known_by_its_first_part() {
        for (tag, code) in [
            ("de", Some("de")),
            (" pt-BR", Some("pt")),
            ("zh_CN", Some("zh")),
            ("EN-us", Some("en")),
            ("", None),
            ("x-klingon", None),
            ("German", None),
        ] {
            assert_eq!(Detected::declared(tag).map(Detected::code), code, "for {tag:?}");
        }
    }
}
