use crate::context::Context;
use crate::{output, trace::Graph};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{json, Value as Json};
use zhidai_primitives::Uetr;
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
			Self::Loan { id, drawn } => (json!({ "Loan": id }), drawn),
			Self::Payment { uetr, drawn } => (json!({ "Payment": uetr }), drawn),
		};
		let reader = context.read_exact().await?;
		let graph = collect(&reader, &root).await?;
		if context.json() {
			context.show_at(&reader, &graph);
			return Ok(());
		}
		let graph = Graph::new(&graph)?;
		output::print(&match drawn.format {
			Format::Tree => graph.tree(),
			Format::Mermaid => graph.mermaid(),
			Format::Dot => graph.dot(),
		});
		output::say(&format!("as of final block {}", reader.block()));
		Ok(())
	}
}

/// All pages of a trace in one.
async fn collect(reader: &Reader, root: &Json) -> Result<Json> {
	let (mut loan, mut nodes, mut edges) = (None, Vec::new(), Vec::new());
	for mut page in reader.pages("ZhidaiApi", "trace", std::slice::from_ref(root)).await? {
		let mut part = |name: &str| {
			let missing = || Error::unexpected(format!("the chain's trace has no {name}"));
			page.get_mut(name).map(Json::take).ok_or_else(missing)
		};
		loan = Some(part("loan")?);
		for (list, name) in [(&mut nodes, "nodes"), (&mut edges, "edges")] {
			for item in part(name)?.as_array().into_iter().flatten() {
				// Organisations and documents come again on later pages.
				if !list.contains(item) {
					list.push(item.clone());
				}
			}
		}
	}
	let loan = loan.ok_or_else(|| Error::new(Kind::NotFound, "there is no such loan or payment"))?;
	Ok(json!({ "loan": loan, "nodes": nodes, "edges": edges }))
}
