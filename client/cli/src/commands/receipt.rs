use super::order::void_today;
use super::{in_file, json_file};
use crate::context::Context;
use clap::{Args, Subcommand};
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_api::{
	Day, Duty, Fen, OrgId, ShortText, TraceCursor, TraceNode, TracePage, TracePayment, TraceRoot, Uetr,
};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::fields::{KEY_OFFICER, KEY_ORG, SUCCESSION_HEIR};
use zhidai_sdk::receipts::{ReceiptFile, Said};
use zhidai_sdk::{Error, Kind, Result};

#[derive(Subcommand)]
pub(crate) enum Receipt {
	/// Write a receipt for a payment; with --genesis and --amount no node is asked
	New {
		/// The payment
		uetr: Uetr,
		#[command(flatten)]
		said: Answer,
		/// What the payee has of it, in yuan: all but what came back; else what the chain says
		#[arg(long, value_name = "YUAN")]
		amount: Option<Fen>,
		/// How many words were said of the payment before (`words` of `payment show`); else what the chain says, and 0
		/// where no node is asked
		#[arg(long, value_name = "NUMBER")]
		after: Option<u8>,
		/// The last day on which the receipt can be handed in
		#[arg(long, value_name = "DATE")]
		expires_on: Day,
		/// Where to; never overwritten
		#[arg(short, long, value_name = "FILE")]
		output: PathBuf,
	},
	/// Sign a receipt, and show what is signed; no node is asked
	Sign {
		/// The receipt
		file: PathBuf,
	},
	/// Say what a receipt says, who has signed it, and until when it is good
	Status {
		/// The receipt
		file: PathBuf,
		/// Ask the chain whose the key is, whether it still counts, and where the payment stands
		#[arg(long)]
		check: bool,
	},
	/// Hand in a signed receipt, as any member: it is the payee's word, and counts once
	///
	/// With --dry-run the chain says what it would say to it.
	Submit {
		/// The receipt
		file: PathBuf,
	},
}

/// Whether the payee has the money.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Answer {
	/// It came on this day
	#[arg(long, value_name = "DATE")]
	received_on: Option<Day>,
	/// It did not come: why that is said
	#[arg(long, value_name = "REASON", value_parser = super::reason)]
	denied: Option<String>,
}

impl Answer {
	fn said(self) -> Result<Said> {
		match (self.received_on, self.denied) {
			(Some(on), _) => Ok(Said::ReceivedOn(on)),
			(None, Some(reason)) => Ok(Said::Denied(
				ShortText::try_from(reason.as_str()).map_err(|error| Error::usage(error.to_string()))?,
			)),
			(None, None) => Err(Error::usage("say --received-on DATE or --denied REASON")),
		}
	}
}

impl Receipt {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::New { uetr, said, amount, after, expires_on, output } => {
				let said = said.said()?;
				new(context, uetr, said, (amount, after), expires_on, &output).await
			}
			Self::Sign { file } => sign(context, &file),
			Self::Status { file, check } => status(context, &file, check).await,
			Self::Submit { file } => submit(context, &file).await,
		}
	}
}

async fn new(
	context: &Context,
	uetr: Uetr,
	said: Said,
	(amount, after): (Option<Fen>, Option<u8>),
	expires_on: Day,
	output: &Path,
) -> Result<()> {
	let named = context.genesis()?;
	let (amount, after) = match (named, amount, after) {
		(_, Some(amount), Some(after)) => (amount, after),
		// Beside the chain it is the first word.
		(Some(_), Some(amount), None) => (amount, 0),
		_ => {
			let (payment, _) = payment(&context.read_exact().await?, uetr).await?;
			(amount.unwrap_or_else(|| with_payee(&payment)), after.unwrap_or(payment.words))
		}
	};
	let genesis = match named {
		Some(genesis) => genesis,
		None => context.client().await?.genesis().0,
	};
	let receipt = ReceiptFile::new(genesis, uetr, amount, said, expires_on, after)?;
	if !context.is_trial() {
		receipt.write_new(output)?;
	}
	context.show(&shown(&receipt));
	Ok(())
}

/// What the payee has of a payment: all but what came back.
fn with_payee(payment: &TracePayment) -> Fen {
	payment.amount_fen.saturating_sub(payment.came_back.all_fen)
}

