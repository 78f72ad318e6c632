//! A loan's figures, held against each other, and shown so that anybody can add them up (对账).

use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use std::fmt::Display;
use zhidai_api::{written_out, Fen, OrgId, PlanLineNo};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::fields::{
	Field, LEDGER_CREDITED, LEDGER_LIMIT, LEDGER_ON_HAND, LEDGER_PENDING, LEDGER_PREPAID, LEDGER_RECEIVED,
	LEDGER_RELEASED, LEDGER_REPAID, LEDGER_SETTLED, LEDGER_TO_PAY, LOAN_BANK, LOAN_BORROWER, LOAN_STATE,
	ORGANISATION_NAME, PLAN_LINE_CAP, PLAN_LINE_PAYEE, PLAN_USE_PAID, PLAN_USE_RESERVED,
};
use zhidai_sdk::render::yuan;
use zhidai_sdk::{Error, Kind, Result};

/// Records under their keys, as they are read.
type Records = [(Vec<Json>, Json)];

/// An organisation, by number and name.
#[derive(Clone, Debug)]
struct Organisation {
	id: OrgId,
	name: String,
}

/// A line of the spending plan.
#[derive(Clone, Debug)]
struct Line {
	number: PlanLineNo,
	payee: Organisation,
	cap: Fen,
	reserved: Fen,
	paid: Fen,
	used: Fen,
	left: Fen,
}

/// The figures of a loan that was signed, and the sums that follow from them.
#[derive(Clone, Debug)]
pub(super) struct Figures {
	limit: Fen,
	pending: Fen,
	released: Fen,
	to_pay: Fen,
	settled: Fen,
	received: Fen,
	on_hand: Fen,
	prepaid: Fen,
	credited: Fen,
	repaid: Fen,
	/// Pending, released and disbursed.
	drawn: Fen,
	undrawn: Fen,
	/// To pay, settled, received, on hand, prepaid and credited: principal is owed on it.
	disbursed: Fen,
	outstanding: Fen,
	plan: Vec<Line>,
}

/// The loan in words: its number, where it stands, who lends to whom.
pub(super) async fn headline(reader: &Reader, id: u32, loan: &Json) -> Result<String> {
	let bank = organisation(reader, LOAN_BANK.number(loan)?).await?;
	let borrower = organisation(reader, LOAN_BORROWER.number(loan)?).await?;
	let state = LOAN_STATE.text(loan)?;
	Ok(format!("loan 贷款 {id} · {state} {} · {bank} → {borrower}", chinese(state)))
}

/// Out of the records of a loan that was signed. Refuses figures that do not add up: no honest node has them.
pub(super) async fn read(reader: &Reader, ledger: &Json, lines: &Records, uses: &Records) -> Result<Figures> {
	let mut payees = BTreeMap::<u32, Organisation>::new();
	let mut plan = Vec::new();
	for (keys, line) in lines {
		let id: u32 = PLAN_LINE_PAYEE.number(line)?;
		let payee = match payees.get(&id) {
			Some(known) => known.clone(),
			None => organisation(reader, id).await?,
		};
		payees.insert(id, payee.clone());
		let used = uses.iter().find(|(known, _)| known == keys).map(|(_, used)| used);
		plan.push(Line::read(keys, line, used, payee)?);
	}
	Figures::read(ledger, plan)
}

async fn organisation(reader: &Reader, id: u32) -> Result<Organisation> {
	let record = reader.record("Registry", "Organisations", &[json!(id)]).await?;
	let missing = || Error::unexpected(format!("the chain names organisation {id} and does not keep it"));
	let name = ORGANISATION_NAME.text(&record.ok_or_else(missing)?)?.to_owned();
	Ok(Organisation { id: OrgId(id), name })
}

/// Where a contract stands, in the words of the field.
fn chinese(state: &str) -> &'static str {
	match state {
		"Prepared" => "待复核",
		"Offered" => "要约",
		"Active" => "生效",
		"Closed" => "结清",
		"Withdrawn" => "已撤回",
		"Lapsed" => "已失效",
		_ => "–",
	}
}

fn apart(what: impl Display) -> Error {
	Error::new(Kind::Verification, format!("the node's figures of the loan do not add up: {what}"))
}

