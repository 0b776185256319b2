//! Integration tests of the program and the library.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod architecture;
mod articles;
mod bench;
mod calibrate;
mod cases;
mod classify;
mod defaults;
mod docs;
mod evaluate;
mod exchange;
mod explain;
mod failures;
mod formats;
mod hostile;
mod interruption;
mod label_formats;
mod label_round_trips;
mod label_tools;
mod languages;
mod left_out;
mod model_file;
mod names;
mod novelty;
mod owned;
mod pages;
mod paragraph_embeddings;
mod partial_labels;
mod pipelines;
mod program;
mod properties;
mod python;
mod readers;
mod real_news;
mod records;
mod resume;
mod scripts;
mod shipped_model;
mod stem_vectors;
mod stems;
mod support;
mod threads;
mod train;
