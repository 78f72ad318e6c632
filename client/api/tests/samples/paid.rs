//! Payments of a trace.

use super::{day, uetr, PAYEE};
use zhidai_api::{
	AccountVersion, BookingKind, DraftNo, Fen, OfficerId, PaymentStatus, PlanLineNo, ShortText,
	TraceCameBack, TraceCounterEntry, TracePayment,
};

/// Booked, and confirmed by the payee's bank.
pub(super) fn booked() -> TracePayment {
	TracePayment {
		uetr: uetr(1),
		draft: DraftNo(0),
		line: 0,
		plan_line: PlanLineNo(0),
		payee: PAYEE,
		account: AccountVersion(2),
		amount_fen: Fen(450_000_000),
		status: PaymentStatus::Received,
		mandate: Some(OfficerId(51)),
		maker: Some(OfficerId(31)),
		checker: Some(OfficerId(32)),
		first_checker: Some(OfficerId(35)),
		releaser: Some(OfficerId(33)),
		excluded_by: None,
		confirmed_by: Some(OfficerId(34)),
		booked_by: Some(OfficerId(32)),
		disbursement_reference: Some("LOAN-1".into()),
		disbursed_on: Some(day("2026-03-15")),
		bank_reference: Some("REF-1".into()),
		booked_on: Some(day("2026-03-16")),
		value_on: Some(day("2026-03-17")),
		assisted: true,
		came_back: TraceCameBack {
			all_fen: Fen(11_111),
			on_hand_fen: Fen(1),
			paid_again_fen: Fen(10),
			prepaid_fen: Fen(100),
			credited_fen: Fen(1_000),
			reversed_fen: Fen(10_000),
		},
		corrections: vec![TraceCounterEntry {
			booking: BookingKind::Settled,
			amount_fen: Fen(450_000_000),
			bank_reference: "REF-0".into(),
			booked_on: day("2026-03-15"),
			reason: ShortText::try_from("核心系统记错").unwrap(),
			corrected_on: day("2026-03-16"),
			entered_by: OfficerId(31),
			checked_by: OfficerId(32),
		}],
	}
}

/// Drafted, and nothing more.
pub(super) fn drafted() -> TracePayment {
	TracePayment {
		uetr: uetr(2),
		draft: DraftNo(1),
		line: 7,
		account: AccountVersion(0),
		amount_fen: Fen(1),
		status: PaymentStatus::Pending,
		mandate: None,
		maker: None,
		checker: None,
		first_checker: None,
		releaser: None,
		excluded_by: None,
		confirmed_by: None,
		booked_by: None,
		disbursement_reference: None,
		disbursed_on: None,
		bank_reference: None,
		booked_on: None,
		value_on: None,
		assisted: false,
		came_back: TraceCameBack::default(),
		corrections: vec![],
		..booked()
	}
}
