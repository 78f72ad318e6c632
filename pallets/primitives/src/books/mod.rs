//! The arithmetic of a loan's books, which knows neither storage nor `Config`: the ledger, the spending plan, how a
//! drawdown is divided over it. Pallet `loans` keeps its books with it, and so does the loan book that the tests of its
//! neighbours use.

pub mod ledger;
pub mod plan;
pub mod split;

pub use ledger::{Ledger, LedgerRefusal};
pub use plan::{PlanRefusal, PlanUse, UseRefusal};
pub use split::SplitRefusal;
