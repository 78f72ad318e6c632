//! What is told of a comparison: for people in yuan and words, for programs in fen.

use super::compare::{Apart, Books, Comparison, Difference, Kind, Mismatch, Payment, Row, Sum, Why};
use serde_json::{json, Map, Value as Json};
use zhidai_api::{written_out, BankOutcome, Fen, OrgId, Uetr};
use zhidai_sdk::render::yuan;

/// A comparison with what it is about.
pub(super) struct Shown<'a> {
	pub(super) bank: OrgId,
	pub(super) bank_name: String,
	/// The files, and how many rows each has.
	pub(super) files: Vec<(String, usize)>,
	pub(super) books: &'a Books,
	pub(super) compared: &'a Comparison<'a>,
}

/// A column as the field calls it.
fn chinese(column: &str) -> &'static str {
	match column {
		"amount_yuan" => "金额",
		"account_version" => "账户",
		"bank_reference" => "流水号",
		"booked_on" => "记账日",
		"value_on" => "起息日",
		"reason" => "原因",
		_ => "",
	}
}

fn place(row: Row<'_>, column: &str) -> String {
	format!("{}, line {}, {column}", written_out(row.file), row.said.line)
}

/// The file's sum less the chain's.
fn less(file: Fen, chain: Fen) -> String {
	match file.checked_sub(chain) {
		Some(Fen::ZERO) => yuan(Fen::ZERO),
		Some(more) => format!("+{}", yuan(more)),
		None => format!("-{}", yuan(chain.saturating_sub(file))),
	}
}

/// The same for programs; nothing where it does not fit.
fn less_fen(file: Fen, chain: Fen) -> Option<i64> {
	i64::try_from(i128::from(file.0) - i128::from(chain.0)).ok()
}

impl Why {
	/// For programs. Does not change.
	const fn name(&self) -> &'static str {
		match self {
			Self::OtherDay => "other day",
			Self::Unknown => "unknown",
			Self::OtherBank(_) => "other bank",
			Self::NotReleased(_) => "not released",
			Self::NotBooked => "not booked",
			Self::BookedAs(_) => "booked as another outcome",
		}
	}

	/// The column that says it.
	const fn column(&self) -> &'static str {
		match self {
			Self::OtherDay => "booked_on",
			Self::BookedAs(_) => "outcome",
			Self::Unknown | Self::OtherBank(_) | Self::NotReleased(_) | Self::NotBooked => "uetr",
		}
	}

	fn words(&self, row: Row<'_>) -> String {
		match self {
			Self::OtherDay => format!("the row is of another day (他日), {}", row.said.booked_on),
			Self::Unknown => "no payment has this key (查无此笔)".to_owned(),
			Self::OtherBank(bank) => {
				format!("the payment is of a loan of another bank, org {bank} (非本行贷款)")
			}
			Self::NotReleased(status) => {
				format!("the payment may not leave the bank (未授权): it is {}", status.chinese())
			}
			Self::NotBooked => "the payment is released, and no result of it was booked (未登记)".to_owned(),
			Self::BookedAs(booked) => {
				let booked = booked.iter().map(|(kind, day)| format!("{} on {day}", kind.chinese()));
				let booked: Vec<_> = booked.collect();
				format!("the chain booked something else (登记不同): {}", booked.join(", "))
			}
		}
	}
}

impl Apart {
	fn words(&self) -> String {
		let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { written_out(text) };
		let (file, chain) = (shown(&self.file), shown(&self.chain));
		format!("{} {file} in the file, {chain} on the chain", chinese(self.column))
	}

	fn json(&self) -> Json {
		json!({ "field": self.column, "file": self.file, "chain": self.chain })
	}
}

impl Mismatch {
	fn words(&self) -> String {
		format!("mismatch {} (入账差异: {})", self.number, self.reason.chinese())
	}

	fn kind(&self) -> Kind {
		match self.result.outcome {
			BankOutcome::Settled => Kind::Settled,
			BankOutcome::Failed { .. } => Kind::Failed,
			BankOutcome::Returned { .. } => Kind::Returned,
		}
	}

	/// On one line, with the number by which it is closed.
	fn line(&self) -> String {
		let result = &self.result;
		let what = about(self.kind(), Fen(result.amount_fen), &result.bank_reference, result.uetr, None);
		format!("  {}: {what}", self.words())
	}

