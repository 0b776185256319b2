//! Confidences in words.

use serde::Serialize;

use crate::tagging::rounded_to_two;

/// Scales that express probabilities in words. They were made for human analysts, so each term
/// names its scale and states that it is automatic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Scale {
    /// Percent.
    Probability,
    /// MISP's taxonomy `estimative-language`, tags `likelihood-probability`.
    Misp,
    /// Intelligence Community Directive 203 (United States, 2015), analytic standards.
    Icd203,
    /// NATO's Allied Joint Doctrine for intelligence, AJP-2.1.
    Nato,
}

/// A confidence expressed on a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// The name of the scale.
    pub scale: &'static str,
    /// The term of the scale.
    pub term: String,
    /// Always true, as no person has judged.
    pub automatic: bool,
}

/// A term with its upper bound, which is exclusive.
type Term = (f32, &'static str);

/// ICD 203, section D.6.e.2.a; the terms of MISP are the same, with their numbers.
const ICD_203: [Term; 7] = [
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (f32::INFINITY, "almost certain"),
];

const NATO: [Term; 5] = [
    (0.10, "highly unlikely"),
    (0.40, "unlikely"),
    (0.60, "even chance"),
    (0.90, "likely"),
    (f32::INFINITY, "highly likely"),
];

impl Scale {
    /// The name of the scale.
    pub fn name(self) -> &'static str {
        match self {
            Self::Probability => "probability",
            Self::Misp => "MISP estimative-language",
            Self::Icd203 => "ICD 203",
            Self::Nato => "NATO",
        }
    }

    /// Expresses a confidence, from 0 to 1, on the scale.
    ///
    /// # Examples
    ///
    /// ```
    /// use themewise::output::Scale;
    ///
    /// let judgement = Scale::Icd203.judge(0.93);
    /// assert_eq!(judgement.to_string(), "very likely (ICD 203: automatic)");
    /// ```
    pub fn judge(self, confidence: f32) -> Judgement {
        let term = match self {
            Self::Probability => format!("{:.0} %", 100.0 * rounded_to_two(confidence)),
            Self::Misp => {
                let value = term(&ICD_203, confidence).replace(' ', "-");
                format!("estimative-language:likelihood-probability=\"{value}\"")
            }
            Self::Icd203 => term(&ICD_203, confidence).to_owned(),
            Self::Nato => term(&NATO, confidence).to_owned(),
        };
        Judgement { scale: self.name(), term, automatic: true }
    }
}

fn term(terms: &[Term], confidence: f32) -> &'static str {
    let found = terms.iter().find(|(end, _)| confidence < *end);
    found.map_or("", |(_, term)| term)
}

impl std::fmt::Display for Judgement {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ({}: automatic)", self.term, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_confidence_has_its_word() {
        for (confidence, icd, nato) in [
            (0.0, "almost no chance", "highly unlikely"),
            (0.05, "very unlikely", "highly unlikely"),
            (0.1, "very unlikely", "unlikely"),
            (0.2, "unlikely", "unlikely"),
            (0.5, "roughly even chance", "even chance"),
            (0.6, "likely", "likely"),
            (0.8, "very likely", "likely"),
            (0.9, "very likely", "highly likely"),
            (0.95, "almost certain", "highly likely"),
            (1.0, "almost certain", "highly likely"),
        ] {
            assert_eq!(Scale::Icd203.judge(confidence).term, icd, "{confidence}");
            assert_eq!(Scale::Nato.judge(confidence).term, nato, "{confidence}");
        }
        let misp = Scale::Misp.judge(0.5).to_string();
        let tag = "estimative-language:likelihood-probability=\"roughly-even-chance\"";
        assert_eq!(misp, format!("{tag} (MISP estimative-language: automatic)"));
        assert_eq!(Scale::Probability.judge(0.934).to_string(), "93 % (probability: automatic)");
    }
}
