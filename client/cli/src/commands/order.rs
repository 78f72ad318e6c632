use super::drawdown::{drawdown, same_draft, say_drafted, Drawn};
use super::{allocation::allocation, in_file, json_file};
use crate::context::Context;
use crate::pages::PAGE;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use zhidai_api::signed::OrderStep;
use zhidai_api::{
	Allocation, Day, DraftLine, DraftNo, Duty, LoanId, OrgId, PaymentStatus, TraceCursor, TraceNode,
	TracePage, TraceRoot,
};
use zhidai_sdk::calls::payments;
use zhidai_sdk::chain::{Reader, Receipt};
use zhidai_sdk::fields::{KEY_ACTIVE, KEY_DUTIES, KEY_OFFICER, KEY_ORG, KEY_UNTIL, ORG_STATUS, PERSON};
use zhidai_sdk::files::{tried_keys, with_keys};
use zhidai_sdk::orders::{Given, OrderFile};
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Order {
	/// Write an order for the payments of a CSV file; with --genesis no node is asked
	///
	/// Header: uetr,plan_line,amount_yuan,account_version,evidence. Where a key is left out, it is made and written to
	/// NAME.keyed.csv first.
	New {
		/// The loan
		#[arg(long)]
		loan: u32,
		/// The payments
		#[arg(long, value_name = "FILE")]
		csv: PathBuf,
		/// The last day on which the order can be handed in
		#[arg(long, value_name = "DATE")]
		expires_on: Day,
		/// Where to; never overwritten
		#[arg(short, long, value_name = "FILE")]
		output: PathBuf,
		/// How much of a payment, by its line from 0, rests on another document, too (分摊); can be given several times
		#[arg(long = "allocate", value_name = "LINE:EVIDENCE:YUAN", value_parser = allocation)]
		allocations: Vec<Allocation>,
	},
	/// Sign one step of an order, and show what is signed; no node is asked
	Sign {
		/// The order
		file: PathBuf,
		/// mandate (委托), make (经办), approve (复核) or release (授权)
		#[arg(long, value_parser = step)]
		step: OrderStep,
	},
	/// Say who has signed, what is missing, and until when
	Status {
		/// The order, and copies of it that others signed
		#[arg(required = true)]
		files: Vec<PathBuf>,
		/// Ask the chain whose the keys are, and whether each still counts
		#[arg(long)]
		check: bool,
	},
	/// Hand in an order that all have signed: its payments are released at once, or none
	///
	/// With --dry-run the chain says what it would say to it.
	Submit {
		/// The order, and copies of it that others signed
		#[arg(required = true)]
		files: Vec<PathBuf>,
	},
	/// Make an order worthless, whoever has signed it: its keys are used up by a draft of it that is rejected
	///
	/// By the bank's maker, or by who mandates for the borrower, in two transactions; the same command again goes on.
	/// While a rule refuses the draft, it refuses the order too.
	Void {
		/// The order
		file: PathBuf,
		/// Why
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
}

fn step(text: &str) -> std::result::Result<OrderStep, String> {
	let step = OrderStep::ALL.into_iter().find(|step| step.name() == text);
	step.ok_or_else(|| format!("{text:?} is not a step; use mandate, make, approve or release"))
}

/// In which organisation of a loan a step is taken, and with which duty.
fn wanted(step: OrderStep, bank: OrgId, borrower: OrgId) -> (OrgId, Duty) {
	match step {
		OrderStep::Mandate => (borrower, Duty::Confirm),
		OrderStep::Make => (bank, Duty::Maker),
		OrderStep::Approve => (bank, Duty::Checker),
		OrderStep::Release => (bank, Duty::Release),
	}
}

impl Order {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::New { loan, csv, expires_on, output, allocations } => {
				new(context, LoanId(loan), &csv, (expires_on, &allocations), &output).await
			}
			Self::Sign { file, step } => sign(context, &file, step),
			Self::Status { files, check } => status(context, &files, check).await,
			Self::Submit { files } => submit(context, &files).await,
			Self::Void { file, reason } => void(context, &file, &reason).await,
		}
	}
}

async fn new(
	context: &Context,
	loan: LoanId,
	csv: &Path,
	(expires_on, allocations): (Day, &[Allocation]),
	output: &Path,
) -> Result<()> {
	let genesis = match context.genesis()? {
		Some(genesis) => genesis,
		None => context.client().await?.genesis().0,
	};
	let lines = if context.is_trial() { tried_keys(csv)? } else { with_keys(csv)? };
	let order = in_file(csv, OrderFile::new(genesis, loan, &lines, allocations, expires_on))?;
	if !context.is_trial() {
		order.write_new(output)?;
	}
	context.show(&shown(&order));
	Ok(())
}

