//! Whatever the chain answers, as JSON: derived from the runtime's own types, so a new record or event needs
//! no code here.
//!
//! Our vocabulary has its own forms: money an integer of fen, days `2026-03-31`, keys, codes, texts and
//! digests as text, sets of roles and duties as lists. [`Style::Human`] writes money in yuan and shares in
//! percent instead.

use crate::chain::Rule;
use scale_info::{TypeDef, TypeDefPrimitive};
use serde_json::{json, Map, Value as Json};
use subxt::ext::scale_value::{Composite, Primitive, Value, ValueDef, Variant};
use subxt::metadata::Metadata;
use zhidai_api::{BasisPoints, Day, Duties, Fen, Roles, Uetr};

/// For whom it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
	/// For programs: money in fen, shares in basis points. Does not change.
	Json,
	/// For people: yuan and percent.
	Human,
}

/// Renders values of one runtime.
pub struct Renderer<'a> {
	metadata: &'a Metadata,
	style: Style,
}

/// Money for people.
pub fn yuan(amount: Fen) -> String {
	format!("¥{amount}")
}

impl<'a> Renderer<'a> {
	/// For values of the runtime with this metadata.
	pub fn new(metadata: &'a Metadata, style: Style) -> Self {
		Self { metadata, style }
	}

	/// A decoded value.
	pub fn value(&self, value: &Value<u32>) -> Json {
		let name = self.type_name(value.context);
		match &value.value {
			ValueDef::Primitive(primitive) => self.primitive(primitive),
			ValueDef::BitSequence(bits) => json!(bits.iter().collect::<Vec<_>>()),
			ValueDef::Variant(variant) => self.variant(name, variant),
			ValueDef::Composite(fields) => {
				self.known(name, fields).unwrap_or_else(|| self.composite(value.context, fields))
			}
		}
	}

	/// The fields of an event or a variant.
	pub fn fields(&self, fields: &Composite<u32>) -> Json {
		match fields {
			Composite::Named(fields) => Json::Object(
				fields
					.iter()
					.map(|(name, value)| (name.clone(), self.field(name, value)))
					.collect::<Map<_, _>>(),
			),
			Composite::Unnamed(fields) => match fields.as_slice() {
				[] => Json::Null,
				[one] => self.value(one),
				fields => fields.iter().map(|field| self.value(field)).collect(),
			},
		}
	}

	/// A struct, a tuple, or a list: of bytes in hexadecimal digits.
	fn composite(&self, id: u32, fields: &Composite<u32>) -> Json {
		let Some(item) = self.item_type(id) else { return self.fields(fields) };
		match self.is_byte(item) {
			true => json!(format!("0x{}", hex::encode(bytes(fields).unwrap_or_default()))),
			false => fields.values().map(|field| self.value(field)).collect(),
		}
	}

	/// The type of a list's or array's items.
	fn item_type(&self, id: u32) -> Option<u32> {
		match &self.metadata.types().resolve(id)?.type_def {
			TypeDef::Sequence(list) => Some(list.type_param.id),
			TypeDef::Array(list) => Some(list.type_param.id),
			_ => None,
		}
	}

	fn is_byte(&self, id: u32) -> bool {
		let kind = self.metadata.types().resolve(id);
		kind.is_some_and(|kind| matches!(kind.type_def, TypeDef::Primitive(TypeDefPrimitive::U8)))
	}

	/// The last segment of a type's path; empty for tuples, lists and numbers.
	fn type_name(&self, id: u32) -> &str {
		let kind = self.metadata.types().resolve(id);
		kind.and_then(|kind| kind.path.segments.last()).map_or("", String::as_str)
	}

	fn field(&self, name: &str, value: &Value<u32>) -> Json {
		match (number(value), self.style) {
			(Some(amount), Style::Human) if name.ends_with("_fen") => json!(yuan(Fen(amount))),
			(Some(share), Style::Human) if name.ends_with("_bp") => {
				json!(BasisPoints(u32::try_from(share).unwrap_or(u32::MAX)).to_string())
			}
			_ => self.text_field(name, value).unwrap_or_else(|| self.value(value)),
		}
	}

