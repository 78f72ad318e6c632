use crate::context::Context;
use crate::pages::{all_as_json, PAGE};
use crate::{output, trace::Graph};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use zhidai_api::{LoanId, TraceCursor, TracePage, TraceRoot, Uetr};
use zhidai_sdk::chain::Reader;
use zhidai_sdk::{Error, Kind, Result};

/// How a trace is drawn.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
	/// A tree for the terminal
	Tree,
	/// A mermaid flowchart
	Mermaid,
	/// Graphviz
	Dot,
}

#[derive(Args)]
pub(crate) struct Drawn {
	/// How it is drawn; --json gives the graph itself
	#[arg(long, value_enum, default_value = "tree")]
	format: Format,
}

#[derive(Subcommand)]
pub(crate) enum Trace {
	/// Where the money of a loan went
	Loan {
		/// The loan
		id: u32,
		#[command(flatten)]
		drawn: Drawn,
	},
	/// Where one payment went, and what it rests on
	Payment {
		/// The payment
		uetr: Uetr,
		#[command(flatten)]
		drawn: Drawn,
	},
}

impl Trace {
	pub(crate) async fn run(self, context: &Context) -> Result<()> {
		let (root, drawn) = match self {
			Self::Loan { id, drawn } => (TraceRoot::Loan(LoanId(id)), drawn),
			Self::Payment { uetr, drawn } => (TraceRoot::Payment(uetr), drawn),
		};
		let reader = context.read_exact().await?;
		if context.json() {
			let graph = all_as_json(&reader, "trace", &json!(root), &["nodes", "edges"]).await?;
			context.show_at(&reader, &Json::Object(graph.ok_or_else(nothing)?));
			return Ok(());
		}
		let graph = Graph::new(whole(&reader, root).await?);
		output::print(&match drawn.format {
			Format::Tree => graph.tree(),
			Format::Mermaid => graph.mermaid(),
			Format::Dot => graph.dot(),
		});
		output::say(&format!("as of final block {}", reader.block()));
		Ok(())
	}
}

fn nothing() -> Error {
	Error::new(Kind::NotFound, "there is no such loan or payment")
}

/// All pages of a trace in one. Organisations and documents come again on later pages.
pub(super) async fn whole(reader: &Reader, root: TraceRoot) -> Result<TracePage> {
	let mut whole = page(reader, root, None).await?;
	while let Some(cursor) = whole.next {
		let further = page(reader, root, Some(cursor)).await?;
		whole.nodes.extend(further.nodes);
		whole.edges.extend(further.edges);
		whole.next = further.next;
	}
	Ok(whole)
}

async fn page(reader: &Reader, root: TraceRoot, cursor: Option<TraceCursor>) -> Result<TracePage> {
	let page: Option<TracePage> = reader.ask("trace", (root, cursor, PAGE)).await?;
	page.ok_or_else(nothing)
}