/// A payment, as the chain traces it, and who lends.
async fn payment(reader: &Reader, uetr: Uetr) -> Result<(TracePayment, OrgId)> {
	let question = (TraceRoot::Payment(uetr), None::<TraceCursor>, 1_u32);
	let page: Option<TracePage> = reader.ask("trace", question).await?;
	page.and_then(found).ok_or_else(|| Error::new(Kind::NotFound, format!("there is no payment {uetr}")))
}

fn found(page: TracePage) -> Option<(TracePayment, OrgId)> {
	let lender = page.loan.bank;
	page.nodes.into_iter().find_map(|node| match node {
		TraceNode::Payment(payment) => Some((payment, lender)),
		_ => None,
	})
}

/// What the chain would refuse of a receipt today, whoever signed it.
fn refused(receipt: &ReceiptFile, payment: &TracePayment, today: Day) -> Vec<&'static str> {
	let rules = [
		(receipt.amount != with_payee(payment), "it names another amount than the payee has"),
		(receipt.expires_on < today, "its last day is over"),
		(receipt.after != payment.words, "other words were said of the payment than it comes after"),
	];
	rules.into_iter().filter(|(is_broken, _)| *is_broken).map(|(_, why)| why).collect()
}

/// Reads a receipt: of this chain, where one was named.
fn read(context: &Context, path: &Path) -> Result<ReceiptFile> {
	let receipt = in_file(path, ReceiptFile::parse(json_file(path)?))?;
	match context.genesis()? {
		Some(genesis) if receipt.genesis.0 != genesis => Err(Error::new(
			Kind::Verification,
			format!("{}: a receipt for another chain, {:?}", path.display(), receipt.genesis),
		)),
		_ => Ok(receipt),
	}
}

fn sign(context: &Context, path: &Path) -> Result<()> {
	let mut receipt = read(context, path)?;
	let key = context.key()?;
	in_file(path, receipt.sign(&key))?;
	if !context.is_trial() {
		receipt.rewrite(path)?;
	}
	context.show(&shown(&receipt));
	Ok(())
}

async fn status(context: &Context, path: &Path, check: bool) -> Result<()> {
	let receipt = read(context, path)?;
	let mut shown = shown(&receipt);
	if !check {
		context.show(&shown);
		return Ok(());
	}
	ensure_chain(context, &receipt).await?;
	let reader = context.read_exact().await?;
	let (payment, lender) = payment(&reader, receipt.uetr).await?;
	let (status, amount, words) = (payment.status.chinese(), with_payee(&payment), payment.words);
	shown["payment"] = json!({ "status": status, "amount_fen": amount, "words": words });
	let today: Day = reader.ask("today", ()).await?;
	shown["refused"] = json!(refused(&receipt, &payment, today));
	if let Some(given) = &receipt.signature {
		shown["signed"] = checked(&reader, &given.account, (payment.payee, lender), today).await?;
	}
	context.show_at(&reader, &shown);
	Ok(())
}

/// Whose a key is now, and whether its signature counts for this payee of a loan of this lender.
async fn checked(
	reader: &Reader,
	account: &str,
	(payee, lender): (OrgId, OrgId),
	today: Day,
) -> Result<Json> {
	let mut shown = json!({ "account": account });
	let Some(record) = reader.record("Registry", "Officers", &[json!(account)]).await? else {
		shown["counts"] = json!(false);
		shown["why"] = json!("nobody's key");
		return Ok(shown);
	};
	let (own, officer) = (KEY_ORG.number::<u32>(&record)?, KEY_OFFICER.number::<u32>(&record)?);
	let org_state = reader.record("Registry", "OrgStates", &[json!(own)]).await?.unwrap_or_default();
	let succession = reader.record("Registry", "Successions", &[json!(payee)]).await?;
	let heir = succession.map(|record| SUCCESSION_HEIR.number::<u32>(&record)).transpose()?;
	let why = match speaker(OrgId(own), (payee, lender), heir.map(OrgId)) {
		Some(speaks) => void_today(&record, &org_state, (speaks, Duty::Confirm), today)?,
		None => Some("the lending bank's officer, who says nothing of its own payments"),
	};
	shown["org"] = json!(own);
	shown["officer"] = json!(officer);
	shown["counts"] = json!(why.is_none());
	if let Some(why) = why {
		shown["why"] = json!(why);
	}
	Ok(shown)
}

