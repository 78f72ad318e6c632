//! XML, bounded before it is parsed and read by exact paths.

use crate::error::{Error, Result};
use crate::limits::{XML_ATTRIBUTES, XML_DEPTH, XML_ELEMENTS, XML_NAMESPACES};
use roxmltree::{Document, Node, ParsingOptions};

/// Parses a document whose depth, elements and attributes are within bounds. Document types and their
/// entities are refused.
pub(crate) fn parse<'input>(file: &str, text: &'input str) -> Result<Document<'input>> {
	ensure_bounded(file, text)?;
	let options = ParsingOptions {
		allow_dtd: false,
		// Elements, the texts between them, and comments.
		nodes_limit: u32::try_from(4 * XML_ELEMENTS).unwrap_or(u32::MAX),
		..ParsingOptions::default()
	};
	Document::parse_with_options(text, options).map_err(|error| {
		Error::at(file, Some(u64::from(error.pos().row)), None, format!("not well-formed XML: {error}"))
	})
}

/// Goes over the text once and counts, without a stack: what is nested a million times is found as fast as
/// what is not.
fn ensure_bounded(file: &str, text: &str) -> Result<()> {
	let refuse = |at: usize, message: String| {
		let line = text.get(..at).map_or(0, |before| before.bytes().filter(|byte| *byte == b'\n').count());
		Err(Error::at(file, Some(line as u64 + 1), None, message))
	};
	let (mut depth, mut elements, mut namespaces, mut position) = (0_usize, 0_usize, 0_usize, 0_usize);
	while let Some(found) = text.get(position..).and_then(|rest| rest.find('<')) {
		let start = position + found;
		let Some(rest) = text.get(start..) else { break };
		let skip = |from: usize, end: &str| {
			rest.get(from..).and_then(|rest| rest.find(end)).map(|at| from + at + end.len())
		};
		let length = if rest.starts_with("<!--") {
			skip(4, "-->")
		} else if rest.starts_with("<![CDATA[") {
			skip(9, "]]>")
		} else if rest.starts_with("<?") {
			skip(2, "?>")
		} else if rest.starts_with("<!") {
			return refuse(start, "a document type declaration; it is not read".into());
		} else if rest.starts_with("</") {
			depth = depth.saturating_sub(1);
			skip(2, ">")
		} else {
			let Some(tag) = Tag::scan(rest) else {
				return refuse(start, "not well-formed XML: an element's tag has no end".into());
			};
			elements += 1;
			depth += usize::from(!tag.empty);
			if depth > XML_DEPTH {
				return refuse(start, format!("elements stand more than {XML_DEPTH} deep in each other"));
			}
			if elements > XML_ELEMENTS {
				return refuse(start, format!("more than {XML_ELEMENTS} elements"));
			}
			if tag.attributes > XML_ATTRIBUTES {
				return refuse(start, format!("an element with more than {XML_ATTRIBUTES} attributes"));
			}
			namespaces += rest.get(..tag.length).map_or(0, |tag| tag.matches("xmlns").count());
			if namespaces > XML_NAMESPACES {
				return refuse(start, format!("more than {XML_NAMESPACES} namespace declarations"));
			}
			Some(tag.length)
		};
		match length {
			Some(length) => position = start + length,
			None => return refuse(start, "not well-formed XML: a part has no end".into()),
		}
	}
	Ok(())
}

/// What is counted of an element's opening tag.
struct Tag {
	length: usize,
	attributes: usize,
	empty: bool,
}

impl Tag {
	/// Goes to the tag's end; a `>` between quotes is not one.
	fn scan(rest: &str) -> Option<Self> {
		let (mut quote, mut attributes, mut last) = (None, 0, b'<');
		for (index, byte) in rest.bytes().enumerate() {
			match (quote, byte) {
				(Some(open), _) if open == byte => quote = None,
				(Some(_), _) => (),
				(None, b'"' | b'\'') => {
					quote = Some(byte);
					attributes += 1;
				}
				(None, b'>') => {
					return Some(Self { length: index + 1, attributes, empty: last == b'/' });
				}
				(None, _) => (),
			}
			last = byte;
		}
		None
	}
}

/// How many bytes at most are looked at to tell a line.
const BLOCK: usize = 512;

/// A file's name and text, with the line of every block of it: to tell one place costs no walk through the whole text,
/// however many are told.
pub(crate) struct Source<'a> {
	/// The file as the user named it.
	pub(crate) file: &'a str,
	text: &'a str,
	lines: Vec<u64>,
}

impl<'a> Source<'a> {
	/// Goes over the text once.
	pub(crate) fn new(file: &'a str, text: &'a str) -> Self {
		let mut line = 1;
		let lines = text.as_bytes().chunks(BLOCK).map(|block| {
			let first = line;
			line += breaks(block);
			first
		});
		Self { file, text, lines: lines.collect() }
	}

	/// The line of a node.
	pub(crate) fn line(&self, node: Node<'_, '_>) -> u64 {
		let at = node.range().start;
		let block = at / BLOCK;
		let first = self.lines.get(block).copied().unwrap_or(1);
		first + self.text.as_bytes().get(block * BLOCK..at).map_or(0, breaks)
	}
}

