//! What an organisation can use of a block, what goes first, and what is kept for admins and protection.

use super::*;

/// An allowance as a node finds it where an organisation floods: ordinary calls have used up all of it,
/// whoever sent them.
fn flooded(org: OrgId) {
	let ordinary = Bucket { block: System::block_number(), used: 2 * door::LARGE.ordinary.capacity };
	pallet_registry::Buckets::<Runtime>::insert(org, Used { ordinary, ..Default::default() });
}

/// Settlement files keep the bank's allowance used up: its admins still replace a key, its officers still
/// hold and judge.
#[test]
fn admin_and_protective_acts_get_through_while_settlement_files_fill_the_allowance() {
	chain(|| {
		let exhausted = Err(invalid(InvalidTransaction::ExhaustsResources));
		// Its files used up the officer's half; what the next file costs does not matter then.
		for number in 0..2 {
			let _ = apply("bank-a.checker", settlement(number));
		}
		let officer = officer_id("bank-a.checker");
		let spent = pallet_registry::OfficerBuckets::<Runtime>::get(officer).ordinary;
		assert!(spent.used > 0, "a file costs something");
		let half = door::LARGE.ordinary.capacity / 2;
		let used = Bucket { used: half, ..spent };
		pallet_registry::OfficerBuckets::<Runtime>::insert(
			officer,
			Used { ordinary: used, ..Default::default() },
		);
		assert_eq!(apply("bank-a.checker", longest_settlement()), exhausted);
		// A colleague still can, until the organisation's is used up too.
		admitted("bank-a.maker", call("Payments.make"));
		apply("bank-a.maker", call("Payments.make")).expect("admitted").expect_err("refused inside");
		flooded(BANK_A);
		assert_eq!(apply("bank-a.maker", call("Payments.make")), exhausted);
		let remove = || RegistryCall::propose {
			act: Act::RemoveOfficer(officer_id("bank-a.maker")),
			request_id: new_request(),
		};
		let urgent = [
			("bank-a.admin-1", RuntimeCall::from(remove())),
			("bank-a.checker", call("Loans.hold")),
			("bank-a.attest", call("Evidence.give_verdict")),
			("bank-a.attest", all_of(vec![call("Evidence.give_verdict"); 8])),
			("bank-a.admin-2", call("Registry.approve")),
			("bank-a.council", call("Authorities.vote")),
		];
		let priority_of =
			|name: &str, call: RuntimeCall| pool(sign(name, call, Options::default())).unwrap().priority;
		let usual = priority_of("bank-b.maker", call("Payments.draft"));
		let waits = priority_of("bank-a.checker", call("Payments.approve"));
		for (name, call) in urgent {
			assert!(priority_of(name, call.clone()) > usual && usual > waits, "{call:?}");
			assert!(apply(name, call).is_ok(), "{name} gets through");
		}
		assert_eq!(apply("bank-a.checker", longest_settlement()), exhausted, "and nothing else does");
		// A batch of approvals that has no room in the reserve does not take it.
		let approvals = all_of(vec![call("Registry.approve"); 130]);
		let weight = approvals.get_dispatch_info().total_weight().ref_time();
		assert!(weight > door::LARGE.reserve.capacity / 2, "{weight}");
		assert!(priority_of("bank-a.admin-2", approvals) < usual, "it waits as an ordinary call");
	});
}

#[test]
fn a_batch_is_as_urgent_as_the_least_urgent_of_its_calls() {
	let priority = |calls: Vec<RuntimeCall>| Policy::priority(&all_of(calls));
	let verdict = || call("Evidence.give_verdict");
	assert_eq!(priority(vec![verdict(), verdict()]), CallPriority::Protective);
	assert_eq!(priority(vec![verdict(), call("Registry.rotate_key")]), CallPriority::Admin);
	assert_eq!(priority(vec![verdict(), call("Payments.settle")]), CallPriority::Settlement);
	assert_eq!(priority(vec![verdict(), offer()]), CallPriority::Other);
	assert_eq!(priority(vec![all_of(vec![verdict()])]), CallPriority::Other);
	assert_eq!(priority(vec![]), CallPriority::Other);
}

/// In one pool at the same time, whoever sends them and with whatever era: the earlier step goes first.
#[test]
fn no_step_of_a_payment_goes_before_one_that_it_needs() {
	chain(|| {
		admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise);
		let steps = [
			("bank-a.maker", "Payments.draft"),
			("yj.confirm", "Payments.mandate"),
			("bank-a.maker", "Payments.make"),
			("bank-a.checker", "Payments.approve"),
			("bank-a.release", "Payments.release"),
			("bank-a.maker", "Payments.enter_results"),
			("bank-a.checker", "Payments.settle"),
			("yj.confirm", "Payments.confirm"),
		];
		let priorities: Vec<_> = steps
			.iter()
			.map(|(name, step)| pool(sign(name, call(step), Options::default())).unwrap().priority)
			.collect();
		assert!(priorities.windows(2).all(|pair| pair[0] > pair[1]), "{priorities:x?}");
	});
}