fn sum(amounts: impl IntoIterator<Item = Fen>) -> Result<Fen> {
	Fen::checked_sum(amounts).ok_or_else(|| apart("a sum is more than there can be"))
}

fn rest(whole: Fen, part: Fen) -> Result<Fen> {
	whole.checked_sub(part).ok_or_else(|| apart(format!("{} is more than {}", yuan(part), yuan(whole))))
}

impl Display for Organisation {
	fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(out, "{} (org {})", written_out(&self.name), self.id)
	}
}

impl Line {
	fn read(keys: &[Json], line: &Json, used: Option<&Json>, payee: Organisation) -> Result<Self> {
		let number = keys.first().and_then(Json::as_u64).and_then(|number| u16::try_from(number).ok());
		let number = PlanLineNo(number.ok_or_else(|| Error::unexpected("a plan line without a number"))?);
		let part = |field: Field| used.map_or(Ok(Fen::ZERO), |used| field.money(used));
		let (cap, reserved, paid) =
			(PLAN_LINE_CAP.money(line)?, part(PLAN_USE_RESERVED)?, part(PLAN_USE_PAID)?);
		let used = sum([reserved, paid])?;
		Ok(Self { number, payee, cap, reserved, paid, used, left: rest(cap, used)? })
	}
}

impl Figures {
	fn read(ledger: &Json, plan: Vec<Line>) -> Result<Self> {
		let limit = LEDGER_LIMIT.money(ledger)?;
		let (pending, released) = (LEDGER_PENDING.money(ledger)?, LEDGER_RELEASED.money(ledger)?);
		let (settled, received) = (LEDGER_SETTLED.money(ledger)?, LEDGER_RECEIVED.money(ledger)?);
		let (to_pay, on_hand) = (LEDGER_TO_PAY.money(ledger)?, LEDGER_ON_HAND.money(ledger)?);
		let (prepaid, credited) = (LEDGER_PREPAID.money(ledger)?, LEDGER_CREDITED.money(ledger)?);
		let repaid = LEDGER_REPAID.money(ledger)?;
		let disbursed = sum([to_pay, settled, received, on_hand, prepaid, credited])?;
		let drawn = sum([pending, released, disbursed])?;
		let (undrawn, outstanding) = (rest(limit, drawn)?, rest(disbursed, repaid)?);
		// With what came back so much is repaid at least.
		rest(repaid, prepaid)?;
		let figures = Self {
			limit,
			pending,
			released,
			to_pay,
			settled,
			received,
			on_hand,
			prepaid,
			credited,
			repaid,
			drawn,
			undrawn,
			disbursed,
			outstanding,
			plan,
		};
		figures.ensure_plan()?;
		Ok(figures)
	}

	/// The plan's lines are together what the ledger says.
	fn ensure_plan(&self) -> Result<()> {
		let total = |amount: fn(&Line) -> Fen| sum(self.plan.iter().map(amount));
		let pairs = [
			("limit", total(|line| line.cap)?, self.limit),
			("pending", total(|line| line.reserved)?, self.pending),
			("released and disbursed", total(|line| line.paid)?, sum([self.released, self.disbursed])?),
		];
		match pairs.iter().find(|(_, by_plan, by_ledger)| by_plan != by_ledger) {
			None => Ok(()),
			Some((what, by_plan, by_ledger)) => Err(apart(format!(
				"{what} is {} by the plan's lines and {} by the ledger",
				yuan(*by_plan),
				yuan(*by_ledger)
			))),
		}
	}

	/// For programs.
	pub(super) fn json(&self) -> Json {
		let line = |line: &Line| {
			json!({
				"plan_line": line.number,
				"payee": line.payee.id,
				"payee_name": line.payee.name,
				"cap_fen": line.cap,
				"reserved_fen": line.reserved,
				"paid_fen": line.paid,
				"used_fen": line.used,
				"left_fen": line.left,
			})
		};
		let plan: Vec<Json> = self.plan.iter().map(line).collect();
		json!({
			"limit_fen": self.limit,
			"drawn_fen": self.drawn,
			"undrawn_fen": self.undrawn,
			"pending_fen": self.pending,
			"released_fen": self.released,
			"disbursed_fen": self.disbursed,
			"to_pay_fen": self.to_pay,
			"settled_fen": self.settled,
			"received_fen": self.received,
			"on_hand_fen": self.on_hand,
			"prepaid_fen": self.prepaid,
			"credited_fen": self.credited,
			"repaid_fen": self.repaid,
			"outstanding_fen": self.outstanding,
			"plan": plan,
		})
	}

