//! Addresses, broken lines, ids and texts that are no news.
