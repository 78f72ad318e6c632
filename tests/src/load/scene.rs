//! The scene: firms, accounts, contracts and evidence, all of it by signed calls. Nothing here is measured.

use super::cast::{credit_code, person, Bank, Cast, REGULATOR};
use super::desk::{Desk, Done};
use anyhow::{Context, Result};
use futures::future::try_join_all;
use futures::stream::{self, StreamExt, TryStreamExt};
use serde_json::{json, Value};
use std::future::Future;
use std::sync::Arc;
use tokio::sync::Semaphore;
use zhidai_api::{CredentialTypeId, Day, Digest, EvidenceId, Fen, LoanId, OrgId, SchemeId, MAX_OPEN_DRAFTS};
use zhidai_sdk::calls::{credentials, evidence, loans, registry};
use zhidai_sdk::chain::Call;
use zhidai_sdk::digests::{credential_number, KeyFor};
use zhidai_sdk::keys::blake2_256;
use zhidai_sdk::proofs;

/// 甬质贷: at most 5 亿 yuan a borrower.
const SCHEME: SchemeId = SchemeId(1);
const LIMIT_OF_A_BORROWER: Fen = Fen(500_000_000 * 100);
/// 质量管理体系认证, which gives a tier of 甬质贷.
const CREDENTIAL: CredentialTypeId = CredentialTypeId(22);
const REGION: u32 = 330_200;
/// How many acts of one officer are on their way at a time: the registry lets eight of them wait.
const AT_A_TIME: usize = 6;

/// How large the scene is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
	/// Contracts of each bank.
	pub loans: usize,
	/// Suppliers, each with a line of every plan.
	pub suppliers: usize,
}

/// An active contract whose payees are verified.
pub struct Loan {
	/// Its id.
	pub id: LoanId,
	/// Who lends, and who mandates.
	pub bank: Arc<Bank>,
	/// For each plan line, in its order, the invoice that both sides found good.
	pub evidence: Vec<EvidenceId>,
	/// A loan has at most 64 open drafts; who comes later waits.
	pub places: Arc<Semaphore>,
}

fn digest(parts: &[&[u8]]) -> Digest {
	blake2_256(parts).into()
}

async fn make(desk: &Desk, call: Call) -> Result<Done> {
	desk.make(&call).await.with_context(|| call.title())
}

/// One officer proposes an act and another approves it; answers the approval.
pub(super) async fn act(first: &Desk, second: &Desk, content: Value) -> Result<Done> {
	let proposed = make(first, registry::propose(content)).await?;
	let named: Digest = proposed.text("digest")?.parse().context("the digest of an act")?;
	make(second, registry::approve(proposed.number("act_id")?, named)).await
}

/// Some at a time; answers in their order.
async fn some_at_a_time<T>(
	acts: impl IntoIterator<Item = impl Future<Output = Result<T>>>,
) -> Result<Vec<T>> {
	stream::iter(acts).buffered(AT_A_TIME).try_collect().await
}

async fn as_bank(bank: &Bank, content: Value) -> Result<Done> {
	act(bank.makers.first()?, bank.checkers.first()?, content).await
}

/// Sets the scene; answers the loans, those of the banks by turns.
pub async fn set(cast: &Cast, size: Size, today: Day, tell: impl Fn(&str)) -> Result<Vec<Arc<Loan>>> {
	tell("officers are added, borrowers and suppliers admitted");
	let firms =
		try_join_all(cast.banks.iter().enumerate().map(|(number, bank)| firms(cast, bank, number, size)));
	let officers = try_join_all(cast.banks.iter().map(|bank| hire(bank)));
	let (firms, _) = futures::try_join!(firms, officers)?;

	tell("credentials are recorded, receiving accounts verified");
	let records = firms.iter().map(|firms| record(cast, firms.borrower, today));
	let pairs = || cast.banks.iter().zip(&firms);
	let accounts = pairs().map(|(bank, firms)| {
		some_at_a_time(firms.suppliers.iter().map(|supplier| verify_account(bank, *supplier)))
	});
	futures::try_join!(try_join_all(records), try_join_all(accounts))?;

	tell("contracts are prepared, checked and signed; invoices filed and judged by both sides");
	let contracts = (0..size.loans).flat_map(|_| pairs());
	let amount = Fen(LIMIT_OF_A_BORROWER.0 / size.loans.max(1) as u64);
	// Of two banks by turns: three of each, where four offers of a bank may stand for its borrower.
	some_at_a_time(contracts.map(|(bank, firms)| lend(cast, bank, firms, amount, today))).await
}

