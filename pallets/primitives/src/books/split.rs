//! How a drawdown is divided over lines of the spending plan.

use crate::{BasisPoints, Fen, Split};
use alloc::vec::Vec;
use core::cmp::Reverse;

/// Why an amount cannot be divided so. A line is told by its place among those that are named, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitRefusal {
	/// It is more than all that is left of them.
	AboveWhatIsLeft,
	/// Nothing is left of the line.
	UsedUp(u16),
	/// The line would get more than is left of it.
	Exceeded(u16),
	/// The line would get nothing.
	GivesNothing(u16),
	/// There is not one amount, or one share, for each line.
	CountDiffers,
	/// The shares are not together the whole.
	SharesNotWhole,
}

/// What each line gets, of which so much is left: something, no more than is left of it, and together all that is
/// divided. Where the fen do not come out even, each line gets its part rounded down, and the fen that are then missing
/// go one each to the lines whose part was cut most, of equals to the first (largest remainders).
///
/// What is left is the cap until something is used; dividing by it lets several drawdowns together use the plan up
/// exactly. Milestones are not among the ways yet.
pub fn divide(left: &[Fen], by: &Split) -> Result<Vec<Fen>, SplitRefusal> {
	if let Some((place, _)) = (0_u16..).zip(left).find(|(_, own)| own.is_zero()) {
		return Err(SplitRefusal::UsedUp(place));
	}
	let parts = match by {
		Split::ByLeft { amount } => by_left(left, *amount)?,
		Split::ByAmounts { amounts } => amounts.to_vec(),
		Split::ByShares { amount, shares } => by_shares(*amount, shares)?,
	};
	if parts.len() != left.len() {
		return Err(SplitRefusal::CountDiffers);
	}
	for (place, (part, own)) in (0_u16..).zip(parts.iter().zip(left)) {
		if part.is_zero() {
			return Err(SplitRefusal::GivesNothing(place));
		}
		if part > own {
			return Err(SplitRefusal::Exceeded(place));
		}
	}
	Fen::checked_sum(parts.iter().copied()).ok_or(SplitRefusal::AboveWhatIsLeft)?;
	Ok(parts)
}

/// No line gets more than is left of it: a part that was cut is below what is left, as no more than all is divided.
fn by_left(left: &[Fen], amount: Fen) -> Result<Vec<Fen>, SplitRefusal> {
	let total = Fen::checked_sum(left.iter().copied()).unwrap_or(Fen::ZERO);
	if amount > total {
		return Err(SplitRefusal::AboveWhatIsLeft);
	}
	Ok(apportion(amount, left.iter().map(|own| own.0), total.0))
}

fn by_shares(amount: Fen, shares: &[BasisPoints]) -> Result<Vec<Fen>, SplitRefusal> {
	let sum = shares.iter().try_fold(BasisPoints(0), |sum, share| sum.checked_add(*share));
	if sum != Some(BasisPoints::WHOLE) {
		return Err(SplitRefusal::SharesNotWhole);
	}
	let weights = shares.iter().map(|share| u64::from(share.0));
	Ok(apportion(amount, weights, u64::from(BasisPoints::WHOLE.0)))
}

/// Divides an amount by weights that are together the whole, to the fen.
fn apportion(amount: Fen, weights: impl Iterator<Item = u64>, whole: u64) -> Vec<Fen> {
	let (mut parts, cuts): (Vec<Fen>, Vec<u128>) = weights.map(|own| share(amount, own, whole)).unzip();
	let given = Fen::checked_sum(parts.iter().copied()).unwrap_or(amount);
	let missing = usize::try_from(amount.saturating_sub(given).0).unwrap_or(usize::MAX);
	let mut most_cut: Vec<_> = parts.iter_mut().zip(cuts).collect();
	// The sort keeps the order of equals.
	most_cut.sort_by_key(|(_, cut)| Reverse(*cut));
	for (part, _) in most_cut.into_iter().take(missing) {
		*part = Fen(part.0.saturating_add(1));
	}
	parts
}

