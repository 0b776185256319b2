//! Label files as annotation tools and spreadsheets save them.
