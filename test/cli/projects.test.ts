import { describe, expect, test } from '@jest/globals';
import { deployedShop } from '../support/shop-catalogue.ts';
import { cliUnderTest } from '../support/tollgate-cli.ts';
import { weatherCatalogue } from '../support/weather-catalogue.ts';

const gatewayUrl = 'https://gateway.example/test';
const { tollgate } = cliUnderTest({ catalogue: deployedShop, gatewayUrl });

/** What a terminal shows, without its first line break. */
const screen = (text: string) => text.slice(1);

describe('tollgate projects list', () => {
  test('tells where each project is called, where it takes tokens from, and what of it is public', async () => {
    expect(await tollgate(['projects', 'list'])).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: screen(`
PROJECT     KIND            PROXY URL                                TOKEN IN             PUBLIC                                     SERVER GROUPS
token       token-endpoint  https://gateway.example/test/token       -                    -                                          test, live
orders-1.0  rest            https://gateway.example/test/orders/1.0  header               -                                          test, live
legacy      rest            https://gateway.example/test/legacy      header, query, body  GET,HEAD /legacy/health                    test
pages       rest            https://gateway.example/test/pages       -                    GET /pages, GET /pages/texts/{proxy+}, +2  test
`),
    });
  });

  test('puts one project below the other where the terminal is too narrow for the table', async () => {
    const { stdout } = await tollgate(['projects', 'list'], { columns: 100 });

    expect(stdout.split('\n\n').at(2)).toBe(
      screen(`
project        legacy
kind           rest
proxy URL      https://gateway.example/test/legacy
token in       header, query, body
public         GET,HEAD /legacy/health
server groups  test`),
    );
  });

  test('says what to do where there is none', async () => {
    const empty = cliUnderTest({ catalogue: { serverGroup: 'test', tokenEndpoints: [], projects: [] } });

    expect(await empty.tollgate(['projects', 'list'])).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr:
        'No API project is deployed to this server group. Add one to projects/catalogue.ts and deploy; npm start takes it up by itself.\n',
    });
    expect((await empty.tollgate(['projects', 'list', '-o', 'json'])).json).toEqual({ items: [] });
  });
});

describe('tollgate projects show', () => {
  test('tells of a project what it is, then its policies, then the policy of each resource', async () => {
    expect(await tollgate(['projects', 'show', 'legacy'])).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: screen(`
project        legacy
name           Legacy
kind           rest
proxy URL      https://gateway.example/test/legacy
server groups  test
scopes         legacy:read legacy:write

POLICY  TYPE                    TOKEN IN       QUERY PARAMETER  SCOPES                    ATTRIBUTES  ATTACHED TO
read    OAuthVerifyAccessToken  header, query  key              legacy:read               -           Items, Export
write   OAuthVerifyAccessToken  header, body   -                legacy:read legacy:write  tier=gold   Upload

RESOURCE  METHODS   URL PATH                POLICY
Items     GET HEAD  /legacy/items           read
Items     GET HEAD  /legacy/items/{proxy+}  read
Export    GET       /legacy/export          read
Upload    POST      /legacy/upload          write
Health    GET HEAD  /legacy/health          public
`),
    });
  });

  test('tells of a token endpoint how long tokens live and where their attributes come from', async () => {
    expect((await tollgate(['projects', 'show', 'token'])).stdout).toBe(
      screen(`
project         token
name            Token
kind            token-endpoint
proxy URL       https://gateway.example/test/token
server groups   test, live
token lifetime  600 s

POLICY              TYPE                ATTRIBUTES                                         ATTACHED TO
oauthTokenEndpoint  OAuthTokenEndpoint  tier from client.level, issued_for always "shops"  DefaultResource

RESOURCE         METHODS  URL PATH  POLICY
DefaultResource  ANY      /token    oauthTokenEndpoint
`),
    );
  });

  test('has no column for a query parameter where none is read, and says that no scope is required', async () => {
    const { stdout } = await tollgate(['projects', 'show', 'orders-1.0']);

    expect(stdout).toContain('\nversion        1.0\n');
    expect(stdout).toMatch(/\nPOLICY +TYPE +TOKEN IN +SCOPES +ATTRIBUTES +ATTACHED TO\n\S+ +\S+ +header +- +- +Def/);
  });

  test('shows no policies of a project that has none', async () => {
    const { stdout } = await tollgate(['projects', 'show', 'pages']);

    expect(stdout.split('\n\n')).toHaveLength(2);
    expect(stdout).toContain('\nTexts     GET      /pages/texts/{proxy+}  public\n');
  });

  test('tells of a WSDL project which operations products can be narrowed to', async () => {
    const { tollgate: withWeather } = cliUnderTest({ catalogue: weatherCatalogue(), gatewayUrl });

    const { stdout } = await withWeather(['projects', 'show', 'weather']);

    expect(stdout).toContain('\nkind           wsdl\n');
    expect(stdout).toContain('\noperations     GetForecast, SetForecast\n');
    expect((await tollgate(['projects', 'show', 'legacy'])).stdout).not.toContain('operations');
  });

  test('says where to look when there is no such project', async () => {
    expect(await tollgate(['projects', 'show', 'gone'])).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: 'Error: There is no project "gone".\nNext: tollgate projects list shows what there is.\n',
    });
  });
});
