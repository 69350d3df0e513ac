/** A deployed catalogue of a WSDL project beside the others, written by hand. */
import { type DeployedCatalogue, type DeployedProject, deployedCatalogue } from '#core/catalog/deployed-catalogue.ts';
import type { SoapPort } from '#core/catalog/soap-service.ts';
import { catalogueOfOrders, development } from './orders-catalogue.ts';
import { weatherPorts } from './weather-service.ts';

export function weatherProject(ports: readonly SoapPort[] = weatherPorts): DeployedProject {
  const verify = {
    type: 'OAuthVerifyAccessToken',
    locations: ['header', 'query'],
    queryParameter: 'access_token',
    scopes: ['weather:read'],
    attributes: {},
  } as const;
  const route = { resource: 'DefaultResource', template: '/weather', methods: ['ANY'] } as const;
  return {
    projectId: 'weather',
    displayName: 'Weather',
    path: '/weather',
    serverGroups: ['development'],
    routes: [
      { ...route, policy: 'verify', verify },
      { ...route, resource: 'Open', template: '/weather/open', policy: null, verify: null },
    ],
    soap: ports,
  };
}

export function weatherCatalogue(ports?: readonly SoapPort[]): DeployedCatalogue {
  const catalogue = deployedCatalogue(catalogueOfOrders, development);
  return { ...catalogue, projects: [...catalogue.projects, weatherProject(ports)] };
}
