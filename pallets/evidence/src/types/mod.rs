//! What is kept. Knows no `Config`.

mod content;
mod judgement;
mod record;
mod seller;
mod verdict;

pub use content::{evidence_digest, Content};
pub use judgement::judge;
pub use record::{EvidenceRecord, EvidenceState, Filings, InPurchase, Status};
pub use seller::SellerPapers;
pub(crate) use verdict::opposite;
pub use verdict::{Retraction, RetractionReason, Statement, VerdictEnd, VerdictRecord};

use frame::deps::frame_support::{traits::ConstU32, BoundedVec};
use zhidai_primitives::traits::{ClaimKey, MAX_CLAIM_KEYS};
use zhidai_primitives::{AlertTag, MAX_ALERT_TAGS};

/// The most fingerprints that a verdict carries.
pub const MAX_FINGERPRINTS: u32 = MAX_CLAIM_KEYS;
/// The most revisions that one piece of evidence can have; after that it must be filed anew.
pub const MAX_REVISIONS: u16 = 16;
/// The most evidence of one filer that can wait for verdicts on one loan: a document for every line of the
/// longest drawdown.
pub const MAX_OPEN_PER_LOAN: u32 = zhidai_primitives::MAX_LINES;
/// The most evidence of one filer that can wait for verdicts at one regulator, over all loans.
pub const MAX_OPEN_PER_FILER: u32 = 2_000;
/// The most papers that can belong to one document.
pub const MAX_PAPERS: u16 = 1_000;
/// The most evidence that one organisation can file for one loan on one day, withdrawn or not: the documents of the
/// longest drawdown, and all of them once more.
pub const MAX_FILED_PER_DAY: u32 = zhidai_primitives::MAX_LINES * 2;

/// A keyed fingerprint (指纹) over canonical fields of a document, or a combination of them. Opaque here:
/// whoever does not hold the consortium's key can neither compute nor guess one.
pub type Fingerprint = ClaimKey;

/// The fingerprints of one document.
pub type FingerprintSet = BoundedVec<Fingerprint, ConstU32<MAX_FINGERPRINTS>>;

/// The tags under which one document meets others that look like it, as a side computed them. They refuse
/// nothing.
pub type AlertTagSet = BoundedVec<AlertTag, ConstU32<MAX_ALERT_TAGS>>;