/// Whose officer it must be: the payee's, or where it is who succeeds that, this one's. Who lends speaks for no payee
/// that it succeeds.
fn speaker(own: OrgId, (payee, lender): (OrgId, OrgId), heir: Option<OrgId>) -> Option<OrgId> {
	let succeeds = heir == Some(own);
	(!succeeds || own != lender).then_some(if succeeds { own } else { payee })
}

/// Refuses a receipt that is for another chain than the node's.
async fn ensure_chain(context: &Context, receipt: &ReceiptFile) -> Result<()> {
	match context.client().await?.genesis().0 == receipt.genesis.0 {
		true => Ok(()),
		false => Err(Error::new(
			Kind::Verification,
			format!("the receipt is for another chain than the node's: {:?}", receipt.genesis),
		)),
	}
}

async fn submit(context: &Context, path: &Path) -> Result<()> {
	let receipt = read(context, path)?;
	let call = in_file(path, receipt.call())?;
	ensure_chain(context, &receipt).await?;
	let next = format!("zhidai payment show {}", receipt.uetr);
	in_file(path, context.send_then(call, |_| Some(next)).await)
}

/// What is signed, in words: the same that the digest is made of; and who has signed.
fn shown(receipt: &ReceiptFile) -> Json {
	let (received_on, denied) = match &receipt.said {
		Said::ReceivedOn(on) => (Some(on.to_string()), None),
		Said::Denied(reason) => (None, Some(reason.as_str())),
	};
	let signed = receipt.signature.as_ref();
	json!({
		"uetr": receipt.uetr,
		"amount_fen": receipt.amount,
		"received_on": received_on,
		"denied": denied,
		"expires_on": receipt.expires_on.to_string(),
		"after": receipt.after,
		"digest": receipt.digest,
		"genesis": receipt.genesis,
		"signed": signed.map(|given| json!({ "account": given.account, "scheme": given.scheme.name() })),
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The payment of the committed trace, and who lends: of it 111.11 yuan came back, and six words were said.
	fn traced() -> (TracePayment, OrgId) {
		let vector: Json =
			serde_json::from_str(include_str!("../../../api/tests/vectors/trace_page.json")).unwrap();
		found(serde_json::from_value(vector["json"].clone()).unwrap()).unwrap()
	}

	fn day(text: &str) -> Day {
		text.parse().unwrap()
	}

	/// It said nothing of an amount, a day or a word that the chain refuses.
	#[test]
	fn what_the_chain_would_refuse_is_told() {
		let (payment, _) = traced();
		let receipt = |fen, after| {
			let (said, last) = (Said::ReceivedOn(day("2026-03-17")), day("2026-04-30"));
			ReceiptFile::new([7; 32], payment.uetr, Fen(fen), said, last, after).unwrap()
		};
		let told = |receipt: ReceiptFile, today| refused(&receipt, &payment, day(today));
		let left = payment.amount_fen.0 - 11_111;
		assert!(told(receipt(left, 6), "2026-04-30").is_empty());
		assert_eq!(told(receipt(left, 6), "2026-05-01"), ["its last day is over"]);
		assert_eq!(told(receipt(left + 1, 6), "2026-04-30"), ["it names another amount than the payee has"]);
		assert_eq!(told(receipt(left, 0), "2026-04-30").len(), 1);
	}

	/// The lending bank's signature was told to count where it had taken the payee's place.
	#[test]
	fn who_lends_signs_for_no_payee_that_it_succeeds() {
		let (payee, lender, other) = (OrgId(4), OrgId(1), OrgId(6));
		let speaks = |own, heir| speaker(own, (payee, lender), heir);
		assert_eq!(speaks(lender, Some(lender)), None);
		assert_eq!(speaks(other, Some(other)), Some(other));
		// Anybody else must be the payee's own.
		assert_eq!([speaks(payee, None), speaks(payee, Some(lender))], [Some(payee); 2]);
		assert_eq!([speaks(other, None), speaks(lender, Some(other))], [Some(payee); 2]);
	}
}
