//! What others see of these types.

pub use super::adjustment::{Adjustment, EnteredAdjustment, MAX_ADJUSTMENTS};
pub use super::allocation::{Allocations, DocumentParts, LaterParts, MAX_DOCUMENTS_BESIDE};
pub use super::by_line::ByLine;
pub use super::draft::{Draft, DraftState};
pub use super::entered::{EnteredCount, EnteredFile, MAX_ENTERED_FILES};
pub use super::line::{LineState, LineStates};
pub use super::mismatch::{Mismatch, MismatchLink, MismatchList, OpenMismatch};
pub use super::notes::LineNotes;
pub use super::order::{Order, OrderSignature, OrderSignatures};
pub use super::records::*;
pub use super::statement::{EnteredStatement, MAX_STATEMENTS};
pub use super::work::{Work, WorkKey};