/// A line's part, rounded down to the fen, and what was cut off, in parts of the whole.
fn share(amount: Fen, own: u64, whole: u64) -> (Fen, u128) {
	let product = u128::from(amount.0).saturating_mul(u128::from(own));
	let cut = product.checked_rem(u128::from(whole)).unwrap_or(0);
	(amount.share(own, whole).unwrap_or(Fen::ZERO), cut)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	type Parts = Result<Vec<u64>, SplitRefusal>;

	fn parts(left: &[u64], by: &Split) -> Parts {
		let left: Vec<_> = left.iter().copied().map(Fen).collect();
		divide(&left, by).map(|parts| parts.into_iter().map(|part| part.0).collect())
	}

	fn by_left(left: &[u64], amount: u64) -> Parts {
		parts(left, &Split::ByLeft { amount: Fen(amount) })
	}

	fn by_amounts(left: &[u64], amounts: &[u64]) -> Parts {
		let amounts: Vec<_> = amounts.iter().copied().map(Fen).collect();
		parts(left, &Split::ByAmounts { amounts: amounts.try_into().unwrap() })
	}

	fn by_shares(left: &[u64], amount: u64, shares: &[u32]) -> Parts {
		let shares: Vec<_> = shares.iter().copied().map(BasisPoints).collect();
		parts(left, &Split::ByShares { amount: Fen(amount), shares: shares.try_into().unwrap() })
	}

	#[test]
	fn a_split_gives_the_missing_fen_to_the_lines_that_were_cut_most() {
		assert_eq!(by_left(&[60, 40], 100), Ok(vec![60, 40]));
		assert_eq!(by_left(&[7], 5), Ok(vec![5]));
		// 2.5, 2.75 and 4.75 of 10.
		assert_eq!(by_left(&[10, 11, 19], 10), Ok(vec![2, 3, 5]));
		// Of equals to the first.
		assert_eq!(by_left(&[100, 100, 100], 100), Ok(vec![34, 33, 33]));
		assert_eq!(by_left(&[100, 100, 100], 101), Ok(vec![34, 34, 33]));
	}

	#[test]
	fn a_split_gives_no_line_more_than_is_left_of_it() {
		assert_eq!(by_left(&[10, 10, 1], 20), Ok(vec![10, 9, 1]));
		assert_eq!(by_left(&[10, 10, 1], 21), Ok(vec![10, 10, 1]));
		assert_eq!(by_left(&[10, 10, 1], 22), Err(SplitRefusal::AboveWhatIsLeft));
		assert_eq!(by_left(&[], 1), Err(SplitRefusal::AboveWhatIsLeft));
		// What is left of lines that cannot stand together.
		assert_eq!(by_left(&[u64::MAX, 1], 1), Err(SplitRefusal::AboveWhatIsLeft));
	}

	#[test]
	fn a_split_that_gives_a_line_nothing_is_refused_as_a_whole() {
		assert_eq!(by_left(&[1, 999], 100), Err(SplitRefusal::GivesNothing(0)));
		assert_eq!(by_left(&[50, 50], 0), Err(SplitRefusal::GivesNothing(0)));
		assert_eq!(by_left(&[50, 50], 1), Err(SplitRefusal::GivesNothing(1)));
		assert_eq!(by_amounts(&[50, 50], &[1, 0]), Err(SplitRefusal::GivesNothing(1)));
		assert_eq!(by_shares(&[50, 50], 10, &[10_000, 0]), Err(SplitRefusal::GivesNothing(1)));
		assert_eq!(by_shares(&[50, 50], 0, &[5_000, 5_000]), Err(SplitRefusal::GivesNothing(0)));
		// 0.5 fen and 0.5 fen of one.
		assert_eq!(by_shares(&[50, 50], 1, &[5_000, 5_000]), Err(SplitRefusal::GivesNothing(1)));
	}

	#[test]
	fn nothing_is_given_to_a_line_that_is_used_up() {
		assert_eq!(by_left(&[50, 0, 50], 100), Err(SplitRefusal::UsedUp(1)));
		assert_eq!(by_left(&[0], 0), Err(SplitRefusal::UsedUp(0)));
		assert_eq!(by_amounts(&[50, 0], &[1, 1]), Err(SplitRefusal::UsedUp(1)));
		assert_eq!(by_shares(&[50, 0], 10, &[5_000, 5_000]), Err(SplitRefusal::UsedUp(1)));
	}

	#[test]
	fn amounts_are_taken_as_they_are_within_what_is_left() {
		assert_eq!(by_amounts(&[60, 40], &[60, 1]), Ok(vec![60, 1]));
		assert_eq!(by_amounts(&[60, 40], &[60, 41]), Err(SplitRefusal::Exceeded(1)));
		assert_eq!(by_amounts(&[60, 40], &[u64::MAX, 2]), Err(SplitRefusal::Exceeded(0)));
		assert_eq!(by_amounts(&[u64::MAX, 2], &[u64::MAX, 2]), Err(SplitRefusal::AboveWhatIsLeft));
		for amounts in [&[60][..], &[60, 20, 20]] {
			assert_eq!(by_amounts(&[60, 40], amounts), Err(SplitRefusal::CountDiffers));
		}
		assert_eq!(by_amounts(&[], &[]), Ok(vec![]));
	}

	#[test]
	fn shares_are_together_the_whole_and_divide_to_the_fen() {
		assert_eq!(by_shares(&[60, 40], 100, &[6_000, 4_000]), Ok(vec![60, 40]));
		// 3.333, 3.333 and 3.334 of 10: the last was cut most.
		assert_eq!(by_shares(&[9, 9, 9], 10, &[3_333, 3_333, 3_334]), Ok(vec![3, 3, 4]));
		// 50.5 and 50.5: of equals to the first.
		assert_eq!(by_shares(&[60, 60], 101, &[5_000, 5_000]), Ok(vec![51, 50]));
		assert_eq!(by_shares(&[50, 60], 101, &[5_000, 5_000]), Err(SplitRefusal::Exceeded(0)));
		for shares in [[6_000, 3_999], [6_000, 4_001], [10_000, 10_000], [u32::MAX, 10_001]] {
			assert_eq!(by_shares(&[60, 40], 100, &shares), Err(SplitRefusal::SharesNotWhole));
		}
		assert_eq!(by_shares(&[60, 40], 100, &[10_000]), Err(SplitRefusal::CountDiffers));
		assert_eq!(by_shares(&[], 100, &[]), Err(SplitRefusal::SharesNotWhole));
		// The largest amount there is.
		let half = u64::MAX / 2;
		assert_eq!(by_shares(&[u64::MAX; 2], u64::MAX, &[5_000, 5_000]), Ok(vec![half + 1, half]));
	}

	/// So many shares that are together the whole.
	fn shares_by(weights: &[u32]) -> Vec<BasisPoints> {
		let total: u32 = weights.iter().sum();
		let mut shares: Vec<u32> = weights.iter().map(|weight| weight * 10_000 / total).collect();
		let missing = 10_000 - shares.iter().sum::<u32>();
		shares[0] += missing;
		shares.into_iter().map(BasisPoints).collect()
	}

	proptest! {
		#[test]
		fn a_split_is_exact_and_leaves_no_line_out_and_passes_none(
			left in prop::collection::vec(prop_oneof![1..20_u64, 1..=u64::MAX / 100], 1..100), parts: u64,
		) {
			let left: Vec<_> = left.into_iter().map(Fen).collect();
			let total = Fen::checked_sum(left.iter().copied()).unwrap();
			let amount = total.share(parts, u64::MAX).unwrap();
			match divide(&left, &Split::ByLeft { amount }) {
				Ok(parts) => {
					prop_assert_eq!(parts.len(), left.len());
					prop_assert!(parts.iter().zip(&left).all(|(part, own)| !part.is_zero() && part <= own));
					prop_assert_eq!(Fen::checked_sum(parts.iter().copied()), Some(amount));
					for (part, own) in parts.iter().zip(&left) {
						// Within one fen of the exact share.
						let down = amount.share(own.0, total.0).unwrap();
						prop_assert!(*part == down || part.0 == down.0 + 1);
					}
				}
				Err(SplitRefusal::GivesNothing(line)) => {
					prop_assert!(amount.share(left[usize::from(line)].0, total.0).is_none_or(Fen::is_zero));
				}
				Err(refusal) => prop_assert!(false, "{:?} of what is left", refusal),
			}
			if let Some(amount) = total.checked_add(Fen(1)) {
				prop_assert_eq!(divide(&left, &Split::ByLeft { amount }), Err(SplitRefusal::AboveWhatIsLeft));
			}
		}

		#[test]
		fn drawdowns_by_the_split_can_use_the_plan_up_exactly(
			caps in prop::collection::vec(1_000..1_000_000_u64, 1..20), first in 1..=9_u64,
		) {
			let caps: Vec<_> = caps.into_iter().map(Fen).collect();
			let total = Fen::checked_sum(caps.iter().copied()).unwrap();
			let amount = total.share(first, 10).unwrap();
			let one = divide(&caps, &Split::ByLeft { amount }).unwrap();
			let left: Vec<_> = caps.iter().zip(&one).map(|(cap, part)| cap.checked_sub(*part).unwrap()).collect();
			let amount = Fen::checked_sum(left.iter().copied()).unwrap();
			prop_assert_eq!(divide(&left, &Split::ByLeft { amount }), Ok(left));
		}

		#[test]
		fn shares_give_each_line_its_own_to_the_fen_or_are_refused_by_the_line(
			weights in prop::collection::vec(1..1_000_u32, 1..20), amount: u64, most in 1..=u64::MAX,
		) {
			let shares = shares_by(&weights);
			let left = vec![Fen(most); shares.len()];
			let by = Split::ByShares { amount: Fen(amount), shares: shares.clone().try_into().unwrap() };
			let down = |place: usize| Fen(amount).basis_points(shares[place]).unwrap();
			match divide(&left, &by) {
				Ok(parts) => {
					prop_assert_eq!(Fen::checked_sum(parts.iter().copied()), Some(Fen(amount)));
					for (place, part) in parts.iter().enumerate() {
						prop_assert!(*part == down(place) || part.0 == down(place).0 + 1);
						prop_assert!(!part.is_zero() && part.0 <= most);
					}
				}
				Err(SplitRefusal::GivesNothing(line)) => prop_assert!(down(usize::from(line)).is_zero()),
				Err(SplitRefusal::Exceeded(line)) => prop_assert!(down(usize::from(line)).0 >= most),
				Err(refusal) => prop_assert!(false, "{:?} of shares that are the whole", refusal),
			}
		}

		#[test]
		fn what_a_split_gives_can_be_asked_for_by_amounts(
			left in prop::collection::vec(1..u64::MAX / 100, 1..20), parts: u64,
		) {
			let left: Vec<_> = left.into_iter().map(Fen).collect();
			let amount = Fen::checked_sum(left.iter().copied()).unwrap().share(parts, u64::MAX).unwrap();
			if let Ok(parts) = divide(&left, &Split::ByLeft { amount }) {
				let by = Split::ByAmounts { amounts: parts.clone().try_into().unwrap() };
				prop_assert_eq!(divide(&left, &by), Ok(parts));
			}
		}
	}
}
