//! What each call does, by subject: origin → actor → rule → store → event.

mod accounts;
pub(crate) mod acts;
mod keys;
mod officers;
mod organisations;
mod recovery;
mod relations;
mod succession;
