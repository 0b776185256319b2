//! The script of a text.

/// What the letters of a text belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// None, or letters of which none prevail.
    None,
    Latin,
    Cyrillic,
    /// Arabic, without letters that only other languages have.
    Arabic,
    /// Arabic, with letters of Persian.
    Persian,
    /// Arabic, with letters of Urdu.
    Urdu,
    /// Chinese characters alone.
    Han,
    /// Chinese characters with those that only Japanese has, or these alone.
    Kana,
    Hangul,
    /// Any other.
    Other,
}

/// How many letters of each script a text has.
#[derive(Debug, Default)]
struct Letters {
    latin: u32,
    cyrillic: u32,
    arabic: u32,
    persian: u32,
    urdu: u32,
    han: u32,
    kana: u32,
    hangul: u32,
    other: u32,
}

impl Script {
    /// The script of most letters.
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            let has_letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
            return if has_letters { Self::Latin } else { Self::None };
        }
        let mut letters = Letters::default();
        text.chars().for_each(|character| letters.count(character));
        letters.script()
    }
}

impl Script {
    /// The script of the first letter, if a text begins with one of the four of our languages; marks
    /// and digits may stand before it.
    pub(super) fn of_first_letter(text: &str) -> Option<Self> {
        const MOST: usize = 8;
        text.chars().take(MOST).find_map(|character| match character {
            'a'..='z' | 'A'..='Z' | 'À'..='ʯ' => Some(Self::Latin),
            'Ѐ'..='ԯ' => Some(Self::Cyrillic),
            'ء'..='ي' => Some(Self::Arabic),
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Some(Self::Han),
            _ => None,
        })
    }
}

impl Letters {
    fn count(&mut self, character: char) {
        *match character {
            'a'..='z' | 'A'..='Z' | 'À'..='ʯ' | 'Ḁ'..='ỿ' => &mut self.latin,
            '\0'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' => return,
            'Ѐ'..='ԯ' => &mut self.cyrillic,
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ھ' | 'ہ' | 'ۂ' | 'ے' => &mut self.urdu,
            'پ' | 'چ' | 'ژ' | 'ک' | 'گ' | 'ی' => &mut self.persian,
            'ء'..='ي' => &mut self.arabic,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => &mut self.han,
            '\u{3041}'..='\u{30fa}' | '\u{30fd}'..='\u{30ff}' => &mut self.kana,
            '가'..='힣' => &mut self.hangul,
            other if other.is_alphabetic() => &mut self.other,
            _ => return,
        } += 1;
    }

    fn script(&self) -> Script {
        let arabic = self.arabic + self.persian + self.urdu;
        // A Chinese character says as much as three letters.
        let east = 3 * (self.han + self.kana + self.hangul);
        let (most, script) = [
            (self.latin, Script::Latin),
            (self.cyrillic, Script::Cyrillic),
            (arabic, self.arabic_script(arabic)),
            (east, self.eastern_script()),
            (self.other, Script::Other),
        ]
        .into_iter()
        .max_by_key(|&(letters, _)| letters)
        .unwrap_or((0, Script::None));
        if most == 0 { Script::None } else { script }
    }

    /// Arabic texts have few of the other letters, in names.
    fn arabic_script(&self, all: u32) -> Script {
        if 16 * self.urdu > all {
            Script::Urdu
        } else if 32 * (self.persian + self.urdu) > all {
            Script::Persian
        } else {
            Script::Arabic
        }
    }

    /// Chinese texts have few other characters, in names.
    fn eastern_script(&self) -> Script {
        if self.hangul > self.han + self.kana {
            Script::Hangul
        } else if 8 * self.kana > self.han {
            Script::Kana
        } else {
            Script::Han
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_letters_decide_the_script() {
        for (text, script) in [
            ("", Script::None),
            ("25 % – 1.000 €", Script::None),
            ("Tariffs on 钢", Script::Latin),
            ("Überfälle", Script::Latin),
            ("Компания Microsoft сообщила", Script::Cyrillic),
            ("قال الوزير أمس", Script::Arabic),
            ("وزیر دیروز گفت که", Script::Persian),
            ("وزیر نے کہا ہے", Script::Urdu),
            ("部长说 CPI 上涨", Script::Han),
            ("大臣は昨日述べた", Script::Kana),
            ("장관은 어제 말했다", Script::Hangul),
            ("Ο υπουργός είπε", Script::Other),
        ] {
            assert_eq!(Script::of(text), script, "for {text:?}");
        }
    }

    #[test]
    fn the_first_letter_is_that_after_marks_and_digits() {
        for (text, script) in [
            ("", None),
            ("25 % – 1.000 €", None),
            ("« Überfälle »", Some(Script::Latin)),
            ("«Известия» reported", Some(Script::Cyrillic)),
            ("2024年部长说", Some(Script::Han)),
            ("\u{64B} قال الوزير", Some(Script::Arabic)),
            ("Ο υπουργός NATO", None),
        ] {
            assert_eq!(Script::of_first_letter(text), script, "for {text:?}");
        }
    }
}