/// A bank's borrower and the suppliers that it is financed to pay. Each bank verifies accounts for itself, so
/// each has its own.
struct Firms {
	borrower: OrgId,
	suppliers: Vec<OrgId>,
}

async fn firms(cast: &Cast, bank: &Bank, number: usize, size: Size) -> Result<Firms> {
	let suppliers = (1..=size.suppliers).map(|supplier| supplier_of(bank, number * 100 + supplier));
	let borrower = borrower(cast, bank, number * 100);
	let (borrower, suppliers) = futures::try_join!(borrower, some_at_a_time(suppliers))?;
	Ok(Firms { borrower, suppliers })
}

/// The bank proposes the borrower and its officers, the market regulator confirms them.
async fn borrower(cast: &Cast, bank: &Bank, number: usize) -> Result<OrgId> {
	let organisation = organisation(number, "压测借款企业(示例)", "Enterprise")?;
	let key_for = proofs::admission(&organisation)?;
	let officer = |(place, (name, desk)): (usize, (&str, &Arc<Desk>))| {
		let duties = if place < 2 { json!(["Admin", "Confirm"]) } else { json!(["Confirm"]) };
		desk.officer(key_for, person(name), &duties)
	};
	let officers = bank.confirmers.named().enumerate().map(officer).collect::<Result<Vec<Value>>>()?;
	let content = json!({ "AdmitFirm": { "organisation": organisation, "officers": officers } });
	Ok(OrgId(act(bank.makers.first()?, &cast.regulator_checker, content).await?.number("org")?))
}

async fn supplier_of(bank: &Bank, number: usize) -> Result<OrgId> {
	let organisation = organisation(number, "压测供应商(示例)", "Supplier")?;
	let content = json!({ "AdmitFirm": { "organisation": organisation, "officers": [] } });
	Ok(OrgId(as_bank(bank, content).await?.number("org")?))
}

fn organisation(number: usize, name: &str, role: &str) -> Result<Value> {
	Ok(json!({
		"name": format!("{name}{number}"),
		"registration": { "CreditCode": credit_code(number)?.as_str() },
		"region": REGION,
		"roles": [role],
	}))
}

/// The bank's admins add officers beside those of the preset.
async fn hire(bank: &Bank) -> Result<()> {
	let [first, second] = &bank.admins;
	let pools = [(&bank.makers, "Maker"), (&bank.checkers, "Checker"), (&bank.releasers, "Release")];
	let added = pools
		.into_iter()
		.flat_map(|(pool, duty)| pool.named().skip(1).map(move |desk_named| (desk_named, duty)));
	some_at_a_time(added.map(|((name, desk), duty)| async move {
		let officer = desk.officer(KeyFor::Organisation(bank.org), person(name), &json!([duty]))?;
		act(first, second, json!({ "AddOfficer": officer })).await
	}))
	.await?;
	Ok(())
}

async fn record(cast: &Cast, borrower: OrgId, today: Day) -> Result<()> {
	let number = credential_number(CREDENTIAL.0, &format!("BENCH-{borrower}"))?;
	let document = digest(&[b"zhidai/bench/credential", &borrower.0.to_le_bytes()]);
	let call = credentials::record(borrower, CREDENTIAL, number.into(), document, today, None);
	let proposed = make(&cast.regulator_maker, call).await?;
	let named: Digest = proposed.text("digest")?.parse().context("the digest of an act")?;
	let confirm = credentials::confirm(proposed.number("act")?, named);
	make(&cast.regulator_checker, confirm).await.map(drop)
}

