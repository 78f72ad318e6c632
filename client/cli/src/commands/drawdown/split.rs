//! A drawdown that the contract divides.

use super::{broken, ensure_unbroken, next, sum_of};
use crate::context::Context;
use clap::Args;
use serde_json::{json, Value as Json};
use zhidai_api::{
	AccountVersion, BasisPoints, Day, DraftLine, EvidenceId, Fen, LoanId, PlanAmounts, PlanLineNo,
	PlanShares, Rule, Uetr, Violation,
};
use zhidai_sdk::calls::payments;
use zhidai_sdk::{Error, Result};

/// What is divided, how, and over which lines.
#[derive(Args)]
pub(crate) struct Split {
	/// The loan
	#[arg(long)]
	loan: u32,
	/// How much, in yuan: divided by what is left of each line, or by the shares
	#[arg(
		long,
		value_name = "YUAN",
		required_unless_present = "line_amounts",
		conflicts_with = "line_amounts"
	)]
	amount: Option<Fen>,
	/// The key of the whole: the payments' keys are derived from it
	#[arg(long)]
	uetr: Uetr,
	/// A plan line, PLAN_LINE:ACCOUNT_VERSION or PLAN_LINE:ACCOUNT_VERSION:EVIDENCE; several in the plan's order.
	/// Where neither amounts nor shares are given, every line that has something left
	#[arg(long = "line", required = true, value_parser = named_line)]
	lines: Vec<NamedLine>,
	/// What a line gets, in yuan; once for each --line, in their order
	#[arg(long = "line-amount", value_name = "YUAN", conflicts_with = "shares")]
	line_amounts: Vec<Fen>,
	/// A line's share of the amount, in basis points (10,000 are the whole); once for each --line, in their order
	#[arg(long = "share-bp", value_name = "BASIS_POINTS", requires = "amount")]
	shares: Vec<u32>,
	/// The draft's last day
	#[arg(long, value_name = "DATE")]
	expires_on: Day,
}

/// A plan line, with the account and the evidence of the payment on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct NamedLine {
	plan_line: PlanLineNo,
	account: AccountVersion,
	evidence: Option<EvidenceId>,
}

fn named_line(text: &str) -> std::result::Result<NamedLine, String> {
	let wrong = || format!("{text:?} is not PLAN_LINE:ACCOUNT_VERSION or PLAN_LINE:ACCOUNT_VERSION:EVIDENCE");
	let parts: Vec<&str> = text.split(':').collect();
	let (plan_line, account, evidence) = match parts.as_slice() {
		[plan_line, account] => (*plan_line, *account, None),
		[plan_line, account, evidence] => (*plan_line, *account, Some(*evidence)),
		_ => return Err(wrong()),
	};
	Ok(NamedLine {
		plan_line: PlanLineNo(plan_line.parse::<u16>().map_err(|_| wrong())?),
		account: AccountVersion(account.parse::<u16>().map_err(|_| wrong())?),
		evidence: evidence.map(str::parse::<u32>).transpose().map_err(|_| wrong())?.map(EvidenceId),
	})
}

impl Split {
	pub(super) async fn run(self, context: &Context) -> Result<()> {
		let by = self.by()?;
		if context.is_trial() {
			return self.check(context, by).await;
		}
		let lines = self.lines.iter().map(
			|line| json!({ "plan_line": line.plan_line, "account": line.account, "evidence": line.evidence }),
		);
		let lines: Vec<Json> = lines.collect();
		let call = payments::drawdown(LoanId(self.loan), self.uetr, json!(by), json!(lines), self.expires_on);
		context.send_then(call, next).await
	}

	/// How it is divided. That there is one amount or share for each line, and that the shares are the whole, the
	/// chain says by name.
	fn by(&self) -> Result<zhidai_api::Split> {
		let too_many = || Error::usage("more amounts or shares than a spending plan can have lines");
		let Some(amount) = self.amount else {
			let amounts = PlanAmounts::try_from(self.line_amounts.clone()).map_err(|_| too_many())?;
			return Ok(zhidai_api::Split::ByAmounts { amounts });
		};
		if self.shares.is_empty() {
			return Ok(zhidai_api::Split::ByLeft { amount });
		}
		let shares: Vec<BasisPoints> = self.shares.iter().copied().map(BasisPoints).collect();
		let shares = PlanShares::try_from(shares).map_err(|_| too_many())?;
		Ok(zhidai_api::Split::ByShares { amount, shares })
	}

