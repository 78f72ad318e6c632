//! The comparison itself: the rows of a bank's file of a day, and what the chain booked on it. It asks no node.

use super::super::settlement::result;
use std::collections::{BTreeMap, BTreeSet};
use zhidai_api::{AccountVersion, BankResult, Day, Fen, LoanId, MismatchReason, OrgId, PaymentStatus, Uetr};
use zhidai_sdk::files::{Outcome, SettlementRow};
use zhidai_sdk::render::yuan;

/// What became of a payment at its bank, without the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
	/// 入账.
	Settled,
	/// 未入账.
	Failed,
	/// 退汇.
	Returned,
}

/// A row of the bank's file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
	pub(super) file: &'a str,
	pub(super) said: &'a SettlementRow,
}

/// A result that the chain has booked.
#[derive(Clone, Debug)]
pub(super) struct Booked {
	pub(super) kind: Kind,
	pub(super) bank_reference: String,
	pub(super) booked_on: Day,
	pub(super) value_on: Day,
	/// Why it failed or came back.
	pub(super) reason: Option<String>,
	/// Whether a return told of it, too: the bank's file has one row for both.
	pub(super) is_implied: bool,
}

/// A payment of the bank's loans.
#[derive(Clone, Debug)]
pub(super) struct Payment {
	pub(super) loan: LoanId,
	/// Who is paid.
	pub(super) payee: String,
	pub(super) amount: Fen,
	pub(super) account: AccountVersion,
	pub(super) status: PaymentStatus,
	/// Each kind once at the most.
	pub(super) booked: Vec<Booked>,
}

/// A result that waits on the chain, and why it was not booked.
#[derive(Clone, Debug)]
pub(super) struct Mismatch {
	pub(super) number: u32,
	pub(super) reason: MismatchReason,
	pub(super) result: BankResult,
}

/// What the chain has of a bank and a day.
#[derive(Debug)]
pub(super) struct Books {
	pub(super) day: Day,
	/// Those with a result of the day, and those that the file names.
	pub(super) payments: BTreeMap<Uetr, Payment>,
	/// Payments that the file names and that are of another bank's loans, with that bank.
	pub(super) others: BTreeMap<Uetr, OrgId>,
	/// The bank's open mismatches, of whatever day.
	pub(super) mismatches: Vec<Mismatch>,
}

/// Why the chain has not what a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
	/// The row is of another day than the file is compared for.
	OtherDay,
	/// No payment has the key.
	Unknown,
	/// The payment is of a loan of this bank.
	OtherBank(OrgId),
	/// It may not leave the bank.
	NotReleased(PaymentStatus),
	/// It was released, and nothing of it is booked.
	NotBooked,
	/// Something else was booked of it.
	BookedAs(Vec<(Kind, Day)>),
}

/// A column in which row and chain differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Apart {
	pub(super) column: &'static str,
	pub(super) file: String,
	pub(super) chain: String,
}

/// One difference.
#[derive(Clone, Debug)]
pub(super) enum Difference<'a> {
	/// The file has it, the chain has not.
	NotOnChain { row: Row<'a>, why: Why, apart: Vec<Apart>, waits: Option<&'a Mismatch> },
	/// Both have it, and not the same.
	Differs { row: Row<'a>, apart: Vec<Apart>, waits: Option<&'a Mismatch> },
	/// The file has the same kind of result of the same payment twice.
	Twice { row: Row<'a>, earlier: Row<'a> },
	/// The file has one reference for results of two payments.
	ReferenceTwice { row: Row<'a>, earlier: Row<'a> },
	/// The chain has it, the file has not.
	NotInFile { uetr: Uetr, payment: &'a Payment, booked: &'a Booked },
}

/// How many results there are, and their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
	pub(super) count: usize,
	pub(super) amount: Fen,
}

/// What came of the comparison.
#[derive(Debug)]
pub(super) struct Comparison<'a> {
	/// How many results are the same on both sides.
	pub(super) agreed: usize,
	/// Those of the file in its order, then those that only the chain has.
	pub(super) differences: Vec<Difference<'a>>,
	/// By outcome: the file's, and the chain's of the day.
	pub(super) sums: [(Kind, Sum, Sum); 3],
}

