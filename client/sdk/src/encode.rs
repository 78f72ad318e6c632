//! JSON to values of the runtime's own types: what [`crate::render`] does, the other way.
//!
//! So a loan offer or a programme is a JSON file whose fields are the chain's, a call needs no code of its own, and
//! the same program serves the chain after an upgrade that it has not seen. Our vocabulary is read in the forms
//! that people write: money as text in yuan (`"10,000,000.00"`; a bare integer is fen), days `"2026-03-31"`, shares
//! in basis points or `"30%"`, keys, codes and digests as text, sets of roles and duties as lists. Every error
//! names the field.

use crate::error::{Error, Result};
use scale_info::{form::PortableForm, Field, TypeDef, TypeDefPrimitive};
use serde_json::{Map, Value as Json};
use std::fmt::Display;
use std::str::FromStr;
use subxt::ext::scale_value::scale::encode_as_type;
use subxt::ext::scale_value::{Composite, Primitive, Value, ValueDef, Variant};
use subxt::metadata::Metadata;
use zhidai_api::RequestId;
use zhidai_api::{CreditCode, Day, Duties, Fen, IssuedCode, Roles, Uetr};
use zhidai_reader::limits::{check_list, BANK_REFERENCE, NAME, REASON};

/// Makes values of one runtime.
pub struct Encoder<'a> {
	metadata: &'a Metadata,
}

fn wrong(at: &str, message: impl Display) -> Error {
	Error::usage(format!("{at}: {message}"))
}

/// A name as it is compared: `purchase-contract`, `purchase_contract` and `PurchaseContract` are one.
fn folded(name: &str) -> String {
	name.chars().filter(|character| !matches!(character, '-' | '_' | ' ')).collect::<String>().to_lowercase()
}

fn unsigned(number: impl Into<u128>) -> Value<()> {
	Value::u128(number.into())
}

fn bytes_value(bytes: &[u8]) -> Value<()> {
	Value::unnamed_composite(bytes.iter().map(|byte| unsigned(*byte)))
}

fn text<'a>(json: &'a Json, at: &str, what: &str) -> Result<&'a str> {
	json.as_str().ok_or_else(|| wrong(at, format!("{what} is written as text (found {json})")))
}

fn parsed<T: FromStr>(json: &Json, at: &str, what: &str) -> Result<T>
where
	T::Err: Display,
{
	let text = text(json, at, what)?;
	text.trim().parse().map_err(|error| wrong(at, format!("{error} (found {text:?})")))
}

/// `30%`, `3.05%`, or a number of basis points.
fn basis_points(json: &Json, at: &str) -> Result<Value<()>> {
	if let Some(number) = json.as_u64() {
		return Ok(unsigned(number));
	}
	let refuse =
		|| wrong(at, format!("not a share; write it in basis points or like \"3.05%\" (found {json})"));
	let share = json.as_str().and_then(|text| text.strip_suffix('%')).ok_or_else(refuse)?;
	// Two decimals at the most, as with money.
	share.trim().parse::<Fen>().map(|hundredths| unsigned(hundredths.0)).map_err(|_| refuse())
}

/// Whether a field's type is a text that the chain keeps as bare bytes.
fn is_text(type_name: Option<&str>) -> bool {
	let mut words = type_name.unwrap_or_default().split(|character: char| !character.is_ascii_alphanumeric());
	words.any(|word| word == "BankReference")
}

/// `0x…` is hexadecimal; whatever else is the text itself.
fn bytes_of(json: &Json, at: &str) -> Result<Vec<u8>> {
	if let Some(items) = json.as_array() {
		let bytes = items.iter().map(|item| item.as_u64().and_then(|byte| u8::try_from(byte).ok())).collect();
		return Option::ok_or_else(bytes, || wrong(at, "not a list of bytes"));
	}
	let text = text(json, at, "a digest or a text")?;
	match text.strip_prefix("0x") {
		Some(digits) => {
			hex::decode(digits).map_err(|error| wrong(at, format!("not hexadecimal digits: {error}")))
		}
		None => Ok(text.as_bytes().to_vec()),
	}
}