fn breaks(bytes: &[u8]) -> u64 {
	bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The children of this name, whatever their prefix.
pub(crate) fn children<'a, 'input: 'a>(
	node: Node<'a, 'input>,
	name: &'a str,
) -> impl Iterator<Item = Node<'a, 'input>> + 'a {
	node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// The one element at the end of a path of names: a second one anywhere on the way could say something else.
pub(crate) fn at_path<'a, 'input: 'a>(
	source: &Source<'_>,
	root: Node<'a, 'input>,
	path: &'a [&'a str],
) -> Result<Option<Node<'a, 'input>>> {
	let mut node = root;
	for name in path {
		let mut found = children(node, name);
		let Some(first) = found.next() else { return Ok(None) };
		if let Some(second) = found.next() {
			return Err(Error::at(source.file, Some(source.line(second)), Some(name), "stands twice"));
		}
		node = first;
	}
	Ok(Some(node))
}

/// The text of an element that has nothing but text in it, without space at its ends. An element, a comment
/// or an instruction inside a value is refused: text around it glued together would be a value that nobody
/// wrote.
pub(crate) fn exact_text(source: &Source<'_>, node: Node<'_, '_>) -> Result<String> {
	let name = node.tag_name().name();
	if let Some(other) = node.children().find(|child| !child.is_text()) {
		let what = match other.is_element() {
			true => format!("the element {} inside", other.tag_name().name()),
			false => "a comment or instruction inside".into(),
		};
		let message = format!("{what}; a value is text alone");
		return Err(Error::at(source.file, Some(source.line(other)), Some(name), message));
	}
	let text: String = node.children().filter_map(|child| child.text()).collect();
	Ok(text.trim_matches([' ', '\t', '\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn fails(text: &str) -> String {
		parse("a.xml", text).unwrap_err().to_string()
	}

	#[test]
	fn what_is_nested_without_end_is_refused_at_once() {
		for depth in [33, 20_000, 1_000_000] {
			let text = format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
			assert!(fails(&text).contains("more than 32 deep"), "{depth}");
			assert!(fails(&"<a>\n".repeat(depth)).starts_with("a.xml, line 33: "));
		}
		let text = format!("{}{}", "<a b='/>'>".repeat(40), "</a>".repeat(40));
		assert!(fails(&text).contains("more than 32 deep"), "a quoted end is none");
		assert!(parse("a.xml", &format!("{}{}", "<a>".repeat(32), "</a>".repeat(32))).is_ok());
	}

	#[test]
	fn what_is_wide_without_end_is_refused() {
		assert!(fails(&format!("<a>{}</a>", "<b/>".repeat(100_000))).contains("more than 100000 elements"));
		let attributes: String = (0..33).map(|number| format!(" a{number}=''")).collect();
		assert!(fails(&format!("<a{attributes}/>")).contains("more than 32 attributes"));
		let spaces = format!("<a>{}</a>", "<b xmlns:n='u'/>".repeat(65));
		assert!(fails(&spaces).contains("more than 64 namespace declarations"));
	}

	#[test]
	fn what_is_not_xml_is_refused() {
		assert!(fails("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>").contains("document type"));
		for text in
			["<a", "<a><!-- </a>", "<a></b>", "", "</a></a><a>", "<a>&b;</a>", "<![CDATA[", "<a b='<'/>"]
		{
			assert!(parse("a.xml", text).is_err(), "{text}");
		}
		assert!(parse("a.xml", "<a><!-- <b><b> --><![CDATA[<c><c>]]><?d <e> ?></a>").is_ok());
	}

	#[test]
	fn a_value_is_text_alone() {
		let text = |xml: &str| {
			let document = parse("a.xml", xml).unwrap();
			exact_text(&Source::new("a.xml", xml), document.root_element()).map_err(|error| error.to_string())
		};
		assert_eq!(text("<a> 1&amp;2<![CDATA[3]]>\n</a>"), Ok("1&23".into()));
		assert!(text("<a>1000<b>000.00</b></a>").unwrap_err().contains("a: the element b inside"));
		assert!(text("<a>1000<!-- -->000</a>").unwrap_err().contains("a comment"));
	}

	#[test]
	fn a_nodes_line_is_the_parsers_own() {
		for between in ["", "\n", "\r\n", " 质\n\n", &"\n".repeat(BLOCK), &"x".repeat(BLOCK - 4)] {
			let text = format!("<a>{}</a>", format!("{between}<b/>").repeat(60));
			let (source, document) = (Source::new("a.xml", &text), parse("a.xml", &text).unwrap());
			assert_eq!(source.lines.len(), text.len().div_ceil(BLOCK), "one step for so many bytes");
			for node in document.descendants() {
				let row = document.text_pos_at(node.range().start).row;
				assert_eq!(source.line(node), u64::from(row), "{between:?}");
			}
		}
	}

	#[test]
	fn a_path_leads_to_one_element() {
		let xml = "<a xmlns:p='u'><p:b><c/></p:b><d/><d/></a>";
		let (source, document) = (Source::new("a.xml", xml), parse("a.xml", xml).unwrap());
		let found = |path: &[&str]| {
			at_path(&source, document.root_element(), path).map(|node| node.is_some()).map_err(|_| ())
		};
		assert_eq!((found(&["b", "c"]), found(&["c"]), found(&["d"])), (Ok(true), Ok(false), Err(())));
	}
}