async fn verify_account(bank: &Bank, supplier: OrgId) -> Result<()> {
	let hash = |what: &[u8]| digest(&[b"zhidai/bench/", what, &supplier.0.to_le_bytes()]);
	let account = json!({
		"holder": "压测供应商(示例)",
		"holder_reason": "one name stands for all suppliers of the load",
		"bank_code": "999332000025",
		"account_hash": hash(b"account"),
		// Each has another account; no number stands behind it.
		"fingerprint": hash(b"fingerprint"),
		"record_digest": hash(b"record"),
	});
	let content = json!({ "payee": supplier, "account": account });
	as_bank(bank, json!({ "VerifyPayeeAccount": content })).await.map(drop)
}

async fn lend(
	cast: &Cast,
	bank: &Arc<Bank>,
	Firms { borrower, suppliers }: &Firms,
	amount: Fen,
	today: Day,
) -> Result<Arc<Loan>> {
	let cap_fen = amount.0 / suppliers.len().max(1) as u64;
	let line = |payee: &OrgId| {
		json!({
			"payee": payee,
			"quality_upgrading": true,
			"cap": cap_fen,
			"stage": "Delivery",
			"evidence_before": "Invoice",
		})
	};
	let request = json!({
		"borrower": borrower,
		"regulator": REGULATOR,
		"scheme": SCHEME,
		"amount": cap_fen * suppliers.len() as u64,
		"rate_bp": 320,
		"available_until": today.plus_days(180).context("no such day")?.to_string(),
		"term_months": 36,
		"own_funds_bp": 2_000,
		"agreement": digest(&[b"zhidai/bench/agreement"]),
		"plan": suppliers.iter().map(line).collect::<Vec<_>>(),
	});
	let prepared = make(bank.makers.next()?, loans::offer(request)).await?;
	let id = LoanId(prepared.number("loan")?);
	let named: Digest = prepared.text("digest")?.parse().context("the digest of a contract")?;
	make(bank.checkers.next()?, loans::check_offer(id, named)).await?;
	make(bank.confirmers.next()?, loans::sign(id, named)).await?;
	let invoices =
		suppliers.iter().map(|supplier| invoice(cast, bank, id, *borrower, *supplier, cap_fen, today));
	let evidence = try_join_all(invoices).await?;
	let places = Arc::new(Semaphore::new(usize::try_from(MAX_OPEN_DRAFTS)?));
	Ok(Arc::new(Loan { id, bank: bank.clone(), evidence, places }))
}

/// Files an invoice over a whole plan line, and has both sides find it good.
async fn invoice(
	cast: &Cast,
	bank: &Bank,
	loan: LoanId,
	buyer: OrgId,
	seller: OrgId,
	amount_fen: u64,
	today: Day,
) -> Result<EvidenceId> {
	let hash =
		|what: &[u8]| digest(&[b"zhidai/bench/", what, &loan.0.to_le_bytes(), &seller.0.to_le_bytes()]);
	let content = json!({
		"kind": "Invoice",
		"sha256": hash(b"sha256"),
		"sm3": hash(b"sm3"),
		"fields_digest": hash(b"fields"),
		"amount": amount_fen,
		"dated_on": today.to_string(),
		"seller": seller,
		"buyer": buyer,
		"belongs_to": null,
	});
	let filed = make(bank.confirmers.next()?, evidence::file(loan, content)).await?;
	let id = EvidenceId(filed.number("evidence")?);
	let named: Digest = filed.text("digest")?.parse().context("the digest of evidence")?;
	let prints = [hash(b"fingerprint")];
	let verdict = || evidence::give_verdict(id, 0, named, json!("Consistent"), None, &prints, json!([]));
	let (bank, regulator) = (make(&bank.attest, verdict()), make(&cast.regulator_attest, verdict()));
	futures::try_join!(bank, regulator)?;
	Ok(id)
}
