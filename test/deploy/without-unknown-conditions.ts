/** Takes out of the templates the one condition of a policy that the emulator does not know, and which it denies therefore. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type App, Stage } from 'aws-cdk-lib';

const KEY = 'kms:DataKeyPairSpec';
const CONDITION = `"Condition":{"StringEquals":{"${KEY}":"ECC_NIST_P256"}},`;

/** @throws Error if a gateway's template does not hold it exactly once, or anything else names its key */
export function withoutUnknownConditions(app: App): void {
  for (const stage of app.node.children.filter((child) => Stage.isStage(child))) {
    for (const { stackName, templateFullPath } of stage.synth().stacks) {
      const [before = '', ...after] = readFileSync(templateFullPath, 'utf8').split(CONDITION);
      const template = [before, ...after].join('');
      const expected = stackName.endsWith('-gateway') ? 1 : 0;
      if (after.length !== expected || template.includes(KEY)) {
        throw new Error(`${stackName} names ${KEY} where it was not expected.`);
      }
      writeFileSync(templateFullPath, template);
    }
  }
}
