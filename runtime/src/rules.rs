//! The rules by name: what an error in a block says, in this runtime's own words. For nodes, not for the chain.

use crate::RuntimeError;
use scale_info::form::PortableForm;
use scale_info::{MetaType, PortableRegistry, TypeDef, Variant};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A rule that refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
	/// `Payments.MandateMissing`.
	pub name: String,
	/// The cause and, after a semicolon, the remedy.
	pub explanation: String,
}

/// By the index of the pallet and of the error.
static RULES: LazyLock<BTreeMap<(u8, u8), Rule>> = LazyLock::new(|| {
	let mut registry = scale_info::Registry::new();
	let root = registry.register_type(&MetaType::new::<RuntimeError>()).id;
	let types: PortableRegistry = registry.into();
	let mut rules = BTreeMap::new();
	for pallet in variants(&types, root) {
		let Some(errors) = pallet.fields.first() else { continue };
		for error in variants(&types, errors.ty.id) {
			let explanation = error.docs.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
			let name = format!("{}.{}", pallet.name, error.name);
			let explanation = explanation.trim().trim_end_matches('.').to_owned();
			rules.insert((pallet.index, error.index), Rule { name, explanation });
		}
	}
	rules
});

fn variants(types: &PortableRegistry, id: u32) -> &[Variant<PortableForm>] {
	match types.resolve(id).map(|known| &known.type_def) {
		Some(TypeDef::Variant(list)) => &list.variants,
		_ => &[],
	}
}

/// The rule behind an error of a pallet.
pub fn rule(pallet: u8, error: u8) -> Option<Rule> {
	RULES.get(&(pallet, error)).cloned()
}

/// The indices of the pallet and of the error of a rule.
pub fn find(name: &str) -> Option<(u8, u8)> {
	RULES.iter().find_map(|(indices, rule)| (rule.name == name).then_some(*indices))
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sp_runtime::{DispatchError, ModuleError};

	#[test]
	fn every_rule_has_its_name_and_says_what_to_do() {
		let error = DispatchError::from(pallet_registry::Error::<crate::Runtime>::DutyMissing);
		let DispatchError::Module(ModuleError { index, error, .. }) = error else { panic!("{error:?}") };
		let found = rule(index, error[0]).unwrap();
		assert_eq!(found.name, "Registry.DutyMissing");
		assert!(found.explanation.contains("; "), "{}", found.explanation);
		assert_eq!(find("Registry.DutyMissing"), Some((index, error[0])));
		assert!(find("Registry.NoSuchRule").is_none());
		assert!(rule(255, 0).is_none() && rule(index, 255).is_none());
		assert!(RULES.len() > 100, "every pallet's errors are found");
	}
}