/// What its sender has used puts a signature behind no later one of the same payment.
#[test]
fn a_busy_firms_mandate_goes_before_the_approval_that_needs_it() {
	chain(|| {
		let firm = admit_firm("宁波甬江精工有限公司", Some("yj"), NINGBO, Role::Enterprise);
		let busy = |org: OrgId, capacity: u64| {
			let ordinary = Bucket { block: System::block_number(), used: capacity / 4 * 3 };
			pallet_registry::Buckets::<Runtime>::insert(org, Used { ordinary, ..Default::default() });
		};
		let priority =
			|name: &str, step: &str| pool(sign(name, call(step), Options::default())).unwrap().priority;
		busy(firm, door::FIRM.ordinary.capacity);
		let mandate = priority("yj.confirm", "Payments.mandate");
		assert!(mandate > priority("bank-a.maker", "Payments.make"));
		assert!(mandate > priority("bank-a.checker", "Payments.approve"));
		// A draft, of which there can be any number, waits behind those of firms that are not busy.
		let draft = priority("yj.confirm", "Payments.draft");
		busy(firm, 0);
		assert!(draft < priority("yj.confirm", "Payments.draft"));
	});
}

/// A firm sends a few calls; what any number of firms can use together leaves the banks their part of every block.
#[test]
fn firms_have_little_and_together_no_more_than_their_part_of_a_block() {
	chain(|| {
		let firms = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"];
		let keys: Vec<String> = (0..firms.len()).map(|number| format!("firm{number}")).collect();
		for (name, key) in firms.iter().zip(&keys) {
			admit_firm(&format!("宁波{name}精工有限公司"), Some(key), NINGBO, Role::Enterprise);
		}
		let (own, all) = (door::FIRM.ordinary, door::FIRM.together.unwrap());
		let block = own.capacity;
		assert!(own.per_block * 4 <= all.ordinary.per_block);
		// All that firms can use of a block, of any kind, is half of it.
		let together = all.ordinary.capacity + all.rested + all.reserve.capacity;
		assert_eq!(
			(together, all.ordinary.capacity),
			(block / 2, all.ordinary.per_block),
			"nothing is saved up"
		);
		let options = Options { nonce_ahead: 64, ..Default::default() };
		let firm = sign(&format!("{}.maker", keys[0]), call("Evidence.file"), options);
		assert_eq!(pool(firm), Err(refuse(Refusal::TooManyWaiting)), "a firm's window is small");
		let full = Bucket { block: System::block_number(), used: all.ordinary.capacity };
		pallet_registry::TogetherUsed::<Runtime>::put(Used { ordinary: full, ..Default::default() });
		let exhausted = Err(invalid(InvalidTransaction::ExhaustsResources));
		// All but the last have used a tenth of their own.
		let has_used = |key: &String, used| {
			let org =
				pallet_registry::Officers::<Runtime>::get(account(&format!("{key}.maker"))).unwrap().org;
			let ordinary = Bucket { block: System::block_number(), used };
			pallet_registry::Buckets::<Runtime>::insert(org, Used { ordinary, ..Default::default() });
		};
		keys.iter().for_each(|key| has_used(key, own.capacity / 10));
		let rested = keys.last().unwrap();
		has_used(rested, 0);
		let mandate = || sign(&format!("{rested}.confirm"), call("Payments.mandate"), Options::default());
		let flooder = sign(&format!("{}.maker", keys[0]), call("Evidence.file"), Options::default());
		assert!(pool(mandate()).unwrap().priority > pool(flooder).unwrap().priority);
		include(mandate()).expect("who rested is let in").expect_err("refused inside");
		has_used(rested, own.capacity / 10);
		for key in &keys {
			assert_eq!(apply(&format!("{key}.maker"), call("Evidence.file")), exhausted);
			assert!(
				apply(&format!("{key}.admin-1"), call("Registry.rotate_key")).is_ok(),
				"admins act all the same"
			);
		}
		assert!(apply("bank-a.maker", offer()).is_ok(), "banks have their own");
	});
}

