//! Who holds a seat.

use zhidai_primitives::OrgId;

/// Who holds a validator seat; implemented by `authorities`, wired by the runtime.
pub trait Seats {
	/// Whether the organisation holds a seat.
	fn holds_seat(org: OrgId) -> bool;
}

impl Seats for () {
	fn holds_seat(_: OrgId) -> bool {
		false
	}
}
