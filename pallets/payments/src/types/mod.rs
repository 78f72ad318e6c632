//! Types with their lifecycle rules. None knows `Config`.

pub(crate) mod adjustment;
pub(crate) mod allocation;
pub(crate) mod booking;
pub(crate) mod by_line;
pub(crate) mod draft;
pub(crate) mod entered;
pub(crate) mod line;
pub(crate) mod mismatch;
pub(crate) mod notes;
pub(crate) mod on_hand;
pub(crate) mod order;
pub(crate) mod records;
pub(crate) mod statement;
pub(crate) mod work;

pub use adjustment::{Adjustment, EnteredAdjustment, EnteredAdjustments, MAX_ADJUSTMENTS};
pub use allocation::{Allocations, DocumentParts, LaterParts, MAX_DOCUMENTS_BESIDE};
pub use by_line::ByLine;
pub use draft::{Draft, DraftState};
pub use entered::{EnteredCount, EnteredFile, MAX_ENTERED_FILES};
pub use line::{LineState, LineStates};
pub use mismatch::{Mismatch, MismatchLink, MismatchList, OpenMismatch};
pub use notes::LineNotes;
pub use order::{Order, OrderSignature, OrderSignatures};
pub use records::*;
pub use statement::{EnteredStatement, EnteredStatements, MAX_STATEMENTS};
pub use work::{Work, WorkKey};
