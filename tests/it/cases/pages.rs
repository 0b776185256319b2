//! Pages of the web whose article is hard to find.
