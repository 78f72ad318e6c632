use crate::context::Context;
use crate::output;
use crate::pages::all_as_json;
use clap::Args;
use serde_json::json;
use zhidai_api::{
	written_out, Day, DraftWork, EntryId, EvidenceId, Fen, HoldKey, InboxCursor, LoanId, PendingWork,
	RateKind, Uetr,
};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::render::yuan;
use zhidai_sdk::subxt::utils::AccountId32;
use zhidai_sdk::{Error, Result};

#[derive(Args)]
pub(crate) struct Inbox {
	/// The account; else that of the key
	#[arg(long)]
	account: Option<String>,
}

impl Inbox {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let account = match self.account {
			Some(account) => account,
			None => context.own_account()?,
		};
		let reader = context.read().await?;
		if context.json() {
			let mut inbox =
				all_as_json(&reader, "inbox", &json!(account), &["items"]).await?.unwrap_or_default();
			context.show_at(&reader, &inbox.remove("items").unwrap_or_else(|| json!([])));
			return Ok(());
		}
		let work = waiting(&reader, account_of(&account)?).await?;
		match work.as_slice() {
			[] => output::say("nothing waits"),
			work => output::print(&work.iter().map(shown).collect::<Vec<_>>().join("\n")),
		}
		output::say(&format!("as of final block {}", reader.block()));
		Ok(())
	}
}

fn account_of(text: &str) -> Result<AccountId32> {
	let wrong = || Error::usage(format!("{text:?} is not an account (SS58, or 0x and 64 digits)"));
	match text.starts_with("0x") {
		true => super::hash(text).map(AccountId32).map_err(|_| wrong()),
		false => text.parse().map_err(|_| wrong()),
	}
}

/// All pages of an inbox in one. A page can be empty and not be the last.
async fn waiting(reader: &Reader, account: AccountId32) -> Result<Vec<PendingWork>> {
	reader.ask_all("inbox", |cursor: Option<InboxCursor>, limit: u32| (account, cursor, limit)).await
}

/// What waits, and under it the command that shows what it is about. Who signs reads that first.
fn shown(work: &PendingWork) -> String {
	let (what, command) = match work {
		PendingWork::Act { act, digest } => {
			(format!("机构事项 {act} 待复核 · {digest:?}"), format!("org act {act}"))
		}
		PendingWork::ContractToCheck { loan, digest } => {
			(format!("贷款 {loan} 合同待复核 · {digest:?}"), format!("loan show {loan}"))
		}
		PendingWork::ContractToCheckSecond { loan, digest } => {
			(format!("贷款 {loan} 合同超复核限额，待上级复核 · {digest:?}"), format!("loan show {loan}"))
		}
		PendingWork::ContractToSign { loan, digest } => {
			(format!("贷款 {loan} 合同待签约 · {digest:?}"), format!("loan show {loan}"))
		}
		PendingWork::DraftToMandate(draft) => drawdown(draft, "待支付委托"),
		PendingWork::DraftToMake(draft) => drawdown(draft, "待经办"),
		PendingWork::DraftToApprove(draft) => drawdown(draft, "待复核"),
		PendingWork::DraftToApproveSecond(draft) => drawdown(draft, "超复核限额，待上级复核"),
		PendingWork::DraftToRelease(draft) => drawdown(draft, "待授权"),
		PendingWork::DraftToSettle(draft) => drawdown(draft, "待入账"),
		PendingWork::DisputeToResolve(draft) => drawdown(draft, "收款有争议，待处理"),
		PendingWork::VerdictToGive { evidence, revision, loan, digest, looks_like } => (
			format!("凭证 {evidence} 修订 {revision} 待核验 · 贷款 {loan} · {digest:?}{}", alike(looks_like)),
			format!("evidence show {evidence}"),
		),
		PendingWork::ReceiptToConfirm { uetr, loan, amount_fen } => receipt(*uetr, *loan, *amount_fen),
		PendingWork::AlertToClose { alert, loan, raised_on, further, answered } => {
			let answered = if *answered { " · 银行已说明" } else { "" };
			let found = found(*loan, *raised_on, *further);
			(format!("预警 {alert} 待处理{found}{answered}"), format!("alert show {alert}"))
		}
		PendingWork::AlertToAnswer { alert, loan, raised_on, further } => (
			format!("本行预警 {alert} 待说明{}", found(*loan, *raised_on, *further)),
			format!("alert show {alert}"),
		),
		other @ (PendingWork::CredentialAct { .. }
		| PendingWork::ReviewToSign { .. }
		| PendingWork::MotionToVote { .. }
		| PendingWork::MotionToClose { .. }
		| PendingWork::RecoveryToObject { .. }
		| PendingWork::RecoveryToComplete { .. }
		| PendingWork::RecordToObject { .. }
		| PendingWork::RateToConfirm { .. }
		| PendingWork::CalendarToConfirm { .. }
		| PendingWork::RecordToFinalise { .. }
		| PendingWork::ReviewToOpen { .. }
		| PendingWork::TransferToSign { .. }
		| PendingWork::RegulatorToAgree { .. }
		| PendingWork::RepaymentsToCheck { .. }
		| PendingWork::LiftToAgree { .. }
		| PendingWork::ClosingToAgree { .. }
		| PendingWork::ReceiptsToCheck { .. }
		| PendingWork::AdjustmentToCheck { .. }
		| PendingWork::FileToBook { .. }
		| PendingWork::MismatchToClose { .. }) => beside_payments(other),
	};
	format!("{what}\n  zhidai {command}")
}

