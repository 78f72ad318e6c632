//! Every call that the runtime has, each with the smallest arguments that can be decoded. Read from the
//! types, so that a call that is added later is found without anybody thinking of it.

use super::*;
use codec::{Decode, MaxEncodedLen};
use scale_info::form::PortableForm;
use scale_info::{Field, PortableRegistry, TypeDef, TypeDefPrimitive, Variant};

/// What a call names instead of the smallest: by the name of its type, encoded.
pub type Things<'a> = &'a [(&'a str, Vec<u8>)];

/// Every call, by the names of its pallet and itself: `Loans.offer`.
pub fn every_call() -> Vec<(String, RuntimeCall)> {
	every_call_about(&[])
}

/// The same, each about these things where it names one.
pub fn every_call_about(things: Things) -> Vec<(String, RuntimeCall)> {
	let mut registry = scale_info::Registry::new();
	let root = registry.register_type(&scale_info::meta_type::<RuntimeCall>()).id;
	let types: PortableRegistry = registry.into();
	let mut found = Vec::new();
	for pallet in variants(&types, root) {
		for call in variants(&types, pallet.fields[0].ty.id) {
			let name = format!("{}.{}", pallet.name, call.name);
			let mut bytes = vec![pallet.index, call.index];
			for field in &call.fields {
				smallest(&types, things, field.ty.id, &mut bytes);
			}
			let mut input = bytes.as_slice();
			let decoded = RuntimeCall::decode(&mut input).unwrap_or_else(|error| panic!("{name}: {error}"));
			assert!(input.is_empty(), "{name}");
			found.push((name, decoded));
		}
	}
	found
}

/// The names of every call's arguments, by the names of its pallet and itself.
pub fn arguments_of_every_call() -> Vec<(String, Vec<String>)> {
	let mut registry = scale_info::Registry::new();
	let root = registry.register_type(&scale_info::meta_type::<RuntimeCall>()).id;
	let types: PortableRegistry = registry.into();
	let pallets = variants(&types, root).into_iter();
	let calls = pallets.flat_map(|pallet| {
		let calls = variants(&types, pallet.fields[0].ty.id).into_iter();
		calls.map(move |call| {
			let names = call.fields.into_iter().filter_map(|field| field.name).collect();
			(format!("{}.{}", pallet.name, call.name), names)
		})
	});
	calls.collect()
}

/// How long every call can be, by its name: from its types, and from how long the lists among its arguments can be,
/// each by `Pallet.call.argument`. Where nobody says how long a list can be, its name.
pub fn longest_of_every_call(lists: &[(&str, usize)]) -> Vec<(String, Result<usize, String>)> {
	let mut registry = scale_info::Registry::new();
	let root = registry.register_type(&scale_info::meta_type::<RuntimeCall>()).id;
	let types: PortableRegistry = registry.into();
	let mut found = Vec::new();
	for pallet in variants(&types, root) {
		for call in variants(&types, pallet.fields[0].ty.id) {
			let name = format!("{}.{}", pallet.name, call.name);
			let argument = |field: &Field<PortableForm>| {
				let argument = format!("{name}.{}", field.name.as_deref().unwrap_or_default());
				let given = lists.iter().find(|(list, _)| *list == argument).map(|(_, length)| *length);
				given.or_else(|| longest(&types, field.ty.id)).ok_or(argument)
			};
			let lengths: Result<Vec<usize>, String> = call.fields.iter().map(argument).collect();
			// Before the arguments, the numbers of pallet and call.
			let whole = lengths.map(|lengths| 2 + lengths.into_iter().sum::<usize>());
			found.push((name, whole));
		}
	}
	found
}

/// How long a value of a type can be; nothing where its lists have no bound that the type tells.
fn longest(types: &PortableRegistry, id: u32) -> Option<usize> {
	let type_info = types.resolve(id).expect("a type");
	match type_info.path.segments.last().map(String::as_str) {
		// The longest there is: a type does not tell its bound.
		Some("Text") => return Some(zhidai_primitives::ShortText::max_encoded_len()),
		Some("RuntimeCall") => return None,
		_ => {}
	}
	match &type_info.type_def {
		TypeDef::Composite(type_info) => {
			type_info.fields.iter().map(|field| longest(types, field.ty.id)).sum()
		}
		TypeDef::Variant(type_info) => {
			let of_one = |variant: &Variant<PortableForm>| -> Option<usize> {
				variant.fields.iter().map(|field| longest(types, field.ty.id)).sum()
			};
			let lengths: Option<Vec<usize>> = type_info.variants.iter().map(of_one).collect();
			Some(1 + lengths?.into_iter().max().unwrap_or(0))
		}
		TypeDef::Array(type_info) => Some(type_info.len as usize * longest(types, type_info.type_param.id)?),
		TypeDef::Tuple(type_info) => type_info.fields.iter().map(|field| longest(types, field.id)).sum(),
		// A number of 128 bits takes as much.
		TypeDef::Compact(_) => Some(17),
		TypeDef::Primitive(TypeDefPrimitive::Str) | TypeDef::Sequence(_) | TypeDef::BitSequence(_) => None,
		TypeDef::Primitive(type_info) => Some(length(type_info)),
	}
}

/// The call of this name.
pub fn call(name: &str) -> RuntimeCall {
	every_call().into_iter().find_map(|(other, call)| (other == name).then_some(call)).expect("such a call")
}

fn variants(types: &PortableRegistry, id: u32) -> Vec<Variant<PortableForm>> {
	match &types.resolve(id).expect("a type").type_def {
		TypeDef::Variant(type_info) => type_info.variants.clone(),
		_ => panic!("not an enum"),
	}
}

fn smallest(types: &PortableRegistry, things: Things, id: u32, out: &mut Vec<u8>) {
	let type_info = types.resolve(id).expect("a type");
	let name = type_info.path.segments.last().map(String::as_str);
	if let Some((_, thing)) = things.iter().find(|(known, _)| name == Some(*known)) {
		return out.extend(thing);
	}
	let is_thing = |id: u32| {
		let name = types.resolve(id).and_then(|known| known.path.segments.last().cloned());
		name.is_some_and(|name| things.iter().any(|(known, _)| *known == name))
	};
	match name {
		// One letter: a text is never empty.
		Some("Text") => return out.extend([4, b'x']),
		// What the council may decide: any other proposal is nobody's.
		Some("RuntimeCall") => {
			let org = zhidai_primitives::OrgId(0);
			return RuntimeCall::from(consortium::RegistryCall::exit { org }).encode_to(out);
		}
		Some("CreditCode") => return consortium::credit_code(1).encode_to(out),
		_ => {}
	}
	match &type_info.type_def {
		TypeDef::Composite(type_info) => {
			type_info.fields.iter().for_each(|field| smallest(types, things, field.ty.id, out))
		}
		TypeDef::Variant(type_info) => {
			let first = type_info.variants.iter().min_by_key(|variant| variant.index).expect("a variant");
			out.push(first.index);
			first.fields.iter().for_each(|field| smallest(types, things, field.ty.id, out));
		}
		TypeDef::Array(type_info) => {
			(0..type_info.len).for_each(|_| smallest(types, things, type_info.type_param.id, out))
		}
		TypeDef::Tuple(type_info) => {
			type_info.fields.iter().for_each(|field| smallest(types, things, field.id, out))
		}
		// A list of things that are known has one of them.
		TypeDef::Sequence(type_info) if is_thing(type_info.type_param.id) => {
			out.push(4);
			smallest(types, things, type_info.type_param.id, out);
		}
		TypeDef::Sequence(_) | TypeDef::Compact(_) => out.push(0),
		TypeDef::Primitive(type_info) => out.extend(vec![0; length(type_info)]),
		TypeDef::BitSequence(_) => panic!("no call has bits"),
	}
}

fn length(type_info: &TypeDefPrimitive) -> usize {
	use TypeDefPrimitive::*;
	match type_info {
		Bool | U8 | I8 | Str => 1,
		U16 | I16 => 2,
		U32 | I32 | Char => 4,
		U64 | I64 => 8,
		U128 | I128 => 16,
		U256 | I256 => 32,
	}
}
