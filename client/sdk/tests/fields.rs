//! Every field that clients read by name, held against the runtime's metadata: its entry, its place and its type.

use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use std::collections::BTreeSet;
use zhidai_sdk::bundled_metadata;
use zhidai_sdk::fields::{Field, ALL};

/// The items of a list, of a bounded one, and of one with a name of its own; a text is no list.
fn item(types: &PortableRegistry, id: u32) -> u32 {
	match &types.resolve(id).expect("a type").type_def {
		TypeDef::Sequence(list) => item(types, list.type_param.id),
		TypeDef::Composite(list) if list.fields.len() == 1 && list.fields[0].name.is_none() => {
			let within = list.fields[0].ty.id;
			let of_list = item(types, within);
			let is_bytes =
				types.resolve(of_list).is_some_and(|it| it.type_def == TypeDefPrimitive::U8.into());
			if of_list == within || is_bytes {
				id
			} else {
				of_list
			}
		}
		_ => id,
	}
}

/// The name of the type of a field of this type; nothing where it has no such field.
fn kind_of(types: &PortableRegistry, id: u32, path: &[&str]) -> Option<String> {
	let id = item(types, id);
	let kind = types.resolve(id)?;
	match (path, &kind.type_def) {
		([], TypeDef::Primitive(number)) => Some(format!("{number:?}").to_lowercase()),
		([], _) => kind.path.ident(),
		([name, rest @ ..], TypeDef::Composite(record)) => {
			let field = record.fields.iter().find(|field| field.name.as_deref() == Some(*name))?;
			kind_of(types, field.ty.id, rest)
		}
		_ => None,
	}
}

#[test]
fn every_field_that_is_read_is_there_with_its_type() {
	let metadata = bundled_metadata().expect("metadata.scale is the runtime's");
	for Field { entry, path, kind } in ALL {
		let (pallet, name) = entry.split_once('.').expect("Pallet.Entry");
		let found = metadata.pallet_by_name(pallet).and_then(|pallet| pallet.storage()?.entry_by_name(name));
		let value = found.unwrap_or_else(|| panic!("no storage {entry}")).value_ty();
		let found = kind_of(metadata.types(), value, path);
		assert_eq!(found.as_deref(), Some(*kind), "{entry}: {}", path.join("."));
	}
	let places: BTreeSet<_> = ALL.iter().map(|field| (field.entry, field.path)).collect();
	assert_eq!(places.len(), ALL.len(), "a field stands there twice");
}

#[test]
fn a_field_that_is_not_there_is_found_out() {
	let metadata = bundled_metadata().expect("metadata.scale is the runtime's");
	let holds = metadata.pallet_by_name("Loans").and_then(|pallet| pallet.storage()?.entry_by_name("Holds"));
	let holds = holds.expect("the runtime keeps holds").value_ty();
	assert_eq!(kind_of(metadata.types(), holds, &["key", "sort"]), None);
	assert_eq!(kind_of(metadata.types(), holds, &["key", "kind"]).as_deref(), Some("HoldKind"));
}
