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
	/// 退汇: all of it, or a part.
	Returned,
	/// 放款, under a reference of its own.
	Disbursed,
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
	/// Of a return, what came back.
	pub(super) amount: Fen,
	pub(super) bank_reference: String,
	pub(super) booked_on: Day,
	pub(super) value_on: Day,
	/// Why it failed or came back.
	pub(super) reason: Option<String>,
	/// Whether a return told of it, too: the bank's file has one row for both.
	pub(super) is_implied: bool,
}

/// A result that the chain had booked, and that has its counter-entry (冲正).
#[derive(Clone, Debug)]
pub(super) struct Corrected {
	pub(super) kind: Kind,
	pub(super) amount: Fen,
	pub(super) bank_reference: String,
	pub(super) booked_on: Day,
	pub(super) corrected_on: Day,
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
	/// What stands: each kind once at the most, but returns, which come in parts.
	pub(super) booked: Vec<Booked>,
	/// What was booked and stands no more.
	pub(super) corrected: Vec<Corrected>,
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
	/// Exactly it was booked, and corrected on this day.
	Corrected(Day),
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
	pub(super) sums: [(Kind, Sum, Sum); 4],
}

/// What a row is compared with.
#[derive(Clone, Copy)]
enum Match<'a> {
	/// A booked result of its payment, by its place among them.
	Booked(usize),
	/// Nothing more: an earlier row says the same.
	Twice(Row<'a>),
	/// The chain has had it, and has it no more since this day.
	Corrected(Day),
	Nothing,
}

impl Kind {
	pub(super) const ALL: [Self; 4] = [Self::Settled, Self::Failed, Self::Returned, Self::Disbursed];

	/// As the file writes it.
	pub(super) const fn name(self) -> &'static str {
		match self {
			Self::Settled => "settled",
			Self::Failed => "failed",
			Self::Returned => "returned",
			Self::Disbursed => "disbursed",
		}
	}

	pub(super) const fn chinese(self) -> &'static str {
		match self {
			Self::Settled => "入账",
			Self::Failed => "未入账",
			Self::Returned => "退汇",
			Self::Disbursed => "放款",
		}
	}
}