/// Reads an order: of this chain, where one was named.
fn read(context: &Context, path: &Path) -> Result<OrderFile> {
	let order = in_file(path, OrderFile::parse(json_file(path)?))?;
	match context.genesis()? {
		Some(genesis) if order.genesis.0 != genesis => Err(Error::new(
			Kind::Verification,
			format!("{}: an order for another chain, {:?}", path.display(), order.genesis),
		)),
		_ => Ok(order),
	}
}

/// Reads an order and the copies of it, with every signature that stands on one of them.
fn joined(context: &Context, files: &[PathBuf]) -> Result<OrderFile> {
	let (first, copies) = files.split_first().ok_or_else(|| Error::usage("give the order's file"))?;
	let mut order = read(context, first)?;
	for path in copies {
		in_file(path, order.join(read(context, path)?))?;
	}
	Ok(order)
}

fn sign(context: &Context, path: &Path, step: OrderStep) -> Result<()> {
	let mut order = read(context, path)?;
	let key = context.key()?;
	in_file(path, order.sign(step, &key))?;
	if !context.is_trial() {
		order.rewrite(path)?;
	}
	context.show(&shown(&order));
	Ok(())
}

async fn status(context: &Context, files: &[PathBuf], check: bool) -> Result<()> {
	let order = joined(context, files)?;
	if !check {
		context.show(&shown(&order));
		return Ok(());
	}
	ensure_chain(context, &order).await?;
	let reader = context.read_exact().await?;
	let question = (TraceRoot::Loan(order.loan), None::<TraceCursor>, PAGE);
	let page: Option<TracePage> = reader.ask("trace", question).await?;
	let missing = || Error::new(Kind::NotFound, format!("there is no loan {}", order.loan.0));
	let loan = page.ok_or_else(missing)?.loan;
	let today: Day = reader.ask("today", ()).await?;
	let (mut signed, mut persons) = (Vec::new(), BTreeMap::new());
	for (step, given) in &order.signatures {
		let wanted = wanted(*step, loan.bank, loan.borrower);
		signed.push(checked(&reader, (*step, given), wanted, today, &mut persons).await?);
	}
	let mut shown = shown(&order);
	shown["signed"] = json!(signed);
	context.show_at(&reader, &shown);
	Ok(())
}

/// Why the signature of a key, as the chain has it and its organisation, does not count today.
pub(super) fn void_today(
	key: &Json,
	org_state: &Json,
	(org, duty): (OrgId, Duty),
	today: Day,
) -> Result<Option<&'static str>> {
	let last: Option<Day> = match KEY_UNTIL.get(key)? {
		Json::Null => None,
		_ => Some(KEY_UNTIL.text(key)?.parse().map_err(Error::unexpected)?),
	};
	let duties = KEY_DUTIES.get(key)?.as_array().cloned().unwrap_or_default();
	Ok(match () {
		() if KEY_ORG.number::<u32>(key)? != org.0 => Some("another organisation's officer"),
		() if KEY_ACTIVE.get(key)? != &json!(true) => {
			Some("no current key: the officer has left, or has another")
		}
		() if last.is_some_and(|last| last < today) => Some("an officer whose last day is over"),
		() if !duties.contains(&json!(duty)) => Some("an officer without the duty"),
		() if ORG_STATUS.text(org_state)? != "Active" => Some("its organisation is suspended or has left"),
		() => None,
	})
}

/// The step that the same person signed and must not have. Who approves may release.
fn same_person(persons: &BTreeMap<OrderStep, Json>, step: OrderStep, person: &Json) -> Option<OrderStep> {
	let must_differ = |other: OrderStep| (other, step) != (OrderStep::Approve, OrderStep::Release);
	persons.iter().find(|(other, known)| *known == person && must_differ(**other)).map(|(other, _)| *other)
}

/// Whose a key is now, and whether its signature for a step counts. `persons`: who signed the steps before it.
async fn checked(
	reader: &Reader,
	(step, given): (OrderStep, &Given),
	wanted: (OrgId, Duty),
	today: Day,
	persons: &mut BTreeMap<OrderStep, Json>,
) -> Result<Json> {
	let mut shown = signature(step, given);
	let record = reader.record("Registry", "Officers", &[json!(given.account)]).await?;
	let Some(record) = record else {
		shown["counts"] = json!(false);
		shown["why"] = json!("nobody's key");
		return Ok(shown);
	};
	let (own, officer) = (KEY_ORG.number::<u32>(&record)?, KEY_OFFICER.number::<u32>(&record)?);
	let org_state = reader.record("Registry", "OrgStates", &[json!(own)]).await?.unwrap_or_default();
	let of_officer =
		reader.record("Registry", "OfficerRecords", &[json!(officer)]).await?.unwrap_or_default();
	let person = PERSON.get(&of_officer)?.clone();
	let why = void_today(&record, &org_state, wanted, today)?.map(str::to_owned).or_else(|| {
		let other = same_person(persons, step, &person)?;
		Some(format!("the same person as for {}", other.name()))
	});
	persons.insert(step, person);
	shown["org"] = json!(own);
	shown["officer"] = json!(officer);
	shown["counts"] = json!(why.is_none());
	if let Some(why) = why {
		shown["why"] = json!(why);
	}
	Ok(shown)
}

