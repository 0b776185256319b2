//! Targets that may be uncertain, or unknown.

/// How far a paragraph has a theme: a target of training.
pub trait SoftTarget: Copy + Sync {
    /// From 0, not at all, to 1; 0 if unknown.
    fn share(self) -> f64;

    /// Whether it is known; if not, the paragraph has no part in learning the theme.
    fn is_known(self) -> bool {
        true
    }
}

impl SoftTarget for bool {
    fn share(self) -> f64 {
        f64::from(u8::from(self))
    }
}

impl SoftTarget for f32 {
    fn share(self) -> f64 {
        self.into()
    }
}

/// `None` is unknown: neither yes nor no.
impl<S: SoftTarget> SoftTarget for Option<S> {
    fn share(self) -> f64 {
        self.map_or(0.0, SoftTarget::share)
    }

    fn is_known(self) -> bool {
        self.is_some()
    }
}
