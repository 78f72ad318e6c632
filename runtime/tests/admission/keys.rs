//! Keys: replaced ones, and those of other kinds.

use super::*;

#[test]
fn an_earlier_key_is_turned_away_and_the_new_one_comes_in() {
	chain(|| {
		turned_away("bank-a.maker-2", offer(), Refusal::Stranger);
		let stolen =
			rotation("bank-a.maker", 1, account("bank-a.maker-2"), |bytes| key("other").sign(bytes).into());
		refused("bank-a.maker", stolen, pallet_registry::Error::<Runtime>::ProofInvalid);
		let before = officer_id("bank-a.maker");
		done("bank-a.maker", to_new_key("bank-a.maker", "bank-a.maker-2"));
		next_block();
		turned_away("bank-a.maker", offer(), Refusal::OfficerNotActive);
		admitted("bank-a.maker-2", offer());
		assert_eq!(officer_id("bank-a.maker-2"), before, "the same officer");
		assert!(
			System::account_nonce(account("bank-a.maker")) > 0,
			"its nonce stays, nothing can be replayed"
		);
	});
}

#[test]
fn officers_sign_with_sr25519_and_ecdsa_too() {
	chain(|| {
		let schnorr = sr25519::Pair::from_string("//bank-a.maker//sr25519", None).unwrap();
		let account = MultiSigner::from(schnorr.public()).into_account();
		done(
			"bank-a.maker",
			rotation("bank-a.maker", 1, account.clone(), |bytes| schnorr.sign(bytes).into()),
		);
		next_block();
		let by_schnorr =
			|call| signed_by(account.clone(), call, Options::default(), |bytes| schnorr.sign(bytes).into());
		pool(by_schnorr(offer())).unwrap();

		let ecdsa = ecdsa::Pair::from_string("//bank-a.maker//ecdsa", None).unwrap();
		let next = MultiSigner::from(ecdsa.public()).into_account();
		let officer = pallet_registry::Officers::<Runtime>::get(&account).unwrap().officer;
		let proof = ecdsa.sign(&Registry::rotation_message(officer, 2)).into();
		let rotate = RegistryCall::rotate_key { new_account: next.clone(), proof };
		include(by_schnorr(rotate.into())).unwrap().unwrap();
		next_block();
		let by_ecdsa = signed_by(next, offer(), Options::default(), |bytes| ecdsa.sign(bytes).into());
		pool(by_ecdsa.clone()).unwrap();
		include(by_ecdsa).expect("admitted").expect_err("refused inside");
		assert_eq!(pool(by_schnorr(offer())), Err(refuse(Refusal::OfficerNotActive)));
	});
}