fn receipt(uetr: Uetr, loan: LoanId, amount: Fen) -> (String, String) {
	let what = format!("收款待确认 · 贷款 {loan} · {} · {uetr}", yuan(amount));
	(what, format!("payment show {uetr}"))
}

/// What one officer of a bank entered or asked for, and another checks: repayments, holds, closings, receipts on a
/// payee's statement, what is booked of a payment by hand, a settlement file, and what of one did not fit.
fn by_another(work: &PendingWork) -> (String, String) {
	match work {
		PendingWork::RepaymentsToCheck { loan, count } => {
			(format!("贷款 {loan} 还款 {count} 笔待复核"), format!("loan show {loan}"))
		}
		PendingWork::LiftToAgree { loan, holds } => {
			let holds: String = holds.iter().map(named).collect();
			(format!("贷款 {loan} 解除止付待同意{holds}"), format!("loan show {loan}"))
		}
		PendingWork::ClosingToAgree { loan } => {
			(format!("贷款 {loan} 提前结清待同意"), format!("loan show {loan}"))
		}
		PendingWork::RegulatorToAgree { loan, regulator } => {
			(format!("贷款 {loan} 变更市监部门为机构 {regulator} 待同意"), format!("loan show {loan}"))
		}
		PendingWork::ReceiptsToCheck { witness, count } => (
			format!("代为确认收款 {count} 笔待复核 · 收款人声明 {witness:?}"),
			"payment assist --witness FILE UETR".to_owned(),
		),
		PendingWork::AdjustmentToCheck { uetr, booking, corrects, bank_reference } => {
			let what = if *corrects { "冲正" } else { "退汇处理" };
			// A bank's reference is printable ASCII.
			let (booking, reference) = (booking.chinese(), written_out(bank_reference));
			(
				format!("{what}待复核 · {booking} · 流水号 {reference} · {uetr}"),
				format!("payment show {uetr}"),
			)
		}
		PendingWork::FileToBook { file_digest, count, sum_fen, entered_on } => (
			format!("入账回单待复核 · {count} 笔 · {} · {entered_on} 录入 · {file_digest:?}", yuan(*sum_fen)),
			"drawdown entered".to_owned(),
		),
		PendingWork::MismatchToClose { mismatch, uetr, reason, queued_on } => (
			format!("入账差异 {mismatch} 待处理 · {} · 自 {queued_on} · {uetr}", reason.chinese()),
			"payment mismatch list".to_owned(),
		),
		// Shown with the contracts and payments.
		_ => (String::new(), String::new()),
	}
}