impl Kind {
	pub(super) const ALL: [Self; 3] = [Self::Settled, Self::Failed, Self::Returned];

	/// As the file writes it.
	pub(super) const fn name(self) -> &'static str {
		match self {
			Self::Settled => "settled",
			Self::Failed => "failed",
			Self::Returned => "returned",
		}
	}

	pub(super) const fn chinese(self) -> &'static str {
		match self {
			Self::Settled => "入账",
			Self::Failed => "未入账",
			Self::Returned => "退汇",
		}
	}
}

impl Row<'_> {
	pub(super) fn kind(&self) -> Kind {
		match self.said.outcome {
			Outcome::Settled => Kind::Settled,
			Outcome::Failed(_) => Kind::Failed,
			Outcome::Returned(_) => Kind::Returned,
		}
	}

	fn reason(&self) -> Option<&str> {
		match &self.said.outcome {
			Outcome::Settled => None,
			Outcome::Failed(reason) | Outcome::Returned(reason) => Some(reason),
		}
	}
}

impl Sum {
	/// One more; nothing where the sum does not fit.
	fn add(&mut self, amount: Fen) -> Option<()> {
		self.amount = self.amount.checked_add(amount)?;
		self.count += 1;
		Some(())
	}
}

impl Payment {
	/// What the chain booked of it of this kind.
	fn booked_as(&self, kind: Kind) -> Option<&Booked> {
		self.booked.iter().find(|booked| booked.kind == kind)
	}

	/// In what the row differs from the payment itself.
	fn apart(&self, row: &SettlementRow) -> Vec<Apart> {
		let mut apart = Vec::new();
		if row.amount != self.amount {
			apart.push(Apart::new("amount_yuan", yuan(row.amount), yuan(self.amount)));
		}
		if let Some(account) = row.account.filter(|account| *account != self.account) {
			apart.push(Apart::new("account_version", account.to_string(), self.account.to_string()));
		}
		apart
	}
}

impl Apart {
	fn new(column: &'static str, file: String, chain: String) -> Self {
		Self { column, file, chain }
	}
}

impl Booked {
	/// In what the row differs from how it was booked.
	fn apart(&self, row: Row<'_>) -> Vec<Apart> {
		let (said, own_reason) = (row.said, self.reason.as_deref());
		let mut apart = Vec::new();
		if said.bank_reference != self.bank_reference {
			apart.push(Apart::new(
				"bank_reference",
				said.bank_reference.clone(),
				self.bank_reference.clone(),
			));
		}
		for (column, file, chain) in
			[("booked_on", said.booked_on, self.booked_on), ("value_on", said.value_on, self.value_on)]
		{
			if file != chain {
				apart.push(Apart::new(column, file.to_string(), chain.to_string()));
			}
		}
		if row.reason() != own_reason {
			let text = |reason: Option<&str>| reason.unwrap_or_default().to_owned();
			apart.push(Apart::new("reason", text(row.reason()), text(own_reason)));
		}
		apart
	}
}

impl Books {
	/// Why the chain has not what the row says, and in what the row differs from its payment.
	fn why(&self, row: &SettlementRow) -> (Why, Vec<Apart>) {
		if row.booked_on != self.day {
			return (Why::OtherDay, Vec::new());
		}
		let Some(payment) = self.payments.get(&row.uetr) else {
			return (self.others.get(&row.uetr).copied().map_or(Why::Unknown, Why::OtherBank), Vec::new());
		};
		let why = match payment.status {
			PaymentStatus::Pending | PaymentStatus::Cancelled => Why::NotReleased(payment.status),
			_ if payment.booked.is_empty() => Why::NotBooked,
			_ => Why::BookedAs(payment.booked.iter().map(|booked| (booked.kind, booked.booked_on)).collect()),
		};
		(why, payment.apart(row))
	}

