// Looks at credentials with verifiers that others wrote; one process for many, nothing from the network.
//
// In (standard input): {contexts: {address: context}, documents: {address: document},
//   proofs: {name: credential}, tokens: {name: {token, issuer}}, lists: {name: credential}}
// Out: {name: true | what is wrong}; below `lists` whether it was withdrawn

import {readFileSync} from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {createLocalJWKSet, jwtVerify} from 'jose';
import jsigs from 'jsonld-signatures';

const given = JSON.parse(readFileSync(0, 'utf8'));
const found = {};

const documentLoader = jsigs.extendContextLoader(async url => {
  const document = given.contexts[url] || method(url) || given.documents[url];
  if(!document) {
    throw new Error(`${url} is not at hand`);
  }
  return {contextUrl: null, documentUrl: url, document};
});

// A key is named by the issuer's address and a fragment; its own context says what its members mean.
function method(url) {
  const issuer = given.documents[url.split('#')[0]];
  const key = url.includes('#') && issuer?.verificationMethod?.find(each => each.id === url);
  return key && {'@context': 'https://w3id.org/security/multikey/v1', ...key};
}

function said(result) {
  const error = result.error?.errors?.[0] ?? result.error;
  return result.verified || String(error?.message ?? error ?? 'refused');
}

async function attempt(name, look) {
  try {
    found[name] = await look();
  } catch(error) {
    found[name] = String(error.message);
  }
}

const suite = new DataIntegrityProof({cryptosuite});
for(const [name, credential] of Object.entries(given.proofs)) {
  await attempt(name, async () => said(
    await vc.verifyCredential({credential, suite, documentLoader, checkStatus: noStatus})));
}
for(const [name, credential] of Object.entries(given.lists)) {
  await attempt(name, async () => {
    const result = await checkStatus({credential, suite, documentLoader});
    return result.verified ? result.results[0].status : said(result);
  });
}
for(const [name, {token, issuer}] of Object.entries(given.tokens)) {
  await attempt(name, async () => {
    const keys = given.documents[issuer].verificationMethod
      .filter(each => each.publicKeyJwk)
      .map(each => ({...each.publicKeyJwk, kid: each.id}));
    await jwtVerify(token, createLocalJWKSet({keys}), {issuer, algorithms: ['RS256']});
    return true;
  });
}

// Whether it was withdrawn is asked by itself, below `lists`.
async function noStatus() {
  return {verified: true};
}

console.log(JSON.stringify(found));
