import { describe, expect, test } from '@jest/globals';
import { CatalogueError } from '#core/catalog/catalogue-error.ts';
import {
  completeWsdlProject,
  defineWsdlProject,
  type WsdlProjectDefinition,
} from '#core/catalog/define-wsdl-project.ts';
import { oauth2AccessTokens, oauthVerifyAccessToken } from '#core/catalog/verify-access-token-policy.ts';
import { development } from '../../support/orders-catalogue.ts';
import { weatherPorts } from '../../support/weather-service.ts';

const base = { displayName: 'Weather', contextPath: '/weather', wsdl: 'weather.wsdl', serverGroups: [development] };
const secureWith = oauth2AccessTokens({ location: 'header', scopes: ['weather:read'] });
const document = { path: '/', query: 'wsdl', contentType: 'text/xml; charset=utf-8', text: '<definitions/>' };
const description = { address: 'https://weather.example.com/in', ports: weatherPorts, documents: [document] };

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof CatalogueError) return error.problems;
    throw error;
  }
  return [];
}

describe('the definition', () => {
  test('secureWith is short for a policy that is configured and attached to the service', () => {
    const short = defineWsdlProject({ ...base, secureWith });

    const policy = oauthVerifyAccessToken({ location: 'header', scopes: ['weather:read'] });
    const long = { policies: { oauthVerifyAccessToken: policy }, proxyRequest: ['oauthVerifyAccessToken'] };
    expect(short).toEqual(defineWsdlProject({ ...base, ...long }));
    expect(short.resources).toEqual({
      DefaultResource: { path: '/', methods: ['POST'], proxyRequest: ['oauthVerifyAccessToken'] },
    });
  });

  test.each<[string, object, readonly string[]]>([
    ['a field that nobody knows', { secureWith, colour: 'blue' }, ['Weather: "colour" is not known here.']],
    [
      'a slip of the hand',
      { secureWith, port: ['Main'] },
      ['Weather: "port" is not known here; did you mean "ports"?'],
    ],
    ['no WSDL file', { secureWith, wsdl: undefined }, ['Weather: wsdl is missing.']],
    ['a WSDL file that is no name', { secureWith, wsdl: 7 }, ['Weather: wsdl must be a text, not 7.']],
    [
      'both ways to be secured',
      { secureWith, policies: {}, proxyRequest: [] },
      ['Weather: it is secured with secureWith, or by hand with policies and proxyRequest: not both.'],
    ],
    ['neither', {}, ['Weather: policies is missing.', 'Weather: proxyRequest is missing.']],
  ])('with %s is refused', (_, fields, problems) => {
    expect(problemsOf(() => defineWsdlProject({ ...base, ...fields } as unknown as WsdlProjectDefinition))).toEqual(
      problems,
    );
  });

  test('that is no object is refused', () => {
    const nothing = undefined as unknown as WsdlProjectDefinition;

    expect(problemsOf(() => defineWsdlProject(nothing))).toEqual(['defineWsdlProject: an object is expected.']);
  });
});

describe('the project, when its file has been read', () => {
  test('has the address of the file as target, its ports, and its documents for anyone', () => {
    expect(completeWsdlProject(defineWsdlProject({ ...base, secureWith }), description)).toMatchObject({
      kind: 'wsdl',
      id: 'weather',
      targets: { development: { kind: 'url', url: 'https://weather.example.com/in' } },
      ports: weatherPorts,
      documents: [document],
      resources: {
        DefaultResource: { methods: ['POST'], proxyRequest: ['oauthVerifyAccessToken'] },
        Wsdl: { path: '/', methods: ['GET'], proxyRequest: [], serves: 'documents' },
      },
    });
  });

  test('has a target of its own where it names one, and keeps its file to itself where it says so', () => {
    const target = 'https://other.example.com';
    const source = defineWsdlProject({ ...base, secureWith, target, serveWsdl: false });
    const project = completeWsdlProject(source, { ...description, address: 'http://10.0.0.5/' });

    expect(project.targets).toEqual({ development: { kind: 'url', url: target } });
    expect(project.documents).toBeUndefined();
    expect(Object.keys(project.resources)).toEqual(['DefaultResource']);
  });

  test.each([
    ['http://weather.example.com/in', 'must use https'],
    ['http://10.0.0.5/in', 'loopback or private address'],
    ['', 'must be an absolute URL'],
  ])('cannot have the address %j, and is told where that comes from', (address, text) => {
    const complete = () => completeWsdlProject(defineWsdlProject({ ...base, secureWith }), { ...description, address });

    const advice = ' That is the address in weather.wsdl; "target" in the definition goes before it.';
    expect(problemsOf(complete)).toEqual([
      expect.stringMatching(new RegExp(`^Weather: target .*${text}.*\\.${advice}$`)),
    ]);
  });
});
