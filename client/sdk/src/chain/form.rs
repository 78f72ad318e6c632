//! Whether a type of this program is written as a type of the chain's runtime is.
//!
//! SCALE does not say what its bytes are: a field that moved would be read as another number. So the form that the
//! runtime's metadata gives is compared before a byte is read, name by name and place by place. Kinds that were
//! appended to an enumeration are no other form: only where one of them is met, it cannot be read.

use scale_info::form::PortableForm;
use scale_info::{Field, PortableRegistry, TypeDef, Variant};
use std::collections::BTreeSet;

/// Compares types of this program with types of a runtime.
pub(super) struct Forms<'a> {
	ours: &'a PortableRegistry,
	theirs: &'a PortableRegistry,
	compared: BTreeSet<(u32, u32)>,
}

/// Nothing, or the place of the first difference.
pub(super) type Alike = Result<(), String>;

fn same(is_same: bool, at: &str) -> Alike {
	match is_same {
		true => Ok(()),
		false => Err(at.to_owned()),
	}
}

impl<'a> Forms<'a> {
	pub(super) fn new(ours: &'a PortableRegistry, theirs: &'a PortableRegistry) -> Self {
		Self { ours, theirs, compared: BTreeSet::new() }
	}

	/// Compares two types and all that they are made of.
	pub(super) fn ensure_alike(&mut self, at: &str, ours: u32, theirs: u32) -> Alike {
		if !self.compared.insert((ours, theirs)) {
			return Ok(());
		}
		let types = self.ours.resolve(ours).zip(self.theirs.resolve(theirs));
		let (own, other) = types.ok_or_else(|| at.to_owned())?;
		same(own.path.ident() == other.path.ident(), at)?;
		match (&own.type_def, &other.type_def) {
			(TypeDef::Composite(own), TypeDef::Composite(other)) => {
				self.ensure_fields(at, &own.fields, &other.fields)
			}
			(TypeDef::Variant(own), TypeDef::Variant(other)) => {
				own.variants.iter().try_for_each(|variant| self.ensure_kind(at, variant, &other.variants))
			}
			(TypeDef::Sequence(own), TypeDef::Sequence(other)) => {
				self.ensure_alike(at, own.type_param.id, other.type_param.id)
			}
			(TypeDef::Array(own), TypeDef::Array(other)) => {
				same(own.len == other.len, at)?;
				self.ensure_alike(at, own.type_param.id, other.type_param.id)
			}
			(TypeDef::Tuple(own), TypeDef::Tuple(other)) => {
				same(own.fields.len() == other.fields.len(), at)?;
				let mut pairs = own.fields.iter().zip(&other.fields);
				pairs.try_for_each(|(own, other)| self.ensure_alike(at, own.id, other.id))
			}
			(TypeDef::Compact(own), TypeDef::Compact(other)) => {
				self.ensure_alike(at, own.type_param.id, other.type_param.id)
			}
			(own, other) => same(own == other, at),
		}
	}

	/// A kind of an enumeration is there under its number, and as it was.
	fn ensure_kind(
		&mut self,
		at: &str,
		own: &Variant<PortableForm>,
		others: &[Variant<PortableForm>],
	) -> Alike {
		let at = format!("{at}.{}", own.name);
		let other = others.iter().find(|other| other.index == own.index && other.name == own.name);
		self.ensure_fields(&at, &own.fields, &other.ok_or_else(|| at.clone())?.fields)
	}