	fn json(&self) -> Json {
		json!({
			"mismatch": self.number,
			"reason": self.reason,
			"uetr": self.result.uetr,
			"outcome": self.kind().name(),
			"amount_fen": self.result.amount_fen,
			"bank_reference": self.result.bank_reference,
		})
	}
}

/// A result in words.
fn about(kind: Kind, amount: Fen, reference: &str, uetr: Uetr, payment: Option<&Payment>) -> String {
	let parties = payment.map(|payment| format!(" · {} · loan 贷款 {}", payment.payee, payment.loan));
	let (amount, reference) = (yuan(amount), written_out(reference));
	format!("{} {amount}{} · 流水号 {reference} · {uetr}", kind.chinese(), parties.unwrap_or_default())
}

impl Difference<'_> {
	/// For programs. Does not change.
	const fn name(&self) -> &'static str {
		match self {
			Self::NotOnChain { .. } => "not on the chain",
			Self::Differs { .. } => "differs",
			Self::Twice { .. } => "twice in the file",
			Self::ReferenceTwice { .. } => "reference twice in the file",
			Self::NotInFile { .. } => "not in the file",
		}
	}

	/// The row that it is about, and the column that shows it.
	fn row(&self) -> Option<(Row<'_>, &'static str)> {
		match self {
			Self::NotOnChain { row, why, .. } => Some((*row, why.column())),
			Self::Differs { row, apart, .. } => {
				Some((*row, apart.first().map_or("uetr", |apart| apart.column)))
			}
			Self::Twice { row, .. } => Some((*row, "uetr")),
			Self::ReferenceTwice { row, .. } => Some((*row, "bank_reference")),
			Self::NotInFile { .. } => None,
		}
	}

	/// What is wrong, in words.
	fn words(&self) -> String {
		let also = |apart: &[Apart], waits: &Option<&Mismatch>| {
			let apart = apart.iter().map(Apart::words);
			let waits = waits.iter().map(|mismatch| format!("waits as {}", mismatch.words()));
			apart.chain(waits).collect::<Vec<_>>()
		};
		match self {
			Self::NotOnChain { row, why, apart, waits } => {
				let all: Vec<_> = std::iter::once(why.words(*row)).chain(also(apart, waits)).collect();
				format!("not on the chain 链上无: {}", all.join("; "))
			}
			Self::Differs { apart, waits, .. } => format!("不符: {}", also(apart, waits).join("; ")),
			Self::Twice { earlier, .. } => {
				format!("the same result stands in {} already (重复)", place(*earlier, "uetr"))
			}
			Self::ReferenceTwice { earlier, .. } => {
				format!("another payment has this reference in {} (流水号重复)", place(*earlier, "uetr"))
			}
			Self::NotInFile { .. } => "not in the file 文件无: the chain has it".to_owned(),
		}
	}

	/// The result in words.
	fn about(&self, books: &Books) -> String {
		match (self, self.row()) {
			(Self::NotInFile { uetr, payment, booked }, _) => {
				about(booked.kind, payment.amount, &booked.bank_reference, *uetr, Some(*payment))
			}
			(_, Some((row, _))) => {
				let (said, payment) = (row.said, books.payments.get(&row.said.uetr));
				about(row.kind(), said.amount, &said.bank_reference, said.uetr, payment)
			}
			(_, None) => String::new(),
		}
	}

	/// The difference on one line.
	fn line(&self, books: &Books) -> String {
		let place = self.row().map(|(row, column)| format!("{}: ", place(row, column)));
		format!("{}{} · {}", place.unwrap_or_default(), self.words(), self.about(books))
	}

	fn json(&self, books: &Books) -> Json {
		let row = self.row();
		let (kind, amount, uetr) = match (self, row) {
			(Self::NotInFile { uetr, payment, booked }, _) => {
				(Some(booked.kind), Some(payment.amount), Some(*uetr))
			}
			(_, Some((row, _))) => (Some(row.kind()), Some(row.said.amount), Some(row.said.uetr)),
			(_, None) => (None, None, None),
		};
		let (why, apart, waits) = match self {
			Self::NotOnChain { why, apart, waits, .. } => (Some(why.name()), apart.as_slice(), *waits),
			Self::Differs { apart, waits, .. } => (None, apart.as_slice(), *waits),
			Self::Twice { .. } | Self::ReferenceTwice { .. } | Self::NotInFile { .. } => {
				(None, &[] as &[Apart], None)
			}
		};
		json!({
			"difference": self.name(),
			"file": row.map(|(row, _)| row.file),
			"line": row.map(|(row, _)| row.said.line),
			"field": row.map(|(_, column)| column),
			"uetr": uetr,
			"outcome": kind.map(Kind::name),
			"amount_fen": amount,
			"why": why,
			"apart": apart.iter().map(Apart::json).collect::<Vec<_>>(),
			"mismatch": waits.map(|mismatch| mismatch.number),
			"message": self.line(books),
		})
	}
}

