//! JSON as other programs write it.
