//! Targets that may be uncertain, or unknown.

/// A target of training: whether a paragraph has a theme, or to what degree.
pub trait SoftTarget: Copy + Sync {
    /// The target from 0 to 1; 0 if it is unknown.
    fn share(self) -> f64;

    /// Whether it is known; if not, the paragraph is ignored for the theme.
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

/// `None` is unknown.
impl<S: SoftTarget> SoftTarget for Option<S> {
    fn share(self) -> f64 {
        self.map_or(0.0, SoftTarget::share)
    }

    fn is_known(self) -> bool {
        self.is_some()
    }
}