/// Refuses a text or a list that is longer than its field takes. The metadata names the field's type and not its limit.
fn ensure_fits(type_name: Option<&str>, json: &Json, at: &str) -> Result<()> {
	if let (Some(entries), Some(name)) = (json.as_array(), type_name) {
		return check_list(name, entries.len()).map_err(|message| wrong(at, message));
	}
	let Some(text) = json.as_str() else { return Ok(()) };
	let mut words = type_name.unwrap_or_default().split(|character: char| !character.is_ascii_alphanumeric());
	let limit = words.find_map(|word| match word {
		"Name" => Some(NAME),
		"ShortText" => Some(REASON),
		"BankReference" => Some(BANK_REFERENCE),
		_ => None,
	});
	limit.map_or(Ok(()), |limit| limit.check(text).map_err(|message| wrong(at, message)))
}

impl<'a> Encoder<'a> {
	/// For the runtime with this metadata.
	pub fn new(metadata: &'a Metadata) -> Self {
		Self { metadata }
	}

	/// The arguments of a call.
	pub fn call(&self, pallet: &str, call: &str, args: &Json) -> Result<Composite<()>> {
		let unknown = || {
			Error::unexpected(format!(
				"the chain's runtime has no call {pallet}.{call}; is this program too old or too new?"
			))
		};
		let variant = self
			.metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.call_variant_by_name(call))
			.ok_or_else(unknown)?;
		self.fields(&variant.fields, args, call)
	}

	/// One argument of a call as the bytes that a digest is made of: an offer, an act.
	pub fn argument(&self, pallet: &str, call: &str, name: &str, json: &Json) -> Result<Vec<u8>> {
		let field = self
			.metadata
			.pallet_by_name(pallet)
			.and_then(|pallet| pallet.call_variant_by_name(call))
			.and_then(|call| call.fields.iter().find(|field| field.name.as_deref() == Some(name)))
			.ok_or_else(|| {
				Error::unexpected(format!("the chain's runtime has no {pallet}.{call} with {name}"))
			})?;
		self.bytes(field.ty.id, json, name)
	}

	/// One field of a stored record as the bytes that a digest is made of: what a contract pins.
	pub fn stored(&self, pallet: &str, entry: &str, name: &str, record: &Json) -> Result<Vec<u8>> {
		let missing =
			|| Error::unexpected(format!("the chain's runtime has no {pallet}.{entry} with {name}"));
		let pallet = self.metadata.pallet_by_name(pallet).ok_or_else(missing)?;
		let entry = pallet.storage().and_then(|storage| storage.entry_by_name(entry)).ok_or_else(missing)?;
		let kind = self.metadata.types().resolve(entry.value_ty()).ok_or_else(missing)?;
		let field = match &kind.type_def {
			TypeDef::Composite(record) => {
				record.fields.iter().find(|field| field.name.as_deref() == Some(name))
			}
			_ => None,
		};
		let json = record.get(name).ok_or_else(missing)?;
		self.bytes(field.ok_or_else(missing)?.ty.id, json, name)
	}

	fn bytes(&self, id: u32, json: &Json, at: &str) -> Result<Vec<u8>> {
		let value = self.value(id, json, at)?;
		let mut bytes = Vec::new();
		encode_as_type(&value, id, self.metadata.types(), &mut bytes).map_err(Error::unexpected)?;
		Ok(bytes)
	}

	/// A value of a type.
	pub fn value(&self, id: u32, json: &Json, at: &str) -> Result<Value<()>> {
		let kind =
			self.metadata.types().resolve(id).ok_or_else(|| Error::unexpected(format!("no type {id}")))?;
		let name = kind.path.segments.last().map_or("", String::as_str);
		if let Some(value) = self.known(name, json, at)? {
			return Ok(value);
		}
		match &kind.type_def {
			TypeDef::Composite(composite) => {
				Ok(ValueDef::Composite(self.fields(&composite.fields, json, at)?).into_value())
			}
			TypeDef::Variant(variants) => {
				let variants: Vec<_> = variants.variants.iter().collect();
				self.variant(name, &variants, json, at)
			}
			TypeDef::Compact(compact) => self.value(compact.type_param.id, json, at),
			TypeDef::Primitive(primitive) => self.primitive(primitive, json, at),
			TypeDef::Sequence(list) => self.list(list.type_param.id, None, json, at),
			TypeDef::Array(list) => self.list(list.type_param.id, Some(list.len), json, at),
			TypeDef::Tuple(tuple) => match tuple.fields.as_slice() {
				[] => Ok(Value::unnamed_composite([])),
				[one] => Ok(Value::unnamed_composite([self.value(one.id, json, at)?])),
				types => {
					let items = json.as_array().filter(|items| items.len() == types.len());
					let items = items.ok_or_else(|| {
						wrong(at, format!("a list of {} is needed (found {json})", types.len()))
					})?;
					let values = types.iter().zip(items).enumerate();
					let values = values
						.map(|(index, (kind, item))| self.value(kind.id, item, &format!("{at}[{index}]")));
					Ok(Value::unnamed_composite(values.collect::<Result<Vec<_>>>()?))
				}
			},
			TypeDef::BitSequence(_) => Err(Error::unexpected(format!("{at}: bit sequences are not used"))),
		}
	}

	/// The forms of our own vocabulary.
	fn known(&self, name: &str, json: &Json, at: &str) -> Result<Option<Value<()>>> {
		let one = |value| Value::unnamed_composite([value]);
		Ok(Some(match name {
			"Fen" if json.is_string() => one(unsigned(parsed::<Fen>(json, at, "money")?.0)),
			"Day" if !json.is_u64() => one(unsigned(parsed::<Day>(json, at, "a day")?.0)),
			"BasisPoints" => one(basis_points(json, at)?),
			// Numbers as keys, so written that they are listed in their order.
			"Ordered" => {
				let number = json.as_u64().and_then(|number| u32::try_from(number).ok());
				let number = number.ok_or_else(|| wrong(at, format!("a number is needed (found {json})")))?;
				one(bytes_value(&number.to_be_bytes()))
			}
			"RequestId" if json.is_string() => {
				let id = parsed::<RequestId>(json, at, "the id of a request")?;
				Value::named_composite([
					("last_block", unsigned(id.last_block)),
					("random", bytes_value(&id.random)),
				])
			}
			"Uetr" => one(bytes_value(&parsed::<Uetr>(json, at, "a UETR")?.0)),
			"CreditCode" => {
				one(bytes_value(parsed::<CreditCode>(json, at, "a credit code")?.as_str().as_bytes()))
			}
			"IssuedCode" => one(bytes_value(
				parsed::<IssuedCode>(json, at, "a credit code as issued")?.as_str().as_bytes(),
			)),
			"Text" => {
				let text = text(json, at, "a text")?;
				REASON.check(text).map_err(|message| wrong(at, message))?;
				one(one(bytes_value(text.as_bytes())))
			}
			"Roles" => one(unsigned(
				serde_json::from_value::<Roles>(json.clone()).map_err(|error| wrong(at, error))?.0,
			)),
			"Duties" => one(unsigned(
				serde_json::from_value::<Duties>(json.clone()).map_err(|error| wrong(at, error))?.0,
			)),
			"AccountId32" if json.as_str().is_some_and(|text| !text.starts_with("0x")) => {
				let account: subxt::utils::AccountId32 =
					text(json, at, "an account")?.parse().map_err(|_| {
						wrong(at, format!("not an account (SS58 or 0x and 64 digits) (found {json})"))
					})?;
				one(bytes_value(&account.0))
			}
			_ => return Ok(None),
		}))
	}

	fn fields(&self, fields: &[Field<PortableForm>], json: &Json, at: &str) -> Result<Composite<()>> {
		match fields {
			[] => Ok(Composite::Unnamed(Vec::new())),
			[one] if one.name.is_none() => Ok(Composite::Unnamed(vec![self.field(one, json, at)?])),
			fields if fields.iter().all(|field| field.name.is_none()) => {
				let items = json.as_array().filter(|items| items.len() == fields.len());
				let items =
					items.ok_or_else(|| wrong(at, format!("a list of {} is needed", fields.len())))?;
				let values = fields.iter().zip(items).map(|(field, item)| self.value(field.ty.id, item, at));
				Ok(Composite::Unnamed(values.collect::<Result<_>>()?))
			}
			fields => self.named(fields, json, at),
		}
	}

	/// The value of a field. Where its type is a text, it is the text as it stands, also one that begins with `0x`.
	fn field(&self, field: &Field<PortableForm>, json: &Json, at: &str) -> Result<Value<()>> {
		let type_name = field.type_name.as_deref();
		ensure_fits(type_name, json, at)?;
		match json.as_str().filter(|_| is_text(type_name)) {
			Some(text) => self.value(field.ty.id, &Json::from(text.as_bytes().to_vec()), at),
			None => self.value(field.ty.id, json, at),
		}
	}

	fn named(&self, fields: &[Field<PortableForm>], json: &Json, at: &str) -> Result<Composite<()>> {
		let names: Vec<&str> = fields.iter().filter_map(|field| field.name.as_deref()).collect();
		let object: &Map<String, Json> = json
			.as_object()
			.ok_or_else(|| wrong(at, format!("an object with {} is needed", names.join(", "))))?;
		if let Some(unknown) = object.keys().find(|key| !names.contains(&key.as_str())) {
			return Err(wrong(at, format!("there is no field {unknown:?}; there are {}", names.join(", "))));
		}
		let values = fields.iter().zip(&names).map(|(field, name)| {
			let path = format!("{at}.{name}");
			let value = match object.get(*name) {
				Some(Json::String(text)) if name.ends_with("_fen") => unsigned(
					text.parse::<Fen>().map_err(|error| wrong(&path, format!("{error} (found {text:?})")))?.0,
				),
				Some(item) => self.field(field, item, &path)?,
				None if self.is_option(field.ty.id) => Value::unnamed_variant("None", []),
				None => return Err(wrong(&path, "missing")),
			};
			Ok(((*name).to_owned(), value))
		});
		Ok(Composite::Named(values.collect::<Result<_>>()?))
	}

	fn is_option(&self, id: u32) -> bool {
		let kind = self.metadata.types().resolve(id);
		kind.and_then(|kind| kind.path.segments.last()).is_some_and(|name| name == "Option")
	}

	fn variant(
		&self,
		name: &str,
		variants: &[&scale_info::Variant<PortableForm>],
		json: &Json,
		at: &str,
	) -> Result<Value<()>> {
		let find = |wanted: &str| {
			variants.iter().find(|known| folded(&known.name) == folded(wanted)).copied().ok_or_else(|| {
				let names: Vec<_> = variants.iter().map(|variant| variant.name.as_str()).collect();
				wrong(at, format!("{wanted:?} is not one of {}", names.join(", ")))
			})
		};
		let (variant, content) = match (name, json) {
			("Option", Json::Null) => (find("None")?, &Json::Null),
			("Option", some) => (find("Some")?, some),
			(_, Json::String(wanted)) => (find(wanted)?, &Json::Null),
			(_, Json::Object(object)) if object.len() == 1 => {
				let (wanted, content) = object.iter().next().ok_or_else(|| wrong(at, "empty"))?;
				(find(wanted)?, content)
			}
			_ => {
				let names: Vec<_> = variants.iter().map(|variant| variant.name.as_str()).collect();
				return Err(wrong(at, format!("one of {} is needed (found {json})", names.join(", "))));
			}
		};
		let at = if name == "Option" { at.to_owned() } else { format!("{at}.{}", variant.name) };
		let values = self.fields(&variant.fields, content, &at)?;
		Ok(ValueDef::Variant(Variant { name: variant.name.clone(), values }).into_value())
	}

	fn list(&self, item: u32, length: Option<u32>, json: &Json, at: &str) -> Result<Value<()>> {
		let kind = self.metadata.types().resolve(item);
		if kind.is_some_and(|kind| matches!(kind.type_def, TypeDef::Primitive(TypeDefPrimitive::U8))) {
			let bytes = bytes_of(json, at)?;
			return match length {
				Some(length) if bytes.len() != length as usize => {
					Err(wrong(at, format!("{length} bytes are needed (found {})", bytes.len())))
				}
				_ => Ok(bytes_value(&bytes)),
			};
		}
		let items = json.as_array().ok_or_else(|| wrong(at, format!("a list is needed (found {json})")))?;
		let values =
			items.iter().enumerate().map(|(index, json)| self.value(item, json, &format!("{at}[{index}]")));
		Ok(Value::unnamed_composite(values.collect::<Result<Vec<_>>>()?))
	}

	fn primitive(&self, primitive: &TypeDefPrimitive, json: &Json, at: &str) -> Result<Value<()>> {
		use TypeDefPrimitive as P;
		let bits = match primitive {
			P::Bool => {
				let value = json
					.as_bool()
					.ok_or_else(|| wrong(at, format!("true or false is needed (found {json})")))?;
				return Ok(Value::bool(value));
			}
			P::Str => return Ok(Value::string(text(json, at, "a text")?)),
			P::I8 | P::I16 | P::I32 | P::I64 | P::I128 => {
				let number = json
					.as_i64()
					.ok_or_else(|| wrong(at, format!("a whole number is needed (found {json})")))?;
				return Ok(ValueDef::Primitive(Primitive::I128(number.into())).into_value());
			}
			P::U8 => 8,
			P::U16 => 16,
			P::U32 => 32,
			P::U64 => 64,
			_ => 128,
		};
		let number = json
			.as_u64()
			.ok_or_else(|| wrong(at, format!("a whole number is needed, not negative (found {json})")))?;
		match bits < 64 && number >> bits != 0 {
			true => Err(wrong(at, format!("{number} is too large"))),
			false => Ok(unsigned(number)),
		}
	}
}

