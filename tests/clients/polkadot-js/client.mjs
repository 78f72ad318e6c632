// What a client that knows nothing of Zhidai gets from its nodes: the polkadot-js library with its plain defaults. No
// types and no era are given to it; everything comes from the chain's metadata. One thing has to be said (NO_TIP).
//
//   node client.mjs ws://127.0.0.1:9944 [LOAN]
//
// Reads the chain, a loan and a bank; then, as the development officer `//bank-a.maker`, makes a transaction that must
// be done, one that its pallet must refuse and one that the pool must refuse. Prints one JSON document; what the
// library and the client have to say goes to stderr.
//
// Exit codes are those of `zhidai`: 0 all as it must be · 1 unexpected · 2 usage · 3 refused what must be done ·
// 6 not final in time · 7 no connection · 8 done what must be refused.

import { randomBytes } from 'node:crypto';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

const EXIT = { unexpected: 1, usage: 2, refused: 3, notFinal: 6, network: 7, notRefused: 8 };
const OFFICER = '//bank-a.maker';
/** The organisations of the development and local presets: the officer's bank and another one. */
const OWN_BANK = 3;
const OTHER_BANK = 4;
/** The digest of a publication, for the rate's source. Which one does not matter here. */
const SOURCE = `0x${'a5'.repeat(32)}`;
/**
 * The chain has no fees, so its transactions have no tip; the library's `toHuman()` of a signed one expects it and throws
 * without. This says that the tip is a field without bytes: what is signed and sent stays the same. It hangs on an
 * extension that has no bytes either.
 */
const NO_TIP = { AdmitMember: { extrinsic: { tip: 'Null' }, payload: {} } };
/** For how many blocks a request can be sent; a week at the most. */
const BLOCKS_TO_SEND = 3600;
const SECONDS_TO_CONNECT = 60;
const SECONDS_TO_FINALITY = 120;

class Failure extends Error {
	constructor(code, message) {
		super(message);
		this.code = code;
	}
}

/** A chain's text: bytes that are UTF-8, which the library shows in hex. */
const text = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes.toU8a(true));

function within(seconds, code, what, promise) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Failure(code, `${what}: nothing after ${seconds} seconds`)), seconds * 1000);
	});
	return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function connect(provider, url) {
	const made = ApiPromise.create({ provider, throwOnConnect: true, signedExtensions: NO_TIP }).catch((error) => {
		throw new Failure(EXIT.network, `connecting to ${url}: ${error.message}`);
	});
	return within(SECONDS_TO_CONNECT, EXIT.network, `connecting to ${url}`, made);
}

async function read(api, loanId) {
	const [loan, bank, today] = await Promise.all([
		api.query.loans.loans(loanId),
		api.query.registry.organisations(OWN_BANK),
		api.call.zhidaiApi.today(),
	]);
	if (bank.isNone) {
		throw new Failure(EXIT.unexpected, `registry.organisations(${OWN_BANK}): no such organisation`);
	}
	return {
		genesis: api.genesisHash.toHex(),
		runtime: {
			spec_name: api.runtimeVersion.specName.toString(),
			spec_version: api.runtimeVersion.specVersion.toNumber(),
			transaction_version: api.runtimeVersion.transactionVersion.toNumber(),
		},
		properties: (await api.rpc.system.properties()).toJSON(),
		pallets: api.runtimeMetadata.asLatest.pallets.map((pallet) => pallet.name.toString()),
		extensions: api.registry.signedExtensions,
		today: today.toNumber(),
		loan: loan.toJSON(),
		bank: { ...bank.unwrap().toJSON(), name: text(bank.unwrap().name) },
	};
}

/** Why a call failed, in the words of the metadata. */
function rule(api, error) {
	if (!error.isModule) {
		return { rule: error.toString(), docs: '' };
	}
	const { section, name, docs } = api.registry.findMetaError(error.asModule);
	return { rule: `${section}.${name}`, docs: docs.join(' ').trim() };
}

/** An event with its fields by their names. */
function named({ section, method, data }) {
	const fields = data.names?.map((name, index) => [name, data[index].toJSON()]);
	return { event: `${section}.${method}`, data: fields ? Object.fromEntries(fields) : data.toJSON() };
}

