//! Folders, exports of chats, tables and JSON as other programs write them.
