//! The bodies of the calls. What takes two persons is proposed by one ([`act`]) and carried out when another
//! confirms it.

mod act;
mod adverse;
mod catalogue;
mod credential;