/// What waits beside contracts and payments: for reviewers, seats, admins, the firm and the bureau of a record, the
/// other college.
fn beside_payments(work: &PendingWork) -> (String, String) {
	match work {
		PendingWork::CredentialAct { act, digest } => {
			let command = "credential waiting --org NUMBER".to_owned();
			(format!("资质或不良记录事项 {act} 待复核 · {digest:?}"), command)
		}
		PendingWork::ReviewToSign { loan, quarter, digest } => (
			format!("贷款 {loan} {quarter} 按季核查待签署 · {digest:?}"),
			format!("review show --loan {loan} --quarter {quarter}"),
		),
		PendingWork::MotionToVote { motion, seat, hash } => {
			(format!("理事会议案 {motion} 待表决 · 席位 {seat} · {hash:?}"), format!("council show {motion}"))
		}
		PendingWork::MotionToClose { motion, hash } => {
			(format!("理事会议案 {motion} 已决，待办结 · {hash:?}"), format!("council show {motion}"))
		}
		PendingWork::RecoveryToObject { org, until } => (
			format!("理事会将为本机构 {org} 增派管理员，待核对，可异议 · 公示至 {until}"),
			format!("org recovery {org}"),
		),
		PendingWork::RecoveryToComplete { org } => {
			(format!("机构 {org} 管理员恢复公示期满，待办结"), format!("org recovery {org}"))
		}
		PendingWork::RecordToObject { record, org, until } => {
			let until = until.map_or_else(String::new, |until| format!(" · 至 {until}"));
			(format!("不良记录 {record} 已送达，待决定是否异议{until}"), format!("adverse list --org {org}"))
		}
		PendingWork::RecordToFinalise { record, org, objected } => {
			let why =
				if *objected { "企业已异议，待复检" } else { "异议期满，待终结或复检" };
			(format!("不良记录 {record} {why} · 机构 {org}"), format!("adverse list --org {org}"))
		}
		PendingWork::ReviewToOpen { loan, quarter } => {
			(format!("贷款 {loan} {quarter} 已结束，待开立按季核查"), format!("loan show {loan}"))
		}
		PendingWork::TransferToSign { loans, from, to } => {
			let named: Vec<_> = loans.iter().map(|loan| loan.to_string()).collect();
			let first = named.first().cloned().unwrap_or_default();
			(
				format!("贷款 {} 由机构 {from} 转让至机构 {to} 待签署", named.join("、")),
				format!("loan show {first}"),
			)
		}
		PendingWork::RateToConfirm { entry, rate, value_bp, effective_from, corrects, digest } => (
			format!(
				"{} {value_bp} 自 {effective_from} 待确认 · 条目 {entry}{} · {digest:?}",
				rate_named(*rate),
				in_place_of(*corrects)
			),
			"rate waiting".to_owned(),
		),
		PendingWork::CalendarToConfirm { entry, year, corrects, digest } => (
			format!("{year} 年工作日历待确认 · 条目 {entry}{} · {digest:?}", in_place_of(*corrects)),
			"calendar waiting".to_owned(),
		),
		_ => by_another(work),
	}
}

fn rate_named(rate: RateKind) -> String {
	match rate {
		RateKind::Lpr1Y => "一年期 LPR".to_owned(),
		RateKind::Lpr5Y => "五年期以上 LPR".to_owned(),
		RateKind::BankAverage(bank) => format!("机构 {bank} 平均利率"),
	}
}

/// What a new entry corrects.
fn in_place_of(corrects: Option<EntryId>) -> String {
	corrects.map_or_else(String::new, |old| format!(" · 更正条目 {old}"))
}

/// What looks like the document that waits.
fn alike(looks_like: &[EvidenceId]) -> String {
	match looks_like {
		[] => String::new(),
		some => {
			let some: Vec<_> = some.iter().map(|other| other.to_string()).collect();
			format!(" · 与凭证 {} 相似，请比对", some.join("、"))
		}
	}
}

/// What an alert counts, and since when.
fn found(loan: Option<LoanId>, raised_on: Day, further: u32) -> String {
	let loan = loan.map_or_else(String::new, |loan| format!(" · 贷款 {loan}"));
	let further = if further > 0 { format!(" · 另有同类 {further} 项") } else { String::new() };
	format!("{loan} · 自 {raised_on}{further}")
}

/// A hold, by what `loan lift` tells it from the others.
fn named(hold: &HoldKey) -> String {
	let HoldKey { kind, placed_by, reference } = hold;
	let order = if reference.is_zero() { String::new() } else { format!(" {reference:?}") };
	format!(" · {}(机构 {placed_by}{order})", kind.chinese())
}