impl Shown<'_> {
	/// What keeps file and chain from agreeing; nothing where they agree.
	pub(super) fn refusal(&self) -> Option<String> {
		let first = self.compared.differences.first()?;
		let count = self.compared.differences.len();
		let all =
			if count == 1 { "one difference".to_owned() } else { format!("{count} differences, first") };
		Some(format!("the bank's file and the chain differ: {all}: {}", first.line(self.books)))
	}

	/// The mismatches of the day that are open.
	fn open(&self) -> impl Iterator<Item = &Mismatch> {
		let day = self.books.day;
		self.books.mismatches.iter().filter(move |mismatch| mismatch.result.booked_on == day)
	}

	/// For people: the sums of both sides, every difference, what waits.
	pub(super) fn text(&self) -> String {
		let mut out = vec![format!("对账 {} · {}", self.books.day, self.bank_name)];
		out.extend(self.files.iter().map(|(file, rows)| format!("{}: {rows} results", written_out(file))));
		out.push(String::new());
		out.extend(sums(&self.compared.sums));
		out.push(String::new());
		out.extend(self.compared.differences.iter().map(|difference| difference.line(self.books)));
		let (agreed, differences) = (self.compared.agreed, self.compared.differences.len());
		out.push(match differences {
			0 => format!("all agrees 全部相符: {agreed} results"),
			_ => format!("{differences} differences 不符, {agreed} results agree 相符"),
		});
		let open: Vec<_> = self.open().map(Mismatch::line).collect();
		if !open.is_empty() {
			out.push(format!("{} open mismatches of this day (待处理入账差异):", open.len()));
			out.extend(open);
		}
		out.join("\n")
	}

	/// For programs.
	pub(super) fn json(&self) -> Json {
		let side = |sum: &Sum| json!({ "count": sum.count, "sum_fen": sum.amount });
		let sums = self.compared.sums.iter().map(|(kind, file, chain)| {
			let less = less_fen(file.amount, chain.amount);
			let sums = json!({ "file": side(file), "chain": side(chain), "difference_fen": less });
			(kind.name().to_owned(), sums)
		});
		let sums: Map<String, Json> = sums.collect();
		let files = self.files.iter().map(|(file, rows)| json!({ "file": file, "results": rows }));
		let files: Vec<_> = files.collect();
		let differences = self.compared.differences.iter().map(|difference| difference.json(self.books));
		let differences: Vec<_> = differences.collect();
		json!({
			"bank": self.bank,
			"bank_name": self.bank_name,
			"day": self.books.day.to_string(),
			"files": files,
			"agrees": differences.is_empty(),
			"agreed": self.compared.agreed,
			"sums": sums,
			"differences": differences,
			"open_mismatches": self.open().map(Mismatch::json).collect::<Vec<_>>(),
		})
	}
}

/// The sums of both sides under each other, with their differences.
fn sums(sums: &[(Kind, Sum, Sum); 3]) -> Vec<String> {
	let side = |sum: &Sum| [sum.count.to_string(), yuan(sum.amount)];
	let heads = ["", "file", "", "chain", "difference"].map(str::to_owned);
	let rows = sums.iter().map(|(kind, file, chain)| {
		let ([file_count, file_sum], [chain_count, chain_sum]) = (side(file), side(chain));
		let less = less(file.amount, chain.amount);
		let words = format!("{} {}", kind.name(), kind.chinese());
		([file_count, file_sum, chain_count, chain_sum, less], words)
	});
	let head = (heads, "outcome 结果 (file 银行文件, chain 链上, difference 差额)".to_owned());
	let table: Vec<_> = std::iter::once(head).chain(rows).collect();
	let width = |column: usize| {
		table.iter().map(|(cells, _)| cells[column].chars().count()).max().unwrap_or_default()
	};
	let widths: [usize; 5] = std::array::from_fn(width);
	let line = |(cells, words): &([String; 5], String)| {
		let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}"));
		format!("{}  {words}", cells.collect::<Vec<_>>().join("  "))
	};
	table.iter().map(line).collect()
}
