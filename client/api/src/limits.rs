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
/// The longest bank's own reference of a booking: ISO 20022 `Max35Text`, in printable ASCII.
pub const MAX_BANK_REFERENCE: u32 = 35;
/// The most entries that one page of a list has, whatever is asked for.
pub const MAX_PAGE: u32 = 1_000;
/// For how many days after its own an act waits for a second person, and an entry of reference data for another
/// organisation.
pub const ACT_LIFE_DAYS: u32 = 30;
/// The most officers that can be named when an organisation is admitted; its admins add the others.
pub const MAX_FIRST_OFFICERS: u32 = 8;
/// The most payments that a payee confirms at once.
pub const MAX_RECEIPTS: u32 = 100;
/// How often each, the payee and the bank in its place, can take back the confirmed receipt of one payment: a mistake,
/// and room for more.
pub const MAX_TAKEN_BACK: u32 = 4;
/// The most keys that one document is claimed under: its fingerprints.
pub const MAX_CLAIM_KEYS: u32 = 4;
/// The most holidays of a year that can be listed. The national notice lists some thirty.
pub const MAX_HOLIDAYS: u32 = 64;
/// The most make-up days (调休) of a year that can be listed. The national notice lists some six.
pub const MAX_MAKE_UP_DAYS: u32 = 32;
/// The most mismatches of a bank that can be open at the same time: two files of which nothing fits.
pub const MAX_MISMATCHES: u32 = 1_000;
/// The most allocations that one drawdown carries.
pub const MAX_ALLOCATIONS: u32 = 100;
/// The most documents that a payment can rest on beside the one that its line names.
pub const MAX_DOCUMENTS_BESIDE: u32 = 4;
/// The most loans that one transfer passes from a bank to another one.
pub const MAX_TRANSFERRED: u32 = 16;
