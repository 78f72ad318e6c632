//! Who acts: the officers of both banks, of the market regulator and of the borrowers, each at a desk.

use super::desk::{Answers, Desk};
use super::watch::Watch;
use anyhow::{Context, Result};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use zhidai_api::{CreditCode, CreditCodeError, Digest, OrgId};
use zhidai_sdk::keys::blake2_256;
use zhidai_sdk::Client;

/// The members of the local preset, in the order of their ids; each works at the node of its seat.
const MARKET_REGULATOR: usize = 0;
const BANKS: [(&str, usize); 2] = [("bank-a", 2), ("bank-b", 3)];

/// Officers with the same duty, who take turns. One account can have only so many transactions waiting.
pub struct Pool {
	desks: Vec<Arc<Desk>>,
	names: Vec<String>,
	turn: AtomicUsize,
}

impl Pool {
	/// The desk of whose turn it is.
	pub fn next(&self) -> Result<&Arc<Desk>> {
		let turn = self.turn.fetch_add(1, Ordering::Relaxed);
		self.desks.get(turn % self.desks.len().max(1)).context("a duty without officers")
	}

	/// The desk of the first.
	pub fn first(&self) -> Result<&Arc<Desk>> {
		self.desks.first().context("a duty without officers")
	}

	/// The names of the keys, and their desks.
	pub fn named(&self) -> impl Iterator<Item = (&str, &Arc<Desk>)> {
		self.names.iter().map(String::as_str).zip(&self.desks)
	}
}

/// A bank.
pub struct Bank {
	/// Its id.
	pub org: OrgId,
	/// Its name as its keys have it.
	pub name: &'static str,
	/// Two persons for acts of the organisation.
	pub admins: [Arc<Desk>; 2],
	/// 经办.
	pub makers: Pool,
	/// 复核.
	pub checkers: Pool,
	/// 授权.
	pub releasers: Pool,
	/// Gives verdicts.
	pub attest: Arc<Desk>,
	/// The borrower's officers, who mandate. A borrower has no node: they work at the bank's.
	pub confirmers: Pool,
}

/// Everybody.
pub struct Cast {
	/// The banks.
	pub banks: Vec<Arc<Bank>>,
	/// The market regulator's maker, who proposes credentials.
	pub regulator_maker: Arc<Desk>,
	/// The market regulator's checker, who confirms firms and credentials.
	pub regulator_checker: Arc<Desk>,
	/// The market regulator's officer who gives verdicts.
	pub regulator_attest: Arc<Desk>,
}

/// The market regulator's id.
pub const REGULATOR: OrgId = OrgId(1);

impl Cast {
	/// Everybody at their desks, with so many officers for each duty of a payment.
	pub fn assemble(
		clients: &[Arc<Client>],
		watch: &Arc<Watch>,
		answers: &Arc<Answers>,
		crew: usize,
	) -> Result<Self> {
		let desk = |node: usize, name: &str| -> Result<Arc<Desk>> {
			let client = clients.get(node).context("a node that does not run")?;
			Ok(Arc::new(Desk::new(name, client.clone(), watch.clone(), answers.clone())?))
		};
		let pool = |node: usize, names: Vec<String>| -> Result<Pool> {
			let desks = names.iter().map(|name| desk(node, name)).collect::<Result<_>>()?;
			Ok(Pool { desks, names, turn: AtomicUsize::new(0) })
		};
		let bank = |number: usize, (name, node): (&'static str, usize)| -> Result<Arc<Bank>> {
			let officers = |duty: &str| pool(node, names_of(name, duty, crew));
			let borrower = (1..=crew.max(2)).map(|each| format!("{name}.borrower-{each}")).collect();
			Ok(Arc::new(Bank {
				org: OrgId(u32::try_from(number + 3)?),
				name,
				admins: [desk(node, &format!("{name}.admin-1"))?, desk(node, &format!("{name}.admin-2"))?],
				makers: officers("maker")?,
				checkers: officers("checker")?,
				releasers: officers("release")?,
				attest: desk(node, &format!("{name}.attest"))?,
				confirmers: pool(node, borrower)?,
			}))
		};
		Ok(Self {
			banks: BANKS
				.into_iter()
				.enumerate()
				.map(|(number, placed)| bank(number, placed))
				.collect::<Result<_>>()?,
			regulator_maker: desk(MARKET_REGULATOR, "msa.maker")?,
			regulator_checker: desk(MARKET_REGULATOR, "msa.checker")?,
			regulator_attest: desk(MARKET_REGULATOR, "msa.attest")?,
		})
	}
}

/// The preset's officer, and those who are added to it.
pub(super) fn names_of(org: &str, duty: &str, crew: usize) -> Vec<String> {
	let more = (2..=crew).map(|number| format!("{org}.{duty}-{number}"));
	std::iter::once(format!("{org}.{duty}")).chain(more).collect()
}

/// What stands for a natural person: another one for every key.
pub fn person(key: &str) -> Digest {
	blake2_256(&[b"zhidai/bench/person/", key.as_bytes()]).into()
}

/// The credit code of an invented firm: its two check characters are the ones that fit.
pub fn credit_code(number: usize) -> Result<CreditCode> {
	let mut code = [b'0'; 18];
	let digits = format!("91330200MA9B{number:04}");
	code.iter_mut().zip(digits.bytes()).for_each(|(place, digit)| *place = digit);
	loop {
		let (place, expected) = match CreditCode::new(code) {
			Ok(code) => return Ok(code),
			Err(CreditCodeError::InnerCheck { expected }) => (16, expected),
			Err(CreditCodeError::Check { expected }) => (17, expected),
			Err(error) => anyhow::bail!("no credit code for firm {number}: {error}"),
		};
		code[place] = u8::try_from(expected)?;
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn invented_firms_have_codes_that_pass_their_checks() {
		let codes: Vec<CreditCode> = (0..50).map(|number| credit_code(number).unwrap()).collect();
		assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
		assert!(codes[7].as_str().starts_with("91330200MA9B0007"));
	}

	#[test]
	fn the_first_of_a_duty_is_the_presets_officer() {
		assert_eq!(names_of("bank-a", "maker", 1), ["bank-a.maker"]);
		assert_eq!(names_of("bank-a", "maker", 3), ["bank-a.maker", "bank-a.maker-2", "bank-a.maker-3"]);
	}
}
