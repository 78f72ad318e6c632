//! Amounts in Chinese capitals (大写金额), as they stand on invoices, contracts and cheques.
//!
//! Source: the rules for writing amounts on bank vouchers (支付结算办法, annex 1) and what papers really have: 圆
//! and 元, 整 and 正, a zero written or left out, `（负数）` before the amounts of red-letter invoices. Read is what
//! has one meaning; simple numerals (一二三) are taken too, because papers have them, and other signs are
//! refused.

use std::fmt;

/// Why a text is not an amount in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCapitals {
	/// A character that does not stand in an amount.
	Character(char),
	/// Digits and units in an order that means nothing.
	Order,
	/// More than fits.
	TooLarge,
}

impl fmt::Display for NotCapitals {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Character(found) => write!(out, "{found:?} does not stand in an amount in capitals"),
			Self::Order => {
				out.write_str("not an amount in capitals; it is written like 壹佰贰拾叁圆肆角伍分")
			}
			Self::TooLarge => out.write_str("the amount is too large"),
		}
	}
}

impl std::error::Error for NotCapitals {}

fn digit(character: char) -> Option<i128> {
	Some(match character {
		'零' | '〇' => 0,
		'壹' | '一' => 1,
		'贰' | '貳' | '二' | '两' => 2,
		'叁' | '叄' | '三' => 3,
		'肆' | '四' => 4,
		'伍' | '五' => 5,
		'陆' | '陸' | '六' => 6,
		'柒' | '七' => 7,
		'捌' | '八' => 8,
		'玖' | '九' => 9,
		_ => return None,
	})
}

fn unit(character: char) -> Option<i128> {
	Some(match character {
		'拾' | '十' => 10,
		'佰' | '百' => 100,
		'仟' | '千' => 1_000,
		_ => return None,
	})
}

/// A number below ten thousand: 壹仟零贰拾叁. Units go down, zeros stand where they like between them.
fn section(text: &[char]) -> Result<i128, NotCapitals> {
	let (mut sum, mut pending, mut last_unit) = (0, None, 10_000);
	for (index, character) in text.iter().enumerate() {
		match (digit(*character), unit(*character)) {
			(Some(0), _) if pending.is_none() => (),
			(Some(value), _) if pending.is_none() && value > 0 => pending = Some(value),
			(None, Some(unit)) if unit < last_unit => {
				// 拾伍 is fifteen: the one before the first ten may be left out.
				let bare_ten = unit == 10 && index == 0;
				let value = pending.take().or_else(|| bare_ten.then_some(1)).ok_or(NotCapitals::Order)?;
				sum += value * unit;
				last_unit = unit;
			}
			_ => return Err(NotCapitals::Order),
		}
	}
	Ok(sum + pending.unwrap_or(0))
}

/// A whole number: sections parted by 亿 and 万.
fn whole(text: &[char]) -> Result<i128, NotCapitals> {
	if text.is_empty() {
		return Err(NotCapitals::Order);
	}
	for (big, value) in [(['亿', '億'], 100_000_000), (['万', '萬'], 10_000)] {
		if let Some(position) = text.iter().rposition(|character| big.contains(character)) {
			let (above, below) = (&text[..position], &text[position + 1..]);
			let again = above.iter().any(|character| big.contains(character));
			let above = whole(above)?;
			let below = if below.is_empty() { 0 } else { whole(below)? };
			if above == 0 || below >= value || again {
				return Err(NotCapitals::Order);
			}
			let sum = above.checked_mul(value).and_then(|above| above.checked_add(below));
			return sum.filter(|sum| *sum < 1_000_000_000_000_000).ok_or(NotCapitals::TooLarge);
		}
	}
	section(text)
}

/// Jiao and fen after the yuan: 肆角伍分, 零伍分.
fn decimals(text: &[char]) -> Result<i128, NotCapitals> {
	let value = |character: &char| digit(*character).ok_or(NotCapitals::Order);
	match text {
		[] => Ok(0),
		[jiao, '角'] => Ok(value(jiao)? * 10),
		[fen, '分'] | ['零', fen, '分'] => value(fen),
		[jiao, '角', fen, '分'] | [jiao, '角', '零', fen, '分'] => Ok(value(jiao)? * 10 + value(fen)?),
		_ => Err(NotCapitals::Order),
	}
}