	/// Wholes and what they are the sum of, in words.
	fn sums(&self) -> [(&'static str, Fen, &'static str); 17] {
		[
			(" ", self.limit, "limit 合同额度"),
			("=", self.drawn, "drawn 已提款"),
			("+", self.undrawn, "undrawn 未提款额度"),
			(" ", self.drawn, "drawn 已提款"),
			("=", self.pending, "pending 待授权"),
			("+", self.released, "released 已授权"),
			("+", self.disbursed, "disbursed 已放款"),
			(" ", self.disbursed, "disbursed 已放款"),
			("=", self.to_pay, "to pay 已放款，未支付"),
			("+", self.settled, "settled 已入账，收款未确认"),
			("+", self.received, "received 收款已确认"),
			("+", self.on_hand, "on hand 退汇待处理"),
			("+", self.prepaid, "prepaid 退汇已提前还本"),
			("+", self.credited, "credited 退汇已退还借款人"),
			(" ", self.disbursed, "disbursed 已放款"),
			("=", self.repaid, "repaid 已还本金，含退汇提前还本"),
			("+", self.outstanding, "outstanding 未还本金"),
		]
	}

	/// For people. The limit is the largest of the amounts: they stand below each other.
	pub(super) fn text(&self) -> String {
		let width = yuan(self.limit).chars().count();
		let mut out = Vec::new();
		for (sign, amount, words) in self.sums() {
			if sign == " " && !out.is_empty() {
				out.push(String::new());
			}
			out.push(format!("{sign} {:>width$}  {words}", yuan(amount)));
		}
		out.push(String::new());
		out.push("plan line 用款计划: cap 额度 = used 已用 + left 剩余".to_owned());
		let row = |number: &str, [cap, used, left]: [Fen; 3], words: &str| {
			let [cap, used, left] = [cap, used, left].map(yuan);
			format!("{number:>3}  {cap:>width$} = {used:>width$} + {left:>width$}  {words}")
		};
		let rows = self.plan.iter().map(|line| {
			row(&line.number.to_string(), [line.cap, line.used, line.left], &line.payee.to_string())
		});
		out.extend(rows);
		// Held against the lines: see `ensure_plan`.
		out.push(row("Σ", [self.limit, self.drawn, self.undrawn], "limit = drawn + undrawn"));
		out.join("\n")
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn ledger() -> Json {
		json!({
			"limit": 1_000_000, "pending": 1_000, "released": 2_000, "to_pay": 500, "settled": 30_000,
			"received": 399_000, "on_hand": 4_000, "prepaid": 300, "credited": 200, "repaid_principal": 34_000,
			"next_draft": 3, "open_drafts": 1,
		})
	}

	fn line(number: u16, cap: u64, used: Option<(u64, u64)>) -> Result<Line> {
		let name = if number == 0 { "海曙\u{202e}制造" } else { "甬检检测" };
		let payee = Organisation { id: OrgId(u32::from(number) + 6), name: name.to_owned() };
		let used = used.map(|(reserved, paid)| json!({ "reserved": reserved, "paid": paid }));
		Line::read(&[json!(number)], &json!({ "payee": payee.id, "cap": cap }), used.as_ref(), payee)
	}

	fn plan() -> Vec<Line> {
		vec![line(0, 600_000, Some((1_000, 436_000))).unwrap(), line(1, 400_000, None).unwrap()]
	}

	#[test]
	fn every_figure_is_shown_in_words_with_what_it_is_the_sum_of() {
		let text = Figures::read(&ledger(), plan()).unwrap().text();
		let expected = [
			"  ¥10,000.00  limit 合同额度",
			"=  ¥4,370.00  drawn 已提款",
			"+  ¥5,630.00  undrawn 未提款额度",
			"",
			"   ¥4,370.00  drawn 已提款",
			"=     ¥10.00  pending 待授权",
			"+     ¥20.00  released 已授权",
			"+  ¥4,340.00  disbursed 已放款",
			"",
			"   ¥4,340.00  disbursed 已放款",
			"=      ¥5.00  to pay 已放款，未支付",
			"+    ¥300.00  settled 已入账，收款未确认",
			"+  ¥3,990.00  received 收款已确认",
			"+     ¥40.00  on hand 退汇待处理",
			"+      ¥3.00  prepaid 退汇已提前还本",
			"+      ¥2.00  credited 退汇已退还借款人",
			"",
			"   ¥4,340.00  disbursed 已放款",
			"=    ¥340.00  repaid 已还本金，含退汇提前还本",
			"+  ¥4,000.00  outstanding 未还本金",
			"",
			"plan line 用款计划: cap 额度 = used 已用 + left 剩余",
			"  0   ¥6,000.00 =  ¥4,370.00 +  ¥1,630.00  海曙\\u{202e}制造 (org 6)",
			"  1   ¥4,000.00 =      ¥0.00 +  ¥4,000.00  甬检检测 (org 7)",
			"  Σ  ¥10,000.00 =  ¥4,370.00 +  ¥5,630.00  limit = drawn + undrawn",
		];
		assert_eq!(text.lines().collect::<Vec<_>>(), expected, "{text}");
	}

	#[test]
	fn programs_have_the_same_figures_in_fen() {
		let json = Figures::read(&ledger(), plan()).unwrap().json();
		let expected = [
			("limit_fen", 1_000_000),
			("drawn_fen", 437_000),
			("undrawn_fen", 563_000),
			("pending_fen", 1_000),
			("released_fen", 2_000),
			("disbursed_fen", 434_000),
			("to_pay_fen", 500),
			("settled_fen", 30_000),
			("received_fen", 399_000),
			("on_hand_fen", 4_000),
			("prepaid_fen", 300),
			("credited_fen", 200),
			("repaid_fen", 34_000),
			("outstanding_fen", 400_000),
		];
		for (name, fen) in expected {
			assert_eq!(json[name], fen, "{name}");
		}
		let line = json!({
			"plan_line": 1, "payee": 7, "payee_name": "甬检检测", "cap_fen": 400_000, "reserved_fen": 0,
			"paid_fen": 0, "used_fen": 0, "left_fen": 400_000,
		});
		assert_eq!(json["plan"][1], line);
	}

	#[test]
	fn figures_that_were_read_for_people_are_the_same() {
		let mut shown = ledger();
		for (name, value) in shown.as_object_mut().unwrap() {
			if !name.ends_with("draft") && !name.ends_with("drafts") {
				*value = json!(yuan(Fen(value.as_u64().unwrap())));
			}
		}
		let read = Figures::read(&shown, plan()).unwrap();
		assert_eq!(read.json(), Figures::read(&ledger(), plan()).unwrap().json());
	}

	#[test]
	fn figures_that_do_not_add_up_are_not_shown() {
		for (name, fen, expected) in [
			("limit", 436_999, "is more than"),
			("limit", 1_000_001, "limit is ¥10,000.00 by the plan's lines"),
			("pending", 1_001, "pending is ¥10.00 by the plan's lines and ¥10.01 by the ledger"),
			("settled", 30_001, "released and disbursed is"),
			("repaid_principal", 434_001, "is more than"),
			("repaid_principal", 299, "is more than"),
			("received", u64::MAX, "more than there can be"),
		] {
			let mut wrong = ledger();
			wrong[name] = json!(fen);
			let error = Figures::read(&wrong, plan()).unwrap_err();
			assert_eq!(error.kind, Kind::Verification, "{name}");
			assert!(error.message.contains(expected), "{name}: {error}");
		}
		assert_eq!(line(0, 1_000, Some((1_000, 1))).unwrap_err().kind, Kind::Verification);
		assert!(
			Figures::read(&json!({ "limit": 1 }), plan()).is_err_and(|error| error.kind == Kind::Unexpected)
		);
	}
}