/// A value without context.
trait IntoValue {
	fn into_value(self) -> Value<()>;
}

impl IntoValue for ValueDef<()> {
	fn into_value(self) -> Value<()> {
		Value { value: self, context: () }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn names_are_one_whatever_their_style() {
		assert_eq!(folded("purchase-contract"), folded("PurchaseContract"));
		assert_ne!(folded("Final"), folded("Fin"));
	}

	#[test]
	fn shares_are_read() {
		assert_eq!(basis_points(&json!("30%"), "a").unwrap(), unsigned(3000_u32));
		assert_eq!(basis_points(&json!("3.05%"), "a").unwrap(), unsigned(305_u32));
		assert_eq!(basis_points(&json!(305), "a").unwrap(), unsigned(305_u32));
		for wrong in [json!("3.055%"), json!("30"), json!(-1), json!(0.3), json!("-1%")] {
			assert!(basis_points(&wrong, "rate").unwrap_err().message.starts_with("rate: "), "{wrong}");
		}
	}

	#[test]
	fn what_the_chain_cannot_decode_is_refused_in_words() {
		let fits = |kind: &str, text: &str| ensure_fits(Some(kind), &json!(text), "reject.reason");
		assert!(fits("ShortText", &"因".repeat(53)).is_ok());
		let long = fits("ShortText", &"因".repeat(54)).unwrap_err();
		assert_eq!(
			long.message,
			"reject.reason: 54 characters, 162 bytes; a reason has at most 160 bytes (53 Chinese characters), \
			 shorten it by 2 bytes"
		);
		assert!(
			fits("Option<ShortText>", &"因".repeat(54)).is_err() && fits("Name", &"名".repeat(33)).is_err()
		);
		let tab = fits("Name", "甲\t乙").unwrap_err();
		assert!(tab.message.contains("a tab at character 2"), "{tab}");
		assert!(fits("BankReference", &"参".repeat(12)).is_err() && fits("BankReference", "").is_err());
		assert!(fits("Digest", &"x".repeat(500)).is_ok(), "other types say themselves what they take");
	}

	#[test]
	fn bytes_are_digits_or_text() {
		assert_eq!(bytes_of(&json!("0x0aff"), "a").unwrap(), [0x0a, 0xff]);
		assert_eq!(bytes_of(&json!("102332"), "a").unwrap(), b"102332");
		assert_eq!(bytes_of(&json!([1, 2]), "a").unwrap(), [1, 2]);
		assert!(bytes_of(&json!("0x0"), "a").is_err() && bytes_of(&json!(1), "a").is_err());
	}
}
