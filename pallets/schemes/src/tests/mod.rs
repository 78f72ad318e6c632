//! One file per group of rules.

mod presets;
mod properties;
mod publish;
mod retire;
mod soundness;

use crate::{mock::*, presets::xinzhidai};
use frame::testing_prelude::*;
use zhidai_primitives::{SchemeId, SchemeTerms, SchemeVersion};

const YONGZHIDAI: SchemeId = SchemeId(1);
const XINZHIDAI: SchemeId = SchemeId(2);

/// Sound terms, changed.
fn terms(change: impl FnOnce(&mut SchemeTerms)) -> SchemeTerms {
	let mut terms = xinzhidai().unwrap();
	change(&mut terms);
	terms
}

fn publish(scheme: Option<SchemeId>, terms: SchemeTerms) -> DispatchResult {
	Schemes::publish(RuntimeOrigin::root(), scheme, terms)
}

fn retire(scheme: SchemeId) -> DispatchResult {
	Schemes::retire(RuntimeOrigin::root(), scheme)
}