/// Refuses an order that is for another chain than the node's.
async fn ensure_chain(context: &Context, order: &OrderFile) -> Result<()> {
	match context.client().await?.genesis().0 == order.genesis.0 {
		true => Ok(()),
		false => Err(Error::new(
			Kind::Verification,
			format!("the order is for another chain than the node's: {:?}", order.genesis),
		)),
	}
}

async fn submit(context: &Context, files: &[PathBuf]) -> Result<()> {
	let order = joined(context, files)?;
	let call = order.call()?;
	ensure_chain(context, &order).await?;
	match context.send_then(call, next).await {
		// By whatever rule: a key that is used is only the first that comes to mind.
		Err(error) if error.kind == Kind::Refused => {
			let (loan, lines) = (order.loan.0, order.draft_lines());
			match same_draft(context, drawn(&order, &lines)).await? {
				Some((number, state)) if state == "Done" => match left_out(context, loan, number).await? {
					0 => say_drafted(context, loan, number, &lines),
					left_out => Err(too_late(loan, number, left_out)),
				},
				_ => Err(error),
			}
		}
		sent => sent,
	}
}

/// How many payments of a final draft were left out. One that was drafted step by step can be done without a fen
/// released: that is no order which was carried out.
async fn left_out(context: &Context, loan: u32, number: DraftNo) -> Result<usize> {
	let reader = context.read_exact().await?;
	let mut cursor: Option<TraceCursor> = Some((number, 0));
	let mut left_out = 0;
	while let Some(from) = cursor.filter(|(draft, _)| *draft == number) {
		let question = (TraceRoot::Loan(LoanId(loan)), Some(from), PAGE);
		let page: Option<TracePage> = reader.ask("trace", question).await?;
		let Some(page) = page else { break };
		left_out += page.nodes.iter().filter(|node| is_left_out(node, number)).count();
		cursor = page.next;
	}
	Ok(left_out)
}

fn is_left_out(node: &TraceNode, number: DraftNo) -> bool {
	matches!(
		node,
		TraceNode::Payment(payment) if payment.draft == number && payment.status == PaymentStatus::Cancelled
	)
}

/// The keys of the order are used up by a draft of the same payments that went another way.
fn too_late(loan: u32, number: DraftNo, left_out: usize) -> Error {
	let message = format!(
		"the same payments were drafted as {loan}/{} and {left_out} of them left out: the order releases nothing any \
		 more; look at zhidai drawdown show {loan}/{}, and pay what is missing under new keys",
		number.0, number.0
	);
	Error::new(Kind::Refused, message)
}

async fn void(context: &Context, path: &Path, reason: &str) -> Result<()> {
	let order = read(context, path)?;
	ensure_chain(context, &order).await?;
	let (loan, lines) = (order.loan, order.draft_lines());
	let number = match same_draft(context, drawn(&order, &lines)).await? {
		None => {
			let call = drawdown(loan, &lines, &order.allocations, order.expires_on);
			let Some(receipt) = in_file(path, context.submit(&call).await)? else { return Ok(()) };
			let number = receipt.number("draft").and_then(|number| u32::try_from(number).ok());
			DraftNo(number.ok_or_else(|| Error::unexpected("the chain names no draft"))?)
		}
		Some((number, state)) => match state.as_str() {
			"Drafted" | "Approved" => number,
			"Done" => {
				let message = format!("too late: look at zhidai drawdown show {}/{}", loan.0, number.0);
				return Err(Error::new(Kind::Refused, message));
			}
			_ => {
				context.show(&json!({ "outcome": "void before", "loan": loan, "draft": number.0 }));
				return Ok(());
			}
		},
	};
	context.send(payments::reject(loan, number, order.digest, reason)).await
}

fn drawn<'a>(order: &'a OrderFile, lines: &'a [DraftLine]) -> Drawn<'a> {
	let OrderFile { loan, allocations, expires_on, .. } = order;
	Drawn { loan: loan.0, lines, allocations, expires_on: *expires_on }
}

