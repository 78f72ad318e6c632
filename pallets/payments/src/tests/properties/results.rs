//! What the bank's files say, and where what came back leads.

use super::*;

impl Model {
	pub(super) fn settle(&mut self, results: &[(u8, u8)]) -> (bool, bool) {
		let at = [
			Status::Released,
			Status::Disbursed,
			Status::Settled,
			Status::Disputed,
			Status::Examined,
			Status::Received,
		];
		let mut results: Vec<_> =
			results.iter().map(|(number, kind)| (self.target(*number, &at), *kind)).collect();
		self.files += 1;
		let mut digest = [0; 32];
		digest[..4].copy_from_slice(&self.files.to_le_bytes());
		let outcome = |kind| match kind {
			0 => failed(),
			1 => returned(),
			6 => Outcome::Disbursed,
			_ => Outcome::Settled,
		};
		let row = |number, kind| {
			let result = result(number, outcome(kind));
			crate::SettlementResult { amount_fen: result.amount_fen + u64::from(kind == 5), ..result }
		};
		let file: Vec<_> = results.iter().map(|(number, kind)| row(*number, *kind)).collect();
		let done = settle(Digest::from(digest), file).is_ok();
		// Of one payment the disbursement goes before the booking, that before the failure, and the return is the last.
		results.sort_by_key(|(_, kind)| match kind {
			6 => 0,
			0 => 2,
			1 => 3,
			_ => 1,
		});
		for (number, kind) in &results {
			let Some(payment) = self.payments.get_mut(number) else { continue };
			payment.status = match (payment.status, kind) {
				// Another amount is queued.
				(status, 5) => status,
				(Status::Released, 6) => Status::Disbursed,
				(Status::Disbursed, 6) => Status::Disbursed,
				(Status::Disbursed, 0) => Status::Returned,
				(Status::Released, 0) => Status::Failed,
				(
					Status::Released
					| Status::Disbursed
					| Status::Settled
					| Status::Disputed
					| Status::Examined
					| Status::Received,
					1,
				) => Status::Returned,
				(Status::Released | Status::Disbursed, 2..=4) => Status::Settled,
				(status, _) => status,
			};
		}
		(done, true)
	}

	/// All that is on hand of a payment leads somewhere. Nothing is ever repaid here, so that nothing is credited.
	pub(super) fn dispose(&mut self, number: u8, kind: DisposalKind) -> (bool, bool) {
		let number = self.target(number, &[Status::Returned]);
		let amount_fen = self.payments.get(&number).map_or(1, |payment| payment.amount);
		let done = [MAKER, CHECKER].into_iter().all(|who| dispose(who, number, kind, amount_fen).is_ok());
		let open = |payment: &&mut Payment| payment.status == Status::Returned && !payment.taken;
		let status = match kind {
			DisposalKind::Prepay => Status::Prepaid,
			DisposalKind::Reverse => Status::Reversed,
			DisposalKind::Credit => return (done, false),
		};
		let Some(payment) = self.payments.get_mut(&number).filter(open) else { return (done, false) };
		payment.status = status;
		(done, true)
	}
}
