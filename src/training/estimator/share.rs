//! Labels that may be shares, or unknown.

/// How far a paragraph has a theme.
pub trait Share: Copy + Sync {
    /// From 0, not at all, to 1; 0 where nobody knows.
    fn share(self) -> f64;

    /// Whether anybody knows: if not, the paragraph has no part in learning the theme.
    fn is_known(self) -> bool {
        true
    }
}

impl Share for bool {
    fn share(self) -> f64 {
        f64::from(u8::from(self))
    }
}

impl Share for f32 {
    fn share(self) -> f64 {
        self.into()
    }
}

/// `None` is unknown, which is neither yes nor no.
impl<S: Share> Share for Option<S> {
    fn share(self) -> f64 {
        self.map_or(0.0, Share::share)
    }

    fn is_known(self) -> bool {
        self.is_some()
    }
}
