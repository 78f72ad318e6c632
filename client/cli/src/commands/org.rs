use super::{council, digest, in_file, json_file};
use crate::context::Context;
use clap::Subcommand;
use serde_json::{json, Value as Json};
use std::path::{Path, PathBuf};
use zhidai_api::{Digest, OrgId, RegistrationId};
use zhidai_sdk::calls::registry;
use zhidai_sdk::render::Style;
use zhidai_sdk::{digests, Error, Result};

#[derive(Subcommand)]
pub(crate) enum Org {
	/// Propose a firm, or with --seat a bank or bureau to the council
	///
	/// The file holds {"organisation": {name, registration, region, roles}, "officers": [{account, person,
	/// duties, proof, …}]}. Each officer's proof is what `zhidai key prove --admission FILE` says with its key, person
	/// and duties. A bureau confirms a firm with officers, also in another region than its number's.
	Admit {
		/// Organisation and officers as JSON
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// As a motion of the council, by this seat of the own organisation
		#[arg(long)]
		seat: Option<u8>,
	},
	/// Propose the first officers of a firm that has none; a bureau confirms them
	Officers {
		/// The firm
		id: u32,
		/// A list of officers as JSON, with proofs from `zhidai key prove --org`; or {"officers": […]}, with the firm's
		/// "name", "roles" and "region" where what is recorded is not right
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
	},
	/// Approve an act that another person of the organisation proposed (复核), or confirm a firm for a bureau
	Approve {
		/// The act
		act: u32,
		/// The digest that the act was proposed under
		#[arg(long, value_parser = digest)]
		digest: Digest,
	},
	/// Reject an act that you could approve, and say why (驳回): a bureau the firm that a bank proposed
	Reject {
		/// The act
		act: u32,
		/// Why, for who proposed it
		#[arg(long, value_parser = super::reason)]
		reason: String,
	},
	/// Take a proposed act back
	Withdraw {
		/// The act
		act: u32,
	},
	/// Show an act that waits, and its digest
	Act {
		/// The act
		act: u32,
	},
	/// Propose to suspend an organisation to the council (暂停)
	Suspend {
		/// The organisation
		id: u32,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Propose to reinstate an organisation to the council
	Reinstate {
		/// The organisation
		id: u32,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Propose to the council that an organisation leaves (退出) of which no loan and no payment is open; who is then
	/// admitted under its registration numbers is its successor
	Exit {
		/// The organisation
		id: u32,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Propose to the council that another organisation takes the place of one (承继), as by a merger: it takes over the
	/// loans, then the other one can leave
	Succeed {
		/// The organisation
		id: u32,
		/// Who takes its place
		#[arg(long, value_name = "ORG")]
		by: u32,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Rename an organisation (更名): with --seat a proposal to the council, else as a market regulator a firm of its
	/// region
	Rename {
		/// The organisation
		id: u32,
		/// Its name from now on
		#[arg(long)]
		name: String,
		/// As a motion of the council, by this seat of the own organisation
		#[arg(long)]
		seat: Option<u8>,
	},
	/// Declare who controls the own organisation (控制人), or as a regulator who controls another one of its region
	Control {
		/// The controlling organisation; none ends it: the own declaration counts for 30 days more
		#[arg(long)]
		by: Option<u32>,
		/// As a regulator: the organisation that is controlled
		#[arg(long = "of", value_name = "ID")]
		org: Option<u32>,
		/// As admins of who is named: the organisation that names it wrongly; its declaration counts for 30 days more
		#[arg(long, value_name = "ID", conflicts_with_all = ["by", "org"])]
		disown: Option<u32>,
	},
	/// As a market regulator, correct where an organisation is registered
	Region {
		/// The organisation
		id: u32,
		/// Six digits of GB/T 2260
		#[arg(long)]
		region: u32,
	},
	/// As a market regulator, add an organisation's other number: its credit code, or the 15 digits that it had before;
	/// or take one back that was added wrongly
	Number {
		/// The organisation
		id: u32,
		/// The number
		number: String,
		/// It was added wrongly: it is another organisation's
		#[arg(long)]
		wrong: bool,
	},
	/// Propose to the council to give an organisation admins after a notice, because it has too few left
	Recover {
		/// The organisation
		id: u32,
		/// A list of admins as JSON, with proofs from `zhidai key prove --org`
		#[arg(long, value_name = "FILE")]
		file: PathBuf,
		/// The seat of the own organisation
		#[arg(long)]
		seat: u8,
	},
	/// Show the admins that the council would give an organisation, and until when one of its own can object
	Recovery {
		/// The organisation
		id: u32,
	},
	/// Object to the recovery of the own organisation
	Object,
	/// Carry out a recovery whose notice is over
	Recovered {
		/// The organisation
		id: u32,
	},
	/// Declare that two organisations are related (关联方): a regulator for everybody, where one is in its region; a bank
	/// for its own loans
	Relate {
		/// The one
		#[arg(long)]
		one: u32,
		/// The other
		#[arg(long)]
		other: u32,
		/// That they no longer are; a bank's own record counts for 30 days more
		#[arg(long)]
		ended: bool,
		/// As a regulator whose region contains both: the bank or regulator whose record is ended; none: the own one
		#[arg(long, requires = "ended")]
		recorded_by: Option<u32>,
	},
	/// List all organisations
	List,
	/// Show an organisation, what keeps it from leaving, and who took its place
	Show {
		/// The organisation
		id: u32,
	},
}

/// Proposes an act and says how it is approved.
pub(super) async fn propose(context: &Context, content: Json) -> Result<()> {
	context
		.send_then(registry::propose(content), |receipt| {
			let (id, digest) =
				(receipt.number("act_id")?, receipt.events.first()?.fields.get("digest")?.as_str()?);
			Some(format!("another person: zhidai org approve {id} --digest {digest}"))
		})
		.await
}

/// A registration number as a call takes it.
fn registration(number: &str) -> Result<Json> {
	Ok(match digests::registration(number).map_err(Error::usage)? {
		RegistrationId::CreditCode(_) => json!({ "CreditCode": number }),
		RegistrationId::BusinessRegistration(_) => json!({ "BusinessRegistration": number }),
		RegistrationId::CreditCodeAsIssued(_) => json!({ "CreditCodeAsIssued": number }),
	})
}

fn admission(file: &Json) -> Result<(Json, Json)> {
	let part = |name: &str| file.get(name).cloned();
	let organisation = part("organisation").ok_or_else(|| Error::usage("organisation: missing"))?;
	Ok((organisation, part("officers").unwrap_or_else(|| json!([]))))
}

/// Through a motion of the council where a seat is named, else by an act of the signer's organisation.
async fn admit(context: &Context, file: &Path, seat: Option<u8>) -> Result<()> {
	let (organisation, officers) = in_file(file, admission(&json_file(file)?))?;
	let sent = match seat {
		Some(seat) => {
			council::propose(context, seat, &registry::admit_by_council(organisation, officers)).await
		}
		None => {
			let content = json!({ "organisation": organisation, "officers": officers });
			propose(context, json!({ "AdmitFirm": content })).await
		}
	};
	in_file(file, sent)
}

/// The first officers of a firm: a list of them, or an object that corrects what is known of the firm as well.
async fn first_officers(context: &Context, id: u32, file: &Path) -> Result<()> {
	let mut content = match json_file(file)? {
		corrected @ Json::Object(_) => corrected,
		officers => json!({ "officers": officers }),
	};
	if let Json::Object(fields) = &mut content {
		fields.insert("org".into(), json!(id));
	}
	in_file(file, propose(context, json!({ "FirstOfficers": content })).await)
}

impl Org {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		match self {
			Self::Admit { file, seat } => admit(context, &file, seat).await,
			Self::Officers { id, file } => first_officers(context, id, &file).await,
			Self::Approve { act, digest } => context.send(registry::approve(act, digest)).await,
			Self::Reject { act, reason } => context.send(registry::reject(act, &reason)).await,
			Self::Withdraw { act } => context.send(registry::withdraw(act)).await,
			Self::Act { act } => show_act(context, act).await,
			Self::Suspend { id, seat } => {
				council::propose(context, seat, &registry::suspend(OrgId(id))).await
			}
			Self::Reinstate { id, seat } => {
				council::propose(context, seat, &registry::reinstate(OrgId(id))).await
			}
			Self::Exit { id, seat } => council::propose(context, seat, &registry::exit(OrgId(id))).await,
			Self::Succeed { id, by, seat } => {
				council::propose(context, seat, &registry::succeed(OrgId(id), OrgId(by))).await
			}
			Self::Rename { id, name, seat: Some(seat) } => {
				council::propose(context, seat, &registry::rename(OrgId(id), &name)).await
			}
			Self::Rename { id, name, seat: None } => {
				propose(context, json!({ "CorrectName": { "org": id, "name": name } })).await
			}
			Self::Control { disown: Some(org), .. } => {
				propose(context, json!({ "Disown": { "org": org } })).await
			}
			Self::Control { by, org: None, .. } => {
				propose(context, json!({ "SetController": { "controller": by } })).await
			}
			Self::Control { by, org: Some(org), .. } => {
				propose(context, json!({ "SetControllerOf": { "org": org, "controller": by } })).await
			}
			Self::Region { id, region } => {
				propose(context, json!({ "CorrectRegion": { "org": id, "region": region } })).await
			}
			Self::Number { id, number, wrong } => {
				let (number, act) =
					(registration(&number)?, if wrong { "UnlinkNumber" } else { "LinkNumber" });
				propose(context, json!({ act: { "org": id, "number": number } })).await
			}
			Self::Recover { id, file, seat } => {
				let call = registry::open_recovery(OrgId(id), json_file(&file)?);
				in_file(&file, council::propose(context, seat, &call).await)
			}
			Self::Recovery { id } => show_recovery(context, id).await,
			Self::Object => context.send(registry::object_to_recovery()).await,
			Self::Recovered { id } => context.send(registry::complete_recovery(OrgId(id))).await,
			Self::Relate { one, other, ended: false, .. } => {
				propose(context, json!({ "DeclareRelated": { "one": one, "other": other } })).await
			}
			Self::Relate { one, other, recorded_by, .. } => {
				let content = json!({ "one": one, "other": other, "recorded_by": recorded_by });
				propose(context, json!({ "DeclareUnrelated": content })).await
			}
			Self::List => context.show_records("org", "Registry", "Organisations", &[]).await,
			Self::Show { id } => show(context, id).await,
		}
	}
}

async fn show_recovery(context: &Context, id: u32) -> Result<()> {
	let what = format!("recovery of organisation {id}");
	context.show_record(&what, "Registry", "Recoveries", &[json!(id)]).await
}

async fn show_act(context: &Context, act: u32) -> Result<()> {
	let reader = context.read_to_sign(Style::Json).await?;
	let missing = || Error::new(zhidai_sdk::Kind::NotFound, format!("no act {act} waits"));
	let mut pending = reader.record("Registry", "Acts", &[json!(act)]).await?.ok_or_else(missing)?;
	let content = zhidai_sdk::fields::ACT.get(&pending)?.clone();
	let encoder = zhidai_sdk::encode::Encoder::new(reader.metadata());
	let digest = digests::act(act, &encoder.argument("Registry", "propose", "act", &content)?);
	if let Json::Object(fields) = &mut pending {
		fields.insert("digest".into(), json!(super::hex0x(&digest)));
	}
	context.show_at(&reader, &pending);
	Ok(())
}

async fn show(context: &Context, id: u32) -> Result<()> {
	let reader = context.read().await?;
	let key = [json!(id)];
	let missing = || Error::new(zhidai_sdk::Kind::NotFound, format!("there is no organisation {id}"));
	let organisation = reader.record("Registry", "Organisations", &key).await?.ok_or_else(missing)?;
	let state = reader.record("Registry", "OrgStates", &key).await?;
	let mut shown = json!({ "org": id, "organisation": organisation, "state": state });
	// What keeps it from leaving, who took its place, and for whom it stands: where there is such.
	let more = [
		("openLoans", "Loans", "OpenLoans"),
		("openPayments", "Payments", "OpenPayments"),
		("succession", "Registry", "Successions"),
		("standsFor", "Registry", "Predecessors"),
	];
	for (name, pallet, entry) in more {
		if let (Some(found), Json::Object(fields)) = (reader.record(pallet, entry, &key).await?, &mut shown) {
			fields.insert(name.into(), found);
		}
	}
	let names = reader.records("Registry", "FormerNames", &key).await?;
	if let Json::Object(fields) = &mut shown {
		let former = names.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
		if !former.is_empty() {
			fields.insert("formerNames".into(), Json::Array(former));
		}
	}
	context.show_at(&reader, &shown);
	Ok(())
}
