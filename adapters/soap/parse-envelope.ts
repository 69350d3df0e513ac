/** Parses a SOAP envelope as far as the gateway needs it, and all of it for being well-formed. */
import { type SaxesOptions, SaxesParser, type SaxesTagNS } from 'saxes';
import type { SoapVersion, XmlName } from '#core/catalog/soap-service.ts';
import { failure, type Result, success } from '#core/result.ts';
import type { SoapFailure } from '#core/soap/soap-failure.ts';
import { ENVELOPE_NAMESPACES } from '#core/soap/soap-message.ts';
import { agreesWith, type DecodedXml } from './decode-xml.ts';

export interface Envelope {
  /** The one element in the body; null for an empty body. */
  readonly bodyElement: XmlName | null;
  /** The Actions of WS-Addressing in the header, each once. */
  readonly addressedActions: readonly string[];
}

/** Messages are some ten deep. It also bounds the search for a prefix, which goes through all open elements. */
const MAXIMUM_DEPTH = 128;

/** Every version of WS-Addressing has a namespace that ends so. */
const ADDRESSING = /\/addressing$/;

interface Progress {
  /** The last child of the envelope that was opened. */
  part: 'Header' | 'Body' | undefined;
  bodyElement: XmlName | null;
  /** What has been read of the Action that is open; undefined when none is. */
  addressedAction: string | undefined;
}

/** Leaves the parser's events; never leaves this file. */
class Refusal extends Error {
  readonly soapFailure: SoapFailure;

  constructor(soapFailure: SoapFailure) {
    super(soapFailure.reason);
    this.soapFailure = soapFailure;
  }
}

/**
 * Takes the structure that WS-I Basic Profile 1.1 leaves of SOAP 1.1, and SOAP 1.2 has as well: an Envelope of an optional
 * Header and one Body, no element and no text beside them, no document type, no processing instruction. Memory and time
 * grow with the length of the text alone: the parser keeps the open elements and no tree.
 */
export function parseEnvelope({ text, encoding }: DecodedXml, version: SoapVersion): Result<Envelope, SoapFailure> {
  const parser = new SaxesParser({ xmlns: true } satisfies SaxesOptions);
  const namespace = ENVELOPE_NAMESPACES[version];
  const parents: string[] = [];
  const addressedActions = new Set<string>();
  const progress: Progress = { part: undefined, bodyElement: null, addressedAction: undefined };

  parser.on('error', ({ message }) => {
    throw malformed(message.slice(0, 200));
  });
  parser.on('xmldecl', ({ version: xmlVersion, encoding: declared }) => {
    if (xmlVersion !== '1.0') throw malformed('it must be XML 1.0');
    if (!agreesWith(encoding, declared)) throw new Refusal({ reason: 'encoding_unsupported' });
  });
  parser.on('doctype', () => {
    throw new Refusal({ reason: 'doctype' });
  });
  parser.on('processinginstruction', () => {
    throw malformed('it must not hold processing instructions');
  });
  parser.on('attribute', ({ name, prefix, value }) => {
    // The parser would trim it, and others would not.
    if ((prefix === 'xmlns' || name === 'xmlns') && value !== value.trim()) throw malformed('a namespace has blanks');
  });
  parser.on('opentag', (tag) => {
    if (parents.length === 0) openEnvelope(tag);
    else if (parents.length === 1) openPart(tag);
    else if (parents.length === 2 && progress.part === 'Body') openBodyElement(tag);
    else if (parents.length === 2 && tag.local === 'Action' && ADDRESSING.test(tag.uri)) progress.addressedAction = '';
    else if (progress.addressedAction !== undefined) throw malformed('an Action holds elements');
    if (parents.length === MAXIMUM_DEPTH) throw new Refusal({ reason: 'envelope_too_deep', limit: MAXIMUM_DEPTH });
    parents.push(tag.local);
  });
  parser.on('closetag', () => {
    parents.pop();
    if (progress.addressedAction === undefined) return;
    addressedActions.add(progress.addressedAction.trim());
    progress.addressedAction = undefined;
  });
  parser.on('text', takeText);
  parser.on('cdata', takeText);

  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refusal) return failure(error.soapFailure);
    throw error;
  }
  // Without a Body there is no message; with one, the parser has seen the end of everything.
  if (progress.part !== 'Body') return failure({ reason: 'envelope_malformed', detail: 'it has no Body' });
  return success({ bodyElement: progress.bodyElement, addressedActions: [...addressedActions] });

  function openEnvelope({ local, uri }: SaxesTagNS): void {
    if (local !== 'Envelope') throw malformed('its root element is not Envelope');
    if (uri !== namespace) throw new Refusal({ reason: 'version_differs' });
    // A declaration comes first or never.
    if (parser.xmlDecl.version === undefined && !agreesWith(encoding, undefined)) {
      throw new Refusal({ reason: 'encoding_unsupported' });
    }
  }

  function openPart({ local, uri }: SaxesTagNS): void {
    if (uri !== namespace || (local !== 'Header' && local !== 'Body')) {
      throw malformed('it must hold a Header and a Body, and nothing else');
    }
    if (progress.part === 'Body' || progress.part === local)
      throw malformed('it must hold at most one Header, and one Body after it');
    progress.part = local;
  }

  function openBodyElement({ local, uri }: SaxesTagNS): void {
    if (progress.bodyElement !== null) throw new Refusal({ reason: 'several_body_elements' });
    progress.bodyElement = { namespace: uri, name: local };
  }

  function takeText(characters: string): void {
    if (progress.addressedAction !== undefined) progress.addressedAction += characters;
    const amongElements = parents.length === 1 || (parents.length === 2 && progress.part === 'Body');
    if (amongElements && /[^ \t\r\n]/.test(characters)) throw malformed('it holds text beside its elements');
  }
}

function malformed(detail: string): Refusal {
  return new Refusal({ reason: 'envelope_malformed', detail });
}
