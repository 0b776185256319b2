//! Confidences as integers, and the scale of STIX for them.

/// A confidence in percent, from 0 to 100. One below 1 is at most 99.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is from 0 to 100, and what is not a number becomes 0"
)]
pub(super) fn percent(confidence: f32) -> u8 {
    let most = if confidence < 1.0 { 99.0 } else { 100.0 };
    (100.0 * confidence).round().clamp(0.0, most) as u8
}

/// The term of the DNI Scale (STIX 2.1, Appendix A) for a confidence in percent.
///
/// Of the scales in STIX, this one expresses likelihood. Its bounds differ slightly from those of
/// ICD 203.
pub(super) fn dni_scale(percent: u8) -> &'static str {
    match percent {
        0..=9 => "Almost No Chance / Remote",
        10..=19 => "Very Unlikely / Highly Improbable",
        20..=39 => "Unlikely / Improbable",
        40..=59 => "Roughly Even Chance / Roughly Even Odds",
        60..=79 => "Likely / Probable",
        80..=89 => "Very Likely / Highly Probable",
        90.. => "Almost Certain / Nearly Certain",
    }
}
