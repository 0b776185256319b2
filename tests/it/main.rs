//! The program and the library as their users meet them.

mod classify;
mod explain;
mod failures;
mod formats;
mod model_file;
mod properties;
mod real_news;
mod shipped_model;
mod support;
mod train;
