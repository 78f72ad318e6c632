//! Orders: what every step at once does.

use super::*;
use zhidai_primitives::signed::OrderStep;

impl Model {
	/// Everybody has signed; `one_man`: one person for maker and release.
	pub(super) fn execute(&mut self, one_man: bool, lines: &[(u8, u16, u64)]) -> (bool, bool) {
		let paid: Vec<_> =
			lines.iter().map(|(key, plan_line, amount)| line(*key, *plan_line, *amount)).collect();
		let order = order(paid.try_into().unwrap());
		let mut signatures = all_signed(&order);
		if one_man {
			signatures.make = step_signed(OrderStep::Make, &order, BANK_ALL);
			signatures.release = step_signed(OrderStep::Release, &order, BANK_ALL);
		}
		let last = order.expires_on.0;
		let done = Payments::execute(origin(CHECKER), order, signatures).is_ok();
		let allowed = !self.held && !one_man && self.fits(lines);
		if allowed {
			let keys = lines.iter().map(|(key, plan_line, amount)| (*key, *plan_line, *amount, None));
			self.add(keys.collect(), Some(MAKER), last);
			let draft = self.drafts.len() - 1;
			let signed = Signed {
				mandate: self.signature(BORROWER),
				maker: self.signature(MAKER),
				approved: self.signature(CHECKER),
			};
			self.drafts[draft].signed = signed;
			let all = self.following(draft);
			self.release(draft, &all);
		}
		(done, allowed)
	}
}
