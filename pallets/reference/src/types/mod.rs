//! What is entered, when it holds, and the rules of both. Nothing here knows `Config`.

pub mod calendar;
mod entry;
mod fault;
mod timeline;

pub use calendar::{YearDays, MAX_HOLIDAYS, MAX_MAKE_UP_DAYS, MAX_SPAN_DAYS, MAX_WORKING_DAYS};
pub use entry::{
	Book, CalendarEntry, Confirmed, Confirmers, Content, Correction, OpenEntry, PublishedRate, RateEntry,
	ReferenceChange, MAX_DAYS_AHEAD,
};
pub use fault::Fault;
pub use timeline::{Start, Timeline, MAX_INDEXED_DAYS};
