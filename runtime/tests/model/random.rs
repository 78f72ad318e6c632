//! Numbers that follow from a seed, and those that the environment names.

/// Numbers that follow from a seed (xorshift).
pub struct Random(u64);

impl Random {
	/// Those of this seed.
	pub fn new(seed: u64) -> Self {
		Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
	}

	/// The next one, below `most`, which is not zero.
	pub fn below(&mut self, most: u64) -> u64 {
		self.0 ^= self.0 << 13;
		self.0 ^= self.0 >> 7;
		self.0 ^= self.0 << 17;
		self.0 % most
	}

	/// One of these.
	pub fn one<'a, T>(&mut self, among: &'a [T]) -> &'a T {
		&among[usize::try_from(self.below(among.len() as u64)).unwrap()]
	}

	/// Whether the dice say so, once in so many times.
	pub fn is_seldom(&mut self, times: u64) -> bool {
		self.below(times) == 0
	}

	/// The place of one of so many, mostly of the last ones: what was done long ago is mostly over.
	pub fn recent(&mut self, count: usize) -> Option<usize> {
		let last = count.checked_sub(1)?;
		let among = if self.below(5) == 0 { count } else { count.min(4) };
		Some(last - usize::try_from(self.below(among as u64)).unwrap())
	}
}

/// What the environment says, or this.
pub fn setting(name: &str, otherwise: u64) -> u64 {
	std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}
