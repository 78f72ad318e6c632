//! How much of what: one table for the chain's types, the clients, and the check of a file before anything is sent.

/// The longest drawdown: payments under one digest, results in one settlement file.
pub const MAX_LINES: u32 = 500;
/// The most lines a spending plan can have.
pub const MAX_PLAN_LINES: u32 = 100;
/// The most drafts of one loan that can be open at the same time.
pub const MAX_OPEN_DRAFTS: u32 = 64;
/// The longest name of an organisation, a programme or a credential, in bytes of UTF-8: 32 Chinese characters.
pub const MAX_NAME_BYTES: u32 = 96;
/// The longest reason or reference, in bytes of UTF-8: 53 Chinese characters.
pub const MAX_SHORT_TEXT_BYTES: u32 = 160;
/// The most entries that one page of a list has, whatever is asked for.
pub const MAX_PAGE: u32 = 1_000;