	/// What is compared with the row: booked on the day, or to be booked on it by the row.
	fn counterpart(&self, row: Row<'_>) -> Option<(&Payment, &Booked)> {
		let payment = self.payments.get(&row.said.uetr)?;
		let booked = payment.booked_as(row.kind())?;
		let is_of_day = row.said.booked_on == self.day || booked.booked_on == self.day;
		is_of_day.then_some((payment, booked))
	}

	/// The open mismatch that is exactly this row.
	fn waiting(&self, row: &SettlementRow) -> Option<&Mismatch> {
		let said = result(row.clone());
		self.mismatches.iter().find(|mismatch| mismatch.result == said)
	}

	/// The results of the day.
	fn of_day(&self) -> impl Iterator<Item = (Uetr, &Payment, &Booked)> {
		let day = self.day;
		let all = self
			.payments
			.iter()
			.flat_map(|(uetr, payment)| payment.booked.iter().map(move |booked| (*uetr, payment, booked)));
		all.filter(move |(.., booked)| booked.booked_on == day)
	}

	/// In what a row differs from the chain; nothing where it does not.
	fn judge<'a>(&'a self, row: Row<'a>) -> Option<Difference<'a>> {
		let waits = self.waiting(row.said);
		let Some((payment, booked)) = self.counterpart(row) else {
			let (why, apart) = self.why(row.said);
			return Some(Difference::NotOnChain { row, why, apart, waits });
		};
		let mut apart = payment.apart(row.said);
		apart.extend(booked.apart(row));
		(!apart.is_empty()).then_some(Difference::Differs { row, apart, waits })
	}
}

/// Compares both ways. Nothing where a sum does not fit.
pub(super) fn compare<'a>(rows: &[Row<'a>], books: &'a Books) -> Option<Comparison<'a>> {
	let mut compared = Comparison {
		agreed: 0,
		differences: Vec::new(),
		sums: Kind::ALL.map(|kind| (kind, Sum::default(), Sum::default())),
	};
	let mut seen: BTreeMap<(Uetr, Kind), Row<'a>> = BTreeMap::new();
	let mut references: BTreeMap<(Kind, &str), Row<'a>> = BTreeMap::new();
	for row in rows.iter().copied() {
		let kind = row.kind();
		compared.file_sum(kind).add(row.said.amount)?;
		if let Some(earlier) = seen.get(&(row.said.uetr, kind)).copied() {
			compared.differences.push(Difference::Twice { row, earlier });
			continue;
		}
		seen.insert((row.said.uetr, kind), row);
		let earlier = *references.entry((kind, row.said.bank_reference.as_str())).or_insert(row);
		let mut found: Vec<_> = books.judge(row).into_iter().collect();
		if earlier.said.uetr != row.said.uetr {
			found.push(Difference::ReferenceTwice { row, earlier });
		}
		compared.agreed += usize::from(found.is_empty());
		compared.differences.extend(found);
	}
	let named: BTreeSet<(Uetr, Kind)> = seen.into_keys().collect();
	for (uetr, payment, booked) in books.of_day() {
		let is_named = named.contains(&(uetr, booked.kind));
		if booked.is_implied && !is_named {
			continue;
		}
		compared.chain_sum(booked.kind).add(payment.amount)?;
		if !is_named {
			compared.differences.push(Difference::NotInFile { uetr, payment, booked });
		}
	}
	Some(compared)
}

impl Comparison<'_> {
	fn sums_of(&mut self, kind: Kind) -> &mut (Kind, Sum, Sum) {
		match kind {
			Kind::Settled => &mut self.sums[0],
			Kind::Failed => &mut self.sums[1],
			Kind::Returned => &mut self.sums[2],
		}
	}

	fn file_sum(&mut self, kind: Kind) -> &mut Sum {
		&mut self.sums_of(kind).1
	}

	fn chain_sum(&mut self, kind: Kind) -> &mut Sum {
		&mut self.sums_of(kind).2
	}
}

#[cfg(test)]
mod tests;
