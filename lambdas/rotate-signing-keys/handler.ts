/** Runs every hour and at every deployment: makes, promotes and retires signing keys as they come due. */
import { createRotationHandler } from '#adapters/keys/rotation-handler.ts';
import { dependencies } from './dependencies.ts';

export const handler = createRotationHandler(dependencies);