	/// What each line would get, and every rule that the payments would break, sending nothing.
	async fn check(&self, context: &Context, by: zhidai_api::Split) -> Result<()> {
		let reader = context.read_exact().await?;
		let numbers: Vec<PlanLineNo> = self.lines.iter().map(|line| line.plan_line).collect();
		let asked = (LoanId(self.loan), numbers, by);
		let parts: std::result::Result<Vec<Fen>, Rule> = reader.ask("split_drawdown", asked).await?;
		let refused = |rule| {
			let violation = Violation { rule, line: None, have: None, allowed: None };
			broken(reader.metadata(), &violation)
		};
		let lines = self.draft_lines(&parts.map_err(refused)?);
		ensure_unbroken(&reader, self.loan, &lines, Some(self.expires_on)).await?;
		let shown = lines.iter().map(
			|line| json!({ "plan_line": line.plan_line, "uetr": line.uetr, "amount_fen": line.amount() }),
		);
		let shown: Vec<Json> = shown.collect();
		context.show_at(
			&reader,
			&json!({ "payments": lines.len(), "sum_fen": sum_of(&lines), "lines": shown, "broken_rules": [] }),
		);
		Ok(())
	}

	/// The payments that it becomes.
	fn draft_lines(&self, parts: &[Fen]) -> Vec<DraftLine> {
		let line = |(named, part): (&NamedLine, &Fen)| DraftLine {
			uetr: Uetr::of_batch_line(self.uetr, named.plan_line.0),
			plan_line: named.plan_line,
			account: named.account,
			amount_fen: part.0,
			evidence: named.evidence,
		};
		self.lines.iter().zip(parts).map(line).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_line_is_named_with_its_account_and_evidence() {
		let named = |plan_line, account, evidence: Option<u32>| NamedLine {
			plan_line: PlanLineNo(plan_line),
			account: AccountVersion(account),
			evidence: evidence.map(EvidenceId),
		};
		assert_eq!(named_line("2:0:7"), Ok(named(2, 0, Some(7))));
		assert_eq!(named_line("0:1"), Ok(named(0, 1, None)));
		for wrong in ["", "1", "1:", "1:2:", "1:2:3:4", "a:0", "0:-1", "0:0:x", "65536:0"] {
			assert!(
				named_line(wrong).is_err_and(|error| error.contains("PLAN_LINE:ACCOUNT_VERSION")),
				"{wrong}"
			);
		}
	}

	#[derive(clap::Parser)]
	struct Command {
		#[command(flatten)]
		split: Split,
	}

	fn read(args: &[&str]) -> Option<zhidai_api::Split> {
		let usual = [
			"split",
			"--loan",
			"1",
			"--uetr",
			"7d1c2a3e-5b8f-4c6d-9a0e-1f2b3c4d5e60",
			"--line",
			"0:0",
			"--line",
			"1:0",
			"--expires-on",
			"2026-03-31",
		];
		let command = <Command as clap::Parser>::try_parse_from(usual.iter().chain(args)).ok()?;
		command.split.by().ok()
	}

	#[test]
	fn a_split_is_by_what_is_left_by_amounts_or_by_shares() {
		use zhidai_api::Split as By;
		let amount = Fen(100_001);
		let left = read(&["--amount", "1,000.01"]);
		assert_eq!(left, Some(By::ByLeft { amount }));
		let amounts = vec![Fen(100), Fen(200)].try_into().unwrap();
		let by_amounts = read(&["--line-amount", "1", "--line-amount", "2.00"]);
		assert_eq!(by_amounts, Some(By::ByAmounts { amounts }));
		let shares = vec![BasisPoints(3_333), BasisPoints(6_667)].try_into().unwrap();
		let by_shares = read(&["--amount", "1000.01", "--share-bp", "3333", "--share-bp", "6667"]);
		assert_eq!(by_shares, Some(By::ByShares { amount, shares }));
		for mixed in [
			&[] as &[&str],
			&["--share-bp", "10000"],
			&["--amount", "1", "--line-amount", "1"],
			&["--line-amount", "1", "--share-bp", "10000"],
		] {
			assert_eq!(read(mixed), None, "{mixed:?}");
		}
	}
}