/// An amount in capitals, in fen; negative after `（负数）` or 负.
pub fn parse(text: &str) -> Result<i128, NotCapitals> {
	let mut rest = text.trim();
	for currency in ["人民币", "￥", "¥"] {
		rest = rest.strip_prefix(currency).unwrap_or(rest).trim_start_matches([':', '：', ' ']);
	}
	let minus = ["（负数）", "(负数)", "负数", "负"].iter().find(|sign| rest.starts_with(**sign));
	rest = minus.map_or(rest, |sign| rest.trim_start_matches(sign).trim_start());
	rest = rest.trim_end_matches(['整', '正']);
	let characters: Vec<char> = rest.chars().collect();
	let stands = |character: char| {
		digit(character).is_some() || unit(character).is_some() || "亿億万萬圆元圓角分".contains(character)
	};
	if let Some(found) = characters.iter().find(|character| !stands(**character)) {
		return Err(NotCapitals::Character(*found));
	}
	// Longer than any amount that fits; keeps the recursion short.
	if characters.len() > 64 {
		return Err(NotCapitals::TooLarge);
	}
	let yuan = characters.iter().position(|character| matches!(character, '圆' | '元' | '圓'));
	let (above, below) = match yuan {
		Some(position) => (whole(&characters[..position])?, &characters[position + 1..]),
		// Less than a yuan has no yuan: 伍角.
		None if characters.iter().any(|character| matches!(character, '角' | '分')) => (0, &characters[..]),
		None => return Err(NotCapitals::Order),
	};
	let fen = above * 100 + decimals(below)?;
	Ok(if minus.is_some() { -fen } else { fen })
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Writes an amount as an invoice does; the other way round, made apart.
	fn written(fen: i128) -> String {
		const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
		let (yuan, jiao, cent) = (fen / 100, (fen / 10 % 10) as usize, (fen % 10) as usize);
		let mut text = String::new();
		let (mut zero, mut started) = (false, false);
		for position in (0..13).rev() {
			let figure = (yuan / 10_i128.pow(position) % 10) as usize;
			if figure == 0 {
				zero = started;
			} else {
				if zero {
					text.push('零');
				}
				text.push(DIGITS[figure]);
				text.extend([None, Some('拾'), Some('佰'), Some('仟')][position as usize % 4]);
				(zero, started) = (false, true);
			}
			let section = yuan / 10_i128.pow(position) % 10_000;
			match position {
				8 if yuan >= 100_000_000 => text.push('亿'),
				4 if section > 0 => text.push('万'),
				12 if yuan >= 1_000_000_000_000 => text.push('万'),
				_ => (),
			}
		}
		if started {
			text.push('圆');
		}
		match (jiao, cent) {
			(0, 0) => text.push('整'),
			(0, cent) => text.extend(['零', DIGITS[cent], '分']),
			(jiao, 0) => text.extend([DIGITS[jiao], '角', '整']),
			(jiao, cent) => text.extend([DIGITS[jiao], '角', DIGITS[cent], '分']),
		}
		text
	}

	#[test]
	fn what_papers_have_is_read() {
		for (text, fen) in [
			("壹佰肆拾捌万捌仟圆整", 148_800_000),
			("贰佰陆拾万圆整", 260_000_000),
			("（负数）壹佰万圆整", -100_000_000),
			("(负数)壹角", -10),
			("壹拾圆叁角整", 1_030),
			("壹拾叁万陆仟伍佰伍拾元整", 13_655_000),
			("人民币壹万零伍元正", 1_000_500),
			("壹佰零伍圆零叁分", 10_503),
			("壹佰圆伍角零陆分", 10_056),
			("拾伍元", 1_500),
			("壹亿圆整", 10_000_000_000),
			("壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹拾贰圆叁角肆分", 123_456_789_001_234),
			("叁分", 3),
			("零圆整", 0),
			("零元零角零分", 0),
		] {
			assert_eq!(parse(text), Ok(fen), "{text}");
		}
	}

	#[test]
	fn what_is_written_is_read() {
		let mut fen: i128 = 1;
		for step in 1..5_000_i128 {
			fen = (fen * 48_271 + step) % 99_999_999_999_999;
			for amount in [fen, fen % 10_000_000, fen / 10_000 * 10_000, fen / 1_000_000 * 100] {
				if amount > 0 {
					assert_eq!(parse(&written(amount)), Ok(amount), "{}", written(amount));
				}
			}
		}
	}

	#[test]
	fn what_means_nothing_is_refused() {
		for text in [
			"",
			"整",
			"圆",
			"壹",
			"壹佰",
			"1000圆",
			"壹贰圆",
			"佰圆",
			"壹拾佰圆",
			"壹圆贰",
			"壹圆角",
			"万圆",
			"壹万万圆",
			"壹圆贰分叁角",
			"壹圆圆",
			"负",
			"壹圆a",
		] {
			assert!(parse(text).is_err(), "{text}: {:?}", parse(text));
		}
		assert_eq!(parse("壹亿壹亿圆"), Err(NotCapitals::Order));
		assert_eq!(parse("x圆"), Err(NotCapitals::Character('x')));
		assert_eq!(parse(&"壹".repeat(100)), Err(NotCapitals::TooLarge));
		assert!(parse("玖仟万亿圆").is_err());
	}
}
