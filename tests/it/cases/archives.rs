//! Web archives, answers of servers, feeds, and files that were made to do harm.
