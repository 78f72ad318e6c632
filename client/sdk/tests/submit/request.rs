//! Requests: what creates is carried out once, from whatever machine.

use super::*;

/// The pallet's and the variant's number of an error of the registry.
fn registry_error(name: &str) -> [u8; 2] {
	let metadata = zhidai_sdk::bundled_metadata().expect("it can be read");
	let registry = metadata.pallet_by_name("Registry").expect("the registry");
	let variant = registry.error_variants().expect("errors").iter().find(|variant| variant.name == name);
	[registry.error_index(), variant.expect("such an error").index]
}

/// Whether a transaction carries a request.
fn carries(bytes: &[u8], request: RequestId) -> bool {
	let id = codec::Encode::encode(&request);
	bytes.windows(id.len()).any(|window| window == id)
}

#[tokio::test]
async fn a_request_is_made_before_the_first_sending_and_stays_the_same_however_often_it_is_signed() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().forgets = true;
	let error = open(desk.submit(&creating(), &within(0)).await);
	let request = desk.request(0);
	assert_eq!(request.last_block, 10 + REQUEST_LIFE_BLOCKS, "good for a week from the last final block");
	assert!(error.message.ends_with(&format!("with --request-id {request}")), "{error}");
	node.chain().pass(64);
	open(desk.submit(&creating(), &within(0)).await);
	assert_eq!((node.distinct(), desk.request(1)), (2, request));
	assert!(node.chain().seen.iter().all(|bytes| carries(bytes, request)));
	// What is meant once more, and another call, are other requests.
	open(desk.submit(&creating(), &SubmitOptions { request: "second".into(), ..within(0) }).await);
	open(desk.submit(&calls::registry::propose(json!({ "RemoveOfficer": 8 })), &within(0)).await);
	assert!(desk.request(2) != request && desk.request(3) != request && desk.request(2) != desk.request(3));
	open(desk.submit(&repeatable(), &within(0)).await);
	let entries = desk.outbox().entries().expect("it can be read");
	assert_eq!(entries.last().expect("an entry").about.request_id, None);
}

#[tokio::test]
async fn what_an_earlier_sending_created_is_told_as_done() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	open(desk.submit(&creating(), &within(0)).await);
	let request = desk.request(0);
	{
		let mut chain = node.chain();
		(chain.fails, chain.fails_by) = (true, registry_error("RequestAlreadyUsed"));
		chain.carried_out(&key().account().0, request, Created::Act(12));
		chain.finalise();
		chain.finalised -= 1;
	}
	let options = SubmitOptions { wait: Wait::Block, ..within(0) };
	let error = open(desk.submit(&creating(), &options).await);
	assert!(error.message.contains("in block 11, which is not final yet"), "{error}");
	node.chain().finalised += 1;
	let receipt = desk.submit(&creating(), &within(0)).await.expect("it was done before");
	assert_eq!((receipt.created, receipt.was_done_before), (Some(Created::Act(12)), true));
	assert_eq!(desk.entry().state, State::Before { block: 11, created: Created::Act(12) });
	let sendings = node.chain().seen.len();
	let again = desk.submit(&creating(), &within(0)).await.expect("it was done before");
	assert_eq!(again.created, Some(Created::Act(12)));
	assert_eq!(node.chain().seen.len(), sendings, "nothing is sent again");
}

#[tokio::test]
async fn another_machine_with_the_same_id_is_the_same_request() {
	let node = FakeNode::start().await;
	let (one, other) = (Desk::at(&[node.url()]).await, Desk::at(&[node.url()]).await);
	let (one, other) = (one.expect("it connects"), other.expect("it connects"));
	open(one.submit(&creating(), &within(0)).await);
	let request = one.request(0);
	// The first was carried out, and who sent it never heard of it.
	node.chain().finalise();
	{
		let mut chain = node.chain();
		(chain.fails, chain.fails_by) = (true, registry_error("RequestAlreadyUsed"));
		chain.carried_out(&key().account().0, request, Created::Act(12));
	}
	let call = creating().under(&request);
	open(other.submit(&call, &within(0)).await);
	assert_eq!((node.distinct(), other.request(0)), (2, request));
	node.chain().finalise();
	let receipt = other.submit(&call, &within(0)).await.expect("it was done before");
	assert_eq!(receipt.created, Some(Created::Act(12)));
	// Without the id it is the same request by now.
	let again = other.submit(&creating(), &within(0)).await.expect("it was done before");
	assert_eq!((again.created, node.distinct()), (Some(Created::Act(12)), 2));
}

#[tokio::test]
async fn an_id_that_made_something_else_is_no_success() {
	for created in [Some(Created::Loan(LoanId(4))), None] {
		let node = FakeNode::start().await;
		let desk = Desk::at(&[node.url()]).await.expect("it connects");
		open(desk.submit(&creating(), &within(0)).await);
		{
			let mut chain = node.chain();
			(chain.fails, chain.fails_by) = (true, registry_error("RequestAlreadyUsed"));
			if let Some(created) = created {
				chain.carried_out(&key().account().0, desk.request(0), created);
			}
			chain.finalise();
		}
		let error = desk.submit(&creating(), &within(0)).await.expect_err("it was not done");
		assert_eq!((error.kind, error.rule.as_deref()), (Kind::Refused, Some("Registry.RequestAlreadyUsed")));
		assert_eq!(error.message.contains("another one and created loan 4"), created.is_some(), "{error}");
		assert!(matches!(desk.entry().state, State::Refused { block: Some(11), .. }));
	}
}

#[tokio::test]
async fn an_id_is_given_to_one_command_and_only_to_such_as_take_one() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	open(desk.submit(&creating(), &within(0)).await);
	let request = desk.request(0);
	let other = calls::registry::propose(json!({ "RemoveOfficer": 8 })).under(&request);
	let error = desk.submit(&other, &within(0)).await.expect_err("it is another one's");
	assert_eq!(error.kind, Kind::Usage);
	assert!(error.message.contains("was given to another command here, Registry.propose"), "{error}");
	let error = desk.submit(&repeatable().under(&request), &within(0)).await.expect_err("it takes none");
	assert!(error.message.contains("Evidence.withdraw takes no request id"), "{error}");
	assert_eq!(node.distinct(), 1);
	open(desk.submit(&creating().under(&request), &within(0)).await);
	assert_eq!(node.distinct(), 1, "the same bytes");
}

#[tokio::test]
async fn an_id_that_is_over_is_not_used_for_a_later_try() {
	let node = FakeNode::start().await;
	let desk = Desk::at(&[node.url()]).await.expect("it connects");
	node.chain().refuses = Some((1010, "Custom error: 4"));
	desk.submit(&creating(), &within(0)).await.expect_err("it is refused");
	let old = desk.request(0);
	let short = RequestId { last_block: 100, ..old };
	desk.submit(&creating().under(&short), &within(0)).await.expect_err("it is refused");
	assert_eq!(desk.request(1), short, "what was named is used");
	node.chain().refuses = None;
	node.chain().pass(60);
	open(desk.submit(&creating(), &within(0)).await);
	let new = desk.request(2);
	assert!(new.last_block > 100 && new.random != short.random, "a block of its era would be too late");
}
