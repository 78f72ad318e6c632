//! The members of the development and local presets. Made for tests: the keys are known to everybody.

use zhidai_primitives::{Duty, Role};

/// An organisation at genesis.
pub(super) struct Member {
	/// The name.
	pub(super) name: &'static str,
	/// 统一社会信用代码; the organisations are invented.
	pub(super) credit_code: &'static str,
	/// The role.
	pub(super) role: Role,
	/// The officers.
	pub(super) officers: &'static [Officer],
}

/// An officer at genesis.
pub(super) struct Officer {
	/// The development key's name, without slashes; also stands for the person.
	pub(super) key: &'static str,
	/// The ed25519 public key of that development key.
	pub(super) public: [u8; 32],
	/// The duty.
	pub(super) duty: Duty,
}

const fn officer(key: &'static str, duty: Duty, public: [u8; 32]) -> Officer {
	Officer { key, public, duty }
}

/// Two regulators and two banks, in the order of their ids.
pub(super) const MEMBERS: &[Member] = &[
	Member {
		name: "宁波市市场监督管理局",
		credit_code: "11330200MB0000019Q",
		role: Role::MarketRegulator,
		officers: &[
			officer(
				"msa.admin-1",
				Duty::Admin,
				hex("3219431b0ab88bfdfdf3b1f89153eddc25c964b32747c67a127357454e807521"),
			),
			officer(
				"msa.admin-2",
				Duty::Admin,
				hex("4b8a0e4849207dde2ce09ed67edac45b2bf624be71569c7a483b5922db6a84b2"),
			),
			officer(
				"msa.admin-3",
				Duty::Admin,
				hex("4e21897ee050bcb994163fa38857871180f45d267383792d148532bf594cecde"),
			),
			officer(
				"msa.maker",
				Duty::Maker,
				hex("39335c552ff3ae590f5dd9509c0ecc2793c423152900c49efd64df0b6873743c"),
			),
			officer(
				"msa.checker",
				Duty::Checker,
				hex("13c61861b1b993b01cc2f0a3a5106c35581496f4179902cb690aff458724e1eb"),
			),
			officer(
				"msa.attest",
				Duty::Attest,
				hex("b5d78b4765b2832c0a41f4c3053953c798d4e58cf452df59fbab1da32c7d1d81"),
			),
			officer(
				"msa.council",
				Duty::Council,
				hex("63cf9d13ef1842ca0c18200f3a9e5b26197a60edd85b976e96f338d03ce53c0f"),
			),
		],
	},
	Member {
		name: "国家金融监督管理总局宁波监管局",
		credit_code: "11330200MB0000027K",
		role: Role::FinancialRegulator,
		officers: &[
			officer(
				"nfra.admin-1",
				Duty::Admin,
				hex("b68c7cbe5a4e3c79eeb53958f8570e591ec75c98cb93808e683c77ecd5ad1760"),
			),
			officer(
				"nfra.admin-2",
				Duty::Admin,
				hex("27e264ef2e2b6f099751c7a81ab60bc16593d75e46b3cbe74b28064c68a5746e"),
			),
			officer(
				"nfra.admin-3",
				Duty::Admin,
				hex("94dd30338dfe3c71a925bd42ff2a0ac512779548c0b63ef8c7494f11d7eb3a87"),
			),
			officer(
				"nfra.maker",
				Duty::Maker,
				hex("dd7fe04b8abc45955398c735b3ea5d45dbd6e8fef6ba3ca4975eca3b9266a3a1"),
			),
			officer(
				"nfra.checker",
				Duty::Checker,
				hex("f1db1c545206fe69003c054a76af734aa87330ff982ec33a242fac0cf8e381bb"),
			),
			officer(
				"nfra.attest",
				Duty::Attest,
				hex("9ed0788b37d3253edeae3f6fdf97d7764f7e3e65c76c8d4df9cc657ab2d41c9f"),
			),
			officer(
				"nfra.council",
				Duty::Council,
				hex("938ce7697fd9c202cede23a8c0379f7b63e65a8be15e199a44e493ccda2a50dc"),
			),
		],
	},
	Member {
		name: "甬江示范银行",
		credit_code: "91330200MA2B000197",
		role: Role::Bank,
		officers: &[
			officer(
				"bank-a.admin-1",
				Duty::Admin,
				hex("01acec133c991bd575c84ed3becbbba596d0fb35f317f58fc394c7ee01361987"),
			),
			officer(
				"bank-a.admin-2",
				Duty::Admin,
				hex("4ce9cb88212c36d303a379b7981cf75da9856c4a24de3ca890c1b30b9e92acd1"),
			),
			officer(
				"bank-a.admin-3",
				Duty::Admin,
				hex("c8abfc439e09a5d780d8c5a3062e7de8ca07eeaf1ec40b7bd9e6604ef982db43"),
			),
			officer(
				"bank-a.maker",
				Duty::Maker,
				hex("3f7081567353d72f9220b04e2a92073e74cf83218b04fda90f55362d1da6fd3c"),
			),
			officer(
				"bank-a.checker",
				Duty::Checker,
				hex("dbbdfcd5c8a572a67ce6e41be9822ecc49e58ebf7e0c540e5e8255f47a29b4b6"),
			),
			officer(
				"bank-a.attest",
				Duty::Attest,
				hex("bb57df60ca93745659dcf48d626e53126db9a01d6b2de59537b0b23c697679b4"),
			),
			officer(
				"bank-a.council",
				Duty::Council,
				hex("efcc4352f7e793bcb6e3cbe54d74ff469b34e3a53e3df3161c358224266ffcdd"),
			),
			officer(
				"bank-a.release",
				Duty::Release,
				hex("f056f742774ca722714da360296c64e7b669b1595642380757c523a96da16120"),
			),
		],
	},
	Member {
		name: "东海示范银行",
		credit_code: "91330200MA2B000272",
		role: Role::Bank,
		officers: &[
			officer(
				"bank-b.admin-1",
				Duty::Admin,
				hex("9b23197942c153abfbb008918a70b2e76a589a5332d871c0f160b0427f502d46"),
			),
			officer(
				"bank-b.admin-2",
				Duty::Admin,
				hex("5b1f1246b60778f0d91eed7025c73020e4944aa28867220190f4ff876ed37df8"),
			),
			officer(
				"bank-b.admin-3",
				Duty::Admin,
				hex("316d948e450dae7175fc9bc1d7bd881d66d5a86668f3df1a1a934e3a89120cc4"),
			),
			officer(
				"bank-b.maker",
				Duty::Maker,
				hex("0972d31649258b03fbbb5df43abe1a002016954a9c03f020fcf12aeea923c69a"),
			),
			officer(
				"bank-b.checker",
				Duty::Checker,
				hex("d727b456387cee34edc8c40df1c48a4075b96f0daad5dbb422a1587a0ebb1490"),
			),
			officer(
				"bank-b.attest",
				Duty::Attest,
				hex("4dea2b9a715f87795fdf7521c497826cffedc231dadcbfdb7a48d81a9ada8ef6"),
			),
			officer(
				"bank-b.council",
				Duty::Council,
				hex("d61584da18f46dab66a4566614af349d08a665d924afcdf291eedf6386f1b85c"),
			),
			officer(
				"bank-b.release",
				Duty::Release,
				hex("a75b53c171e0732c732019d0b0784f15a1a6dfe2c4e818071493569e69da26f9"),
			),
		],
	},
];

/// Reads 64 hexadecimal digits. Runs while compiling only.
const fn hex(text: &str) -> [u8; 32] {
	let mut bytes = [0; 32];
	let mut rest = text.as_bytes();
	let mut place = 0;
	while let [high, low, others @ ..] = rest {
		bytes[place] = (digit(*high) << 4) | digit(*low);
		place += 1;
		rest = others;
	}
	bytes
}

const fn digit(character: u8) -> u8 {
	match character {
		b'0'..=b'9' => character - b'0',
		_ => character - b'a' + 10,
	}
}