fn drawdown(draft: &DraftWork, what: &str) -> (String, String) {
	let DraftWork { loan, draft, digest, count, sum_fen } = draft;
	let sum = yuan(*sum_fen);
	(
		format!("提款 {loan}/{draft} {what} · {count} 笔 · {sum} · {digest:?}"),
		format!("drawdown show {loan}/{draft}"),
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::Parser;
	use zhidai_api::InboxPage;

	/// One of every kind, as the chain writes it.
	fn all() -> InboxPage {
		let vector: serde_json::Value =
			serde_json::from_str(include_str!("../../../api/tests/vectors/inbox_page.json")).unwrap();
		serde_json::from_value(vector["json"].clone()).unwrap()
	}

	#[test]
	fn every_kind_of_work_names_a_command_that_shows_it() {
		for work in all().items {
			let text = shown(&work);
			let (what, command) = text.split_once("\n  ").unwrap();
			assert!(what.contains("待"), "{what}");
			let command =
				command.replace("NUMBER", "3").replace("UETR", "01010101-0101-4101-8101-010101010101");
			let parsed = crate::Cli::try_parse_from(command.split(' '));
			assert!(parsed.is_ok(), "{command}: {:?}", parsed.err());
		}
	}

	#[test]
	fn what_waits_is_shown_with_its_figures() {
		let text: Vec<_> = all().items.iter().map(shown).collect();
		let digest = format!("0x{}", "09".repeat(32));
		assert_eq!(
			text[5],
			format!("提款 1/4 待复核 · 3 笔 · ¥4,500,000.00 · {digest}\n  zhidai drawdown show 1/4")
		);
		assert!(text[8].starts_with("收款待确认 · 贷款 1 · ¥1,234,567.89 · "), "{}", text[8]);
		assert_eq!(text[11], "预警 5 待处理 · 贷款 1 · 自 2026-03-16 · 另有同类 2 项\n  zhidai alert show 5");
		assert_eq!(text[12], "预警 6 待处理 · 自 2026-03-17 · 银行已说明\n  zhidai alert show 6");
		let holds = format!("反洗钱(机构 3) · 反洗钱(机构 3 0x{})", "ab".repeat(32));
		assert_eq!(text[14], format!("贷款 1 解除止付待同意 · {holds}\n  zhidai loan show 1"));
		assert_eq!(text[16], "贷款 1 提前结清待同意\n  zhidai loan show 1");
		assert_eq!(
			text[17],
			"本行预警 9 待说明 · 贷款 1 · 自 2026-03-18 · 另有同类 1 项\n  zhidai alert show 9"
		);
		assert_eq!(text[18], "本行预警 10 待说明 · 自 2026-03-19\n  zhidai alert show 10");
		assert_eq!(
			text[19],
			format!(
				"贷款 1 2026Q1 按季核查待签署 · {digest}\n  zhidai review show --loan 1 --quarter 2026Q1"
			)
		);
		assert_eq!(text[20], format!("理事会议案 3 待表决 · 席位 1 · {digest}\n  zhidai council show 3"));
		let notice = "理事会将为本机构 3 增派管理员，待核对，可异议 · 公示至 2026-03-20";
		assert_eq!(text[21], format!("{notice}\n  zhidai org recovery 3"));
		assert_eq!(text[22], "机构 3 管理员恢复公示期满，待办结\n  zhidai org recovery 3");
		let served = "已送达，待决定是否异议";
		assert_eq!(text[23], format!("不良记录 4 {served} · 至 2026-03-21\n  zhidai adverse list --org 5"));
		assert_eq!(text[24], format!("不良记录 5 {served}\n  zhidai adverse list --org 5"));
		let average = "机构 3 平均利率 3.05% 自 2026-04-01 待确认 · 条目 6 · 更正条目 2";
		assert_eq!(text[25], format!("{average} · {digest}\n  zhidai rate waiting"));
		let calendar = format!("2027 年工作日历待确认 · 条目 8 · {digest}");
		assert_eq!(text[27], format!("{calendar}\n  zhidai calendar waiting"));
		assert_eq!(text[29], format!("理事会议案 2 已决，待办结 · {digest}\n  zhidai council show 2"));
	}

	#[test]
	fn an_account_is_read_in_both_of_its_forms() {
		let alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
		let digits = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
		assert_eq!(account_of(alice), account_of(digits));
		assert_eq!(account_of("alice").unwrap_err().kind, zhidai_sdk::Kind::Usage);
		assert_eq!(account_of("0x12").unwrap_err().kind, zhidai_sdk::Kind::Usage);
	}
}