fn next(receipt: &Receipt) -> Option<String> {
	let (loan, draft) = (receipt.number("loan")?, receipt.number("draft")?);
	Some(format!("zhidai drawdown show {loan}/{draft}"))
}

fn signature(step: OrderStep, given: &Given) -> Json {
	json!({ "step": step.name(), "account": given.account, "scheme": given.scheme.name() })
}

/// What is signed, in words: the same that the digest is made of; and who has signed.
fn shown(order: &OrderFile) -> Json {
	let lines = order.lines.iter().map(|line| {
		json!({
			"uetr": line.uetr,
			"plan_line": line.plan_line,
			"account": line.account,
			"amount_fen": line.amount,
			"evidence": line.evidence,
		})
	});
	let signed = order.signatures.iter().map(|(step, given)| signature(*step, given));
	let missing = order.missing().into_iter().map(OrderStep::name);
	json!({
		"loan": order.loan,
		"payments": order.lines.len(),
		"sum_fen": order.sum,
		"expires_on": order.expires_on.to_string(),
		"digest": order.digest,
		"genesis": order.genesis,
		"lines": lines.collect::<Vec<_>>(),
		"allocations": order.allocations,
		"signed": signed.collect::<Vec<_>>(),
		"missing": missing.collect::<Vec<_>>(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn steps_are_known_by_their_names() {
		for known in OrderStep::ALL {
			assert_eq!(step(known.name()), Ok(known));
		}
		assert!(step("pay").is_err());
	}

	#[test]
	fn a_signature_counts_as_the_chain_would_count_it() {
		let today: Day = "2026-03-01".parse().unwrap();
		let key =
			|until: Json| json!({ "org": 3, "active": true, "duties": ["Maker"], "valid_until": until });
		let why = |key: &Json, status: &str, duty| {
			void_today(key, &json!({ "status": status }), (OrgId(3), duty), today).unwrap()
		};
		for until in [Json::Null, json!("2026-03-01"), json!("2027-01-01")] {
			assert_eq!(why(&key(until), "Active", Duty::Maker), None);
		}
		let over = why(&key(json!("2026-02-28")), "Active", Duty::Maker);
		assert_eq!(over, Some("an officer whose last day is over"));
		let suspended = why(&key(Json::Null), "Suspended", Duty::Maker);
		assert_eq!(suspended, Some("its organisation is suspended or has left"));
		assert_eq!(why(&key(Json::Null), "Active", Duty::Checker), Some("an officer without the duty"));
	}

	#[test]
	fn one_person_signs_one_step_and_the_release_of_what_it_approved() {
		let persons = BTreeMap::from([
			(OrderStep::Mandate, json!("a")),
			(OrderStep::Make, json!("b")),
			(OrderStep::Approve, json!("c")),
		]);
		let same = |step, person: &str| same_person(&persons, step, &json!(person));
		assert_eq!(same(OrderStep::Release, "c"), None);
		assert_eq!(same(OrderStep::Release, "b"), Some(OrderStep::Make));
		assert_eq!(same(OrderStep::Approve, "a"), Some(OrderStep::Mandate));
	}

	/// It said «final before» of payments of which none had left.
	#[test]
	fn a_draft_of_which_payments_were_left_out_is_no_order_that_was_carried_out() {
		let vector: Json =
			serde_json::from_str(include_str!("../../../api/tests/vectors/trace_page.json")).unwrap();
		let mut page: TracePage = serde_json::from_value(vector["json"].clone()).unwrap();
		let left_out = |page: &TracePage, draft| {
			page.nodes.iter().filter(|node| is_left_out(node, DraftNo(draft))).count()
		};
		assert_eq!((left_out(&page, 0), left_out(&page, 1)), (0, 0));
		for node in &mut page.nodes {
			if let TraceNode::Payment(payment) = node {
				payment.status = PaymentStatus::Cancelled;
			}
		}
		assert_eq!((left_out(&page, 0), left_out(&page, 1), left_out(&page, 2)), (1, 1, 0));
		let error = too_late(7, DraftNo(1), 2);
		assert!(
			error.kind == Kind::Refused && error.message.contains("7/1 and 2 of them left out"),
			"{error}"
		);
	}

	#[test]
	fn the_borrower_mandates_and_the_bank_does_the_rest() {
		let (bank, borrower) = (OrgId(3), OrgId(5));
		assert_eq!(wanted(OrderStep::Mandate, bank, borrower), (borrower, Duty::Confirm));
		for step in [OrderStep::Make, OrderStep::Approve, OrderStep::Release] {
			assert_eq!(wanted(step, bank, borrower).0, bank);
		}
	}
}