	fn ensure_fields(
		&mut self,
		at: &str,
		own: &[Field<PortableForm>],
		others: &[Field<PortableForm>],
	) -> Alike {
		for (own, other) in own.iter().zip(others) {
			let name = own.name.as_ref().map_or_else(|| at.to_owned(), |name| format!("{at}.{name}"));
			same(own.name == other.name, &name)?;
			self.ensure_alike(&name, own.ty.id, other.ty.id)?;
		}
		same(own.len() == others.len(), at)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use scale_info::{MetaType, Registry, TypeInfo};

	/// As this program was built.
	#[allow(dead_code)]
	mod ours {
		#[derive(scale_info::TypeInfo)]
		pub struct Paid {
			pub amount: Fen,
			pub line: Option<u16>,
			pub state: State,
			pub keys: Vec<[u8; 4]>,
		}

		#[derive(scale_info::TypeInfo)]
		pub struct Fen(pub u64);

		#[derive(scale_info::TypeInfo)]
		pub enum State {
			Pending,
			Done { by: u32 },
		}
	}

	/// As a runtime may have it some day.
	macro_rules! theirs {
		($name:ident { $($field:ident: $kind:ty),* } $fen:ident($inner:ty) { $($state:tt)* }) => {
			#[allow(dead_code)]
			mod $name {
				#[derive(scale_info::TypeInfo)]
				pub struct Paid { $(pub $field: $kind),* }
				#[derive(scale_info::TypeInfo)]
				pub struct $fen(pub $inner);
				#[derive(scale_info::TypeInfo)]
				pub enum State { $($state)* }
			}
		};
	}

	theirs!(the_same {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 4]>
	} Fen(u64) { Pending, Done { by: u32 } });
	theirs!(appended {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 4]>
	} Fen(u64) { Pending, Done { by: u32 }, Lost(u64) });
	theirs!(swapped {
		line: Option<u16>, amount: Fen, state: State, keys: Vec<[u8; 4]>
	} Fen(u64) { Pending, Done { by: u32 } });
	theirs!(longer {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 4]>, note: u8
	} Fen(u64) { Pending, Done { by: u32 } });
	theirs!(shorter {
		amount: Fen, line: Option<u16>, state: State
	} Fen(u64) { Pending, Done { by: u32 } });
	theirs!(wider {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 4]>
	} Fen(u128) { Pending, Done { by: u32 } });
	theirs!(another_unit {
		amount: Yuan, line: Option<u16>, state: State, keys: Vec<[u8; 4]>
	} Yuan(u64) { Pending, Done { by: u32 } });
	theirs!(required {
		amount: Fen, line: u16, state: State, keys: Vec<[u8; 4]>
	} Fen(u64) { Pending, Done { by: u32 } });
	theirs!(longer_keys {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 8]>
	} Fen(u64) { Pending, Done { by: u32 } });
	theirs!(inserted {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 4]>
	} Fen(u64) { Pending, Held, Done { by: u32 } });
	theirs!(changed_kind {
		amount: Fen, line: Option<u16>, state: State, keys: Vec<[u8; 4]>
	} Fen(u64) { Pending, Done { by: u32, on: u32 } });

	fn compared<Theirs: TypeInfo + 'static>() -> Alike {
		let types = |kind: MetaType| {
			let mut registry = Registry::new();
			let id = registry.register_type(&kind).id;
			(PortableRegistry::from(registry), id)
		};
		let (ours, own) = types(MetaType::new::<ours::Paid>());
		let (theirs, other) = types(MetaType::new::<Theirs>());
		Forms::new(&ours, &theirs).ensure_alike("Paid", own, other)
	}

	#[test]
	fn what_is_written_the_same_is_alike_and_what_is_appended_is_too() {
		assert_eq!(compared::<the_same::Paid>(), Ok(()));
		assert_eq!(compared::<appended::Paid>(), Ok(()));
	}

	#[test]
	fn what_is_written_otherwise_is_found_at_its_place() {
		for (found, place) in [
			(compared::<swapped::Paid>(), "Paid.amount"),
			(compared::<longer::Paid>(), "Paid"),
			(compared::<shorter::Paid>(), "Paid"),
			(compared::<wider::Paid>(), "Paid.amount"),
			(compared::<another_unit::Paid>(), "Paid.amount"),
			(compared::<required::Paid>(), "Paid.line"),
			(compared::<longer_keys::Paid>(), "Paid.keys"),
			(compared::<inserted::Paid>(), "Paid.state.Done"),
			(compared::<changed_kind::Paid>(), "Paid.state.Done"),
		] {
			assert_eq!(found, Err(place.to_owned()));
		}
	}
}