	/// References and registration numbers are bytes on the chain and text for everybody.
	fn text_field(&self, name: &str, value: &Value<u32>) -> Option<Json> {
		let ValueDef::Composite(fields) = &value.value else { return None };
		let text = bytes(fields).filter(|_| matches!(name, "bank_reference" | "registration"))?;
		String::from_utf8(text)
			.ok()
			.filter(|text| !text.chars().any(char::is_control))
			.map(|text| json!(text))
	}

	/// The forms of our own vocabulary.
	fn known(&self, name: &str, fields: &Composite<u32>) -> Option<Json> {
		let first = fields.values().next()?;
		let inner = || number(first);
		let human = self.style == Style::Human;
		Some(match name {
			"Fen" if human => json!(yuan(Fen(inner()?))),
			"BasisPoints" if human => json!(BasisPoints(inner()?.try_into().ok()?).to_string()),
			"Day" => json!(Day(inner()?.try_into().ok()?).to_string()),
			"Ordered" => json!(u32::from_be_bytes(bytes(fields)?.try_into().ok()?)),
			"Roles" => json!(Roles(inner()?.try_into().ok()?)),
			"Duties" => json!(Duties(inner()?.try_into().ok()?)),
			"Uetr" => json!(Uetr(bytes(fields)?.try_into().ok()?).to_string()),
			"CreditCode" | "IssuedCode" | "Text" | "BankCode" => {
				json!(String::from_utf8(bytes(fields)?).ok()?)
			}
			"AccountId32" => json!(subxt::utils::AccountId32(bytes(fields)?.try_into().ok()?).to_string()),
			_ => return None,
		})
	}

	fn variant(&self, type_name: &str, variant: &Variant<u32>) -> Json {
		let mut values = variant.values.values();
		match (type_name, variant.name.as_str()) {
			("Option", "None") => Json::Null,
			("Option", _) => values.next().map_or(Json::Null, |value| self.value(value)),
			("DispatchError", "Module") => match values.next().map(|error| &error.value) {
				Some(ValueDef::Composite(error)) => self.module_error(error),
				_ => self.fields(&variant.values),
			},
			// As reports name it, without FRAME's types.
			("Rule", "Module") => self.module_error(&variant.values),
			(_, name) if variant.values.is_empty() => json!(name),
			(_, name) => json!({ name: self.fields(&variant.values) }),
		}
	}

	/// `Payments.PayeeNotOnPlan`, with the line of a list or of the plan where the error has one.
	fn module_error(&self, fields: &Composite<u32>) -> Json {
		let Composite::Named(parts) = fields else { return self.fields(fields) };
		let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, value)| value);
		let pallet = part("index").or_else(|| part("pallet")).and_then(number);
		let rule = pallet.zip(part("error")).and_then(|(pallet, error)| {
			let ValueDef::Composite(error) = &error.value else { return None };
			Rule::find(self.metadata, u8::try_from(pallet).ok()?, &bytes(error)?)
		});
		match rule {
			Some(rule) => json!({
				"rule": rule.name,
				"line": rule.line,
				"plan_line": rule.plan_line,
				"explanation": rule.explanation,
			}),
			None => self.fields(fields),
		}
	}

	fn primitive(&self, primitive: &Primitive) -> Json {
		match primitive {
			Primitive::Bool(value) => json!(value),
			Primitive::Char(value) => json!(value),
			Primitive::String(value) => json!(value),
			Primitive::U128(value) => {
				u64::try_from(*value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
			}
			Primitive::I128(value) => {
				i64::try_from(*value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
			}
			Primitive::U256(bytes) | Primitive::I256(bytes) => json!(format!("0x{}", hex::encode(bytes))),
		}
	}
}

/// The bytes of an array or list, through single-field wrappers. Only for types that are known to hold bytes.
fn bytes(fields: &Composite<u32>) -> Option<Vec<u8>> {
	let Composite::Unnamed(values) = fields else { return None };
	match values.as_slice() {
		[Value { value: ValueDef::Composite(inner), .. }] => bytes(inner),
		values => {
			values.iter().map(|value| number(value).and_then(|number| u8::try_from(number).ok())).collect()
		}
	}
}

/// A plain unsigned number, through wrappers.
fn number(value: &Value<u32>) -> Option<u64> {
	match &value.value {
		ValueDef::Primitive(Primitive::U128(number)) => u64::try_from(*number).ok(),
		ValueDef::Composite(Composite::Unnamed(fields)) if fields.len() == 1 => {
			fields.first().and_then(number)
		}
		_ => None,
	}
}