/** Signs a call, submits it and waits until it is final. Refusals are answers; what never becomes final is a failure. */
async function submit(api, officer, tx) {
	const call = `${tx.method.section}.${tx.method.method}`;
	const began = Date.now();
	let stop = () => {};
	const final = new Promise((resolve, reject) => {
		tx.signAndSend(officer, (result) => {
			if (result.status.isFinalized) {
				resolve(result);
			} else if (result.isError) {
				reject(new Failure(EXIT.notFinal, `${call}: the pool gave it up: ${result.status.type}`));
			}
		}).then((unsubscribe) => (stop = unsubscribe), reject);
	});
	let result;
	try {
		result = await within(SECONDS_TO_FINALITY, EXIT.notFinal, call, final);
	} catch (error) {
		if (error instanceof Failure || typeof error.code !== 'number') {
			throw error;
		}
		// The node's own answer (a JSON-RPC error has a code): the pool does not take it.
		return { call, refused_by: 'pool', code: error.code, reason: error.message };
	} finally {
		stop();
	}
	const hash = result.status.asFinalized;
	const { block } = await api.rpc.chain.getBlock(hash);
	const found = block.extrinsics.find((extrinsic) => extrinsic.hash.eq(result.txHash));
	if (found === undefined) {
		throw new Failure(EXIT.unexpected, `${call}: not in the block that it is final in`);
	}
	const answer = {
		call,
		transaction: result.txHash.toHex(),
		era: tx.era.isMortalEra ? tx.era.asMortalEra.period.toNumber() : null,
		block: block.header.number.toNumber(),
		block_hash: hash.toHex(),
		human: found.toHuman(),
		milliseconds: Date.now() - began,
	};
	if (result.dispatchError) {
		return { ...answer, refused_by: 'call', ...rule(api, result.dispatchError) };
	}
	return { ...answer, refused_by: null, events: result.events.map(({ event }) => named(event)) };
}

function ensureDone(answer) {
	if (answer.refused_by !== null) {
		throw new Failure(EXIT.refused, `${answer.call} was refused: ${JSON.stringify(answer)}`);
	}
	return answer;
}

function ensureRefused(answer, by) {
	if (answer.refused_by === null) {
		throw new Failure(EXIT.notRefused, `${answer.call} was done, but ${by} must refuse it: ${JSON.stringify(answer)}`);
	}
	if (answer.refused_by !== by) {
		throw new Failure(EXIT.unexpected, `${answer.call} was refused, but not by ${by}: ${JSON.stringify(answer)}`);
	}
	return answer;
}

/** The id of a request, which the chain carries out once: made before the first sending, the same in every one after it. */
function newRequest(block) {
	return { lastBlock: block + BLOCKS_TO_SEND, random: `0x${randomBytes(16).toString('hex')}` };
}

async function play(api, loanId) {
	const state = await read(api, loanId);
	const officer = new Keyring({ type: 'ed25519' }).addFromUri(OFFICER);
	const now = (await api.rpc.chain.getHeader()).number.toNumber();
	const average = (bank) =>
		api.tx.reference.proposeRate({ BankAverage: bank }, 365, state.today, SOURCE, null, newRequest(now));
	return {
		...state,
		officer: officer.address,
		done: ensureDone(await submit(api, officer, average(OWN_BANK))),
		refused_by_call: ensureRefused(await submit(api, officer, average(OTHER_BANK)), 'call'),
		refused_by_pool: ensureRefused(await submit(api, officer, api.tx.reference.moveCalendar(1)), 'pool'),
	};
}

/** The arguments: where the node is, and which loan to read. */
function readArguments([url, loan = '1', ...more]) {
	if (!/^wss?:\/\/.+/.test(url ?? '') || !/^[1-9][0-9]{0,8}$/.test(loan) || more.length > 0) {
		throw new Failure(EXIT.usage, 'usage: node client.mjs ws://HOST:PORT [LOAN]');
	}
	return { url, loanId: Number(loan) };
}

async function main() {
	let provider, api;
	try {
		const { url, loanId } = readArguments(process.argv.slice(2));
		provider = new WsProvider(url);
		api = await connect(provider, url);
		console.info(JSON.stringify(await play(api, loanId), null, '\t'));
	} catch (error) {
		console.error(`client: error: ${error.message}`);
		process.exitCode = error instanceof Failure ? error.code : EXIT.unexpected;
	} finally {
		await (api ?? provider)?.disconnect();
	}
}

await main();