/// Each firm rests that has used less than a sixteenth of its own. 64 of them, each just below that in every block, had
/// more than whole blocks together, and a busy bank's payments waited behind them.
#[test]
fn sixty_four_firms_that_flood_leave_half_of_every_block_to_payments_and_protective_acts() {
	chain(|| {
		let keys: Vec<String> = (0..64).map(|number| format!("firm{number}")).collect();
		for key in &keys {
			admit_firm(&format!("宁波{key}有限公司"), Some(key), NINGBO, Role::Enterprise);
		}
		let flood = [
			("admin-1", "Registry.rotate_key"),
			("confirm", "Payments.draft"),
			("confirm", "Payments.mandate"),
			("maker", "Evidence.file"),
		];
		let block = <Runtime as frame_system::Config>::BlockWeights::get().max_block.ref_time();
		for _ in 0..3 {
			next_block();
			// As authors do: the most urgent first, and everybody in turn.
			for (officer, name) in flood {
				while keys.iter().any(|key| apply(&format!("{key}.{officer}"), call(name)).is_ok()) {
					for key in &keys {
						let _ = apply(&format!("{key}.{officer}"), call(name));
					}
				}
			}
			let taken = System::block_weight().get(DispatchClass::Normal).ref_time();
			assert!(taken > block / 4 && taken <= block / 2, "{taken} of {block}");
			// The bank is busy, so that it goes behind whoever rested.
			let ordinary =
				Bucket { block: System::block_number(), used: door::LARGE.ordinary.capacity * 3 / 4 };
			let used = Used { ordinary, ..Default::default() };
			pallet_registry::Buckets::<Runtime>::insert(BANK_A, used);
			for (name, wanted) in [
				("bank-a.maker", "Payments.draft"),
				("bank-a.checker", "Payments.approve"),
				("bank-a.release", "Payments.release"),
				("bank-a.maker", "Payments.enter_results"),
				("bank-a.checker", "Payments.settle"),
				("bank-a.checker", "Loans.hold"),
				("bank-a.attest", "Evidence.retract"),
				("msa.attest", "Evidence.give_verdict"),
				("msa.maker", "Credentials.suspend"),
			] {
				assert!(apply(name, call(wanted)).is_ok(), "{name}: {wanted}");
			}
		}
	});
}

#[test]
fn an_organisation_uses_its_allowance_and_no_more() {
	chain(|| {
		let (per_block, capacity) = (door::LARGE.ordinary.per_block, door::LARGE.ordinary.capacity);
		let ordinary = Bucket { block: System::block_number(), used: capacity + 2 * per_block };
		let used = Used { ordinary, ..Default::default() };
		pallet_registry::Buckets::<Runtime>::insert(BANK_A, used);
		for name in ["bank-a.maker", "bank-a.checker"] {
			let call = || if name == "bank-a.maker" { offer() } else { call("Payments.approve") };
			let waits = pool(sign(name, call(), Options::default())).expect("the pool keeps it");
			let other = name.replace("bank-a", "bank-b");
			let goes = pool(sign(&other, call(), Options::default())).expect("admitted");
			assert!(waits.priority < goes.priority, "behind the others");
			assert_eq!(
				apply(name, call()),
				Err(invalid(InvalidTransaction::ExhaustsResources)),
				"the author keeps it"
			);
		}
		admitted("bank-b.maker", offer());
		let after = || pallet_registry::Buckets::<Runtime>::get(BANK_A);
		assert_eq!(after(), used, "what was turned away costs nothing");
		for _ in 0..2 {
			assert!(apply("bank-a.maker", offer()).is_err());
			next_block();
		}
		assert!(apply("bank-a.maker", offer()).is_err(), "exactly all of it is used");
		next_block();
		apply("bank-a.maker", offer()).expect("admitted").expect_err("refused inside");
		assert!(after().ordinary.used > capacity - per_block, "a refused call costs what it weighs");
	});
}

/// As much as it fills the block: a block full of bytes costs what a block full of work costs.
#[test]
fn a_transaction_uses_its_whole_weight_and_its_length() {
	chain(|| {
		let per_byte: u64 = <Runtime as pallet_registry::Config>::AllowancePerByte::get();
		let limits = <Runtime as frame_system::Config>::BlockWeights::get();
		let room = *<Runtime as frame_system::Config>::BlockLength::get().max.get(DispatchClass::Normal);
		let time = limits.get(DispatchClass::Normal).max_total.unwrap().ref_time();
		let full = per_byte * u64::from(room);
		assert!(full <= time && time - full < u64::from(room), "{full} of {time}");

		let transaction = sign("bank-a.maker", offer(), Options::default());
		let (info, length) = (transaction.get_dispatch_info(), transaction.encoded_size() as u64);
		assert!(info.extension_weight.ref_time() > 0);
		let base = limits.get(info.class).base_extrinsic;
		let used = || pallet_registry::Buckets::<Runtime>::get(BANK_A).ordinary.used;
		let before = used();
		include(transaction).expect("admitted").expect_err("refused inside");
		assert_eq!(used() - before, info.total_weight().ref_time() + base.ref_time() + length * per_byte);
	});
}
