/** Tells whether AWS_PROFILE names a profile that is in none of the files that AWS tools read. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The profile's name; undefined if it is there, or none is named. */
export function missingAwsProfile(env: NodeJS.ProcessEnv): string | undefined {
  const { AWS_PROFILE: profile, AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials } = env;
  if (profile === undefined || profile === '') return undefined;
  const folder = path.join(env.HOME || homedir(), '.aws');
  const files = [config || path.join(folder, 'config'), credentials || path.join(folder, 'credentials')];
  return files.some((file) => profilesIn(file).includes(profile)) ? undefined : profile;
}

/** `[profile work]` in one of the files, `[work]` in the other. */
function profilesIn(file: string): readonly string[] {
  return [...read(file).matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm)].map(([, name = '']) => name);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
