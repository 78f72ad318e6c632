//! What the calls do: origin → officer → rule → store → event.

pub(crate) mod motions;
mod session_keys;
