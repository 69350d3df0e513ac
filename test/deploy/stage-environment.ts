import { TestEnvironment } from 'jest-environment-node';
export default class extends TestEnvironment {}