impl Row<'_> {
	pub(super) fn kind(&self) -> Kind {
		match self.said.outcome {
			Outcome::Settled => Kind::Settled,
			Outcome::Failed(_) => Kind::Failed,
			Outcome::Returned(_) => Kind::Returned,
			Outcome::Disbursed => Kind::Disbursed,
		}
	}

	fn reason(&self) -> Option<&str> {
		match &self.said.outcome {
			Outcome::Settled | Outcome::Disbursed => None,
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
	/// In what the row differs from the payment itself, of which this amount is meant.
	fn apart(&self, row: &SettlementRow, amount: Fen) -> Vec<Apart> {
		let mut apart = Vec::new();
		if row.amount != amount {
			apart.push(Apart::new("amount_yuan", yuan(row.amount), yuan(amount)));
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
	fn is_disbursement(&self) -> bool {
		self.kind == Kind::Disbursed
	}

	/// Whether a payment can have several of the kind.
	fn is_part(&self) -> bool {
		self.kind == Kind::Returned
	}

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
	fn why(&self, row: Row<'_>) -> (Why, Vec<Apart>) {
		let (said, kind) = (row.said, row.kind());
		if said.booked_on != self.day {
			return (Why::OtherDay, Vec::new());
		}
		let Some(payment) = self.payments.get(&said.uetr) else {
			let why = self.others.get(&said.uetr).copied().map_or(Why::Unknown, Why::OtherBank);
			return (why, Vec::new());
		};
		// That it was disbursed says nothing of whether it was paid.
		let others =
			payment.booked.iter().filter(|other| kind == Kind::Disbursed || !other.is_disbursement());
		let others: Vec<_> = others.map(|other| (other.kind, other.booked_on)).collect();
		let why = match payment.status {
			PaymentStatus::Pending | PaymentStatus::Cancelled => Why::NotReleased(payment.status),
			_ if others.is_empty() => Why::NotBooked,
			_ => Why::BookedAs(others),
		};
		// A payment comes back in parts, which are not more than it is.
		let is_part = kind == Kind::Returned && said.amount < payment.amount;
		(why, payment.apart(said, if is_part { said.amount } else { payment.amount }))
	}

	/// With what each row is compared: first with what has its reference, then with what is left. What is booked is
	/// booked on the day, or is to be booked on it by the row.
	fn matches<'a>(&self, rows: &[Row<'a>]) -> Vec<Match<'a>> {
		let mut seen: BTreeMap<(Uetr, Kind, &str), Row<'a>> = BTreeMap::new();
		let mut taken: BTreeSet<(Uetr, usize)> = BTreeSet::new();
		let mut matches: Vec<Match<'a>> = Vec::with_capacity(rows.len());
		for row in rows.iter().copied() {
			let (uetr, kind, reference) = (row.said.uetr, row.kind(), row.said.bank_reference.as_str());
			// Only what comes in parts is told apart by its reference.
			let part = if kind == Kind::Returned { reference } else { "" };
			matches.push(match (self.corrected(row), seen.get(&(uetr, kind, part)).copied()) {
				(Some(on), _) => Match::Corrected(on),
				(None, Some(earlier)) => Match::Twice(earlier),
				(None, None) => {
					seen.insert((uetr, kind, part), row);
					let same = |booked: &Booked| booked.bank_reference == reference;
					self.take(row, &mut taken, same).map_or(Match::Nothing, Match::Booked)
				}
			});
		}
		for (row, found) in rows.iter().zip(&mut matches) {
			if matches!(found, Match::Nothing) {
				// Of several parts another day tells of another part.
				let same = |booked: &Booked| !booked.is_part() || booked.booked_on == row.said.booked_on;
				*found = self.take(*row, &mut taken, same).map_or(Match::Nothing, Match::Booked);
			}
		}
		matches
	}

	/// The place of a booked result that the row can mean and that no other row has.
	fn take(
		&self,
		row: Row<'_>,
		taken: &mut BTreeSet<(Uetr, usize)>,
		fits: impl Fn(&Booked) -> bool,
	) -> Option<usize> {
		let (uetr, kind, day) = (row.said.uetr, row.kind(), self.day);
		let payment = self.payments.get(&uetr)?;
		let is_of_day = |booked: &Booked| row.said.booked_on == day || booked.booked_on == day;
		let (place, _) = payment.booked.iter().enumerate().find(|(place, booked)| {
			booked.kind == kind && is_of_day(booked) && fits(booked) && !taken.contains(&(uetr, *place))
		})?;
		taken.insert((uetr, place));
		Some(place)
	}

	/// When exactly this was corrected.
	fn corrected(&self, row: Row<'_>) -> Option<Day> {
		let (said, kind) = (row.said, row.kind());
		let is_this = |other: &&Corrected| {
			other.kind == kind
				&& other.amount == said.amount
				&& other.bank_reference == said.bank_reference
				&& other.booked_on == said.booked_on
		};
		let corrected = self.payments.get(&said.uetr)?.corrected.iter().find(is_this);
		corrected.filter(|_| said.booked_on == self.day).map(|other| other.corrected_on)
	}

	/// The open mismatch that is exactly this row.
	fn waiting(&self, row: &SettlementRow) -> Option<&Mismatch> {
		let said = result(row.clone());
		self.mismatches.iter().find(|mismatch| mismatch.result == said)
	}

	/// The results of the day, each by its payment and its place among that one's.
	fn of_day(&self) -> impl Iterator<Item = ((Uetr, usize), &Payment, &Booked)> {
		let day = self.day;
		let all = self.payments.iter().flat_map(|(uetr, payment)| {
			let booked = payment.booked.iter().enumerate();
			booked.map(move |(place, booked)| ((*uetr, place), payment, booked))
		});
		all.filter(move |(.., booked)| booked.booked_on == day)
	}

	/// In what a row differs from the chain; nothing where it does not.
	fn judge<'a>(&'a self, row: Row<'a>, found: Match<'a>) -> Option<Difference<'a>> {
		let waits = self.waiting(row.said);
		let not_on_chain = |(why, apart)| Some(Difference::NotOnChain { row, why, apart, waits });
		let place = match found {
			Match::Twice(earlier) => return Some(Difference::Twice { row, earlier }),
			Match::Corrected(on) => return not_on_chain((Why::Corrected(on), Vec::new())),
			Match::Nothing => return not_on_chain(self.why(row)),
			Match::Booked(place) => place,
		};
		let payment = self.payments.get(&row.said.uetr)?;
		let booked = payment.booked.get(place)?;
		let mut apart = payment.apart(row.said, booked.amount);
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
	let mut named: BTreeSet<(Uetr, usize)> = BTreeSet::new();
	let mut references: BTreeMap<(Kind, &str), Row<'a>> = BTreeMap::new();
	for (row, found) in rows.iter().copied().zip(books.matches(rows)) {
		let kind = row.kind();
		compared.file_sum(kind).add(row.said.amount)?;
		let mut differences: Vec<_> = books.judge(row, found).into_iter().collect();
		if !matches!(found, Match::Twice(_)) {
			let earlier = *references.entry((kind, row.said.bank_reference.as_str())).or_insert(row);
			if earlier.said.uetr != row.said.uetr {
				differences.push(Difference::ReferenceTwice { row, earlier });
			}
		}
		if let Match::Booked(place) = found {
			named.insert((row.said.uetr, place));
		}
		compared.agreed += usize::from(differences.is_empty());
		compared.differences.extend(differences);
	}
	for (place, payment, booked) in books.of_day() {
		let is_named = named.contains(&place);
		if booked.is_implied && !is_named {
			continue;
		}
		compared.chain_sum(booked.kind).add(booked.amount)?;
		if !is_named {
			compared.differences.push(Difference::NotInFile { uetr: place.0, payment, booked });
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
			Kind::Disbursed => &mut self.sums[3],
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
