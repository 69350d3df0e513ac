/** Catches the slips that happen most before anything is written; the catalogue itself checks everything afterwards. */
import { fileNameOf } from './names.ts';

/** Says what is wrong with a value, naming the flag that it is given by. */
export type Check = (value: string) => string | undefined;

export const checkName: Check = (value) => {
  if (value.trim() === '' || value.length > 100 || /\p{Cc}/u.test(value)) {
    return `--name ${JSON.stringify(value)} must hold 1 to 100 characters, on one line.`;
  }
  return undefined;
};

/** A file and an id have to be called something. */
export const checkSpeaking: Check = (value) =>
  fileNameOf(value) === ''
    ? `--name ${JSON.stringify(value)} holds no letter or digit that an id may hold; give one with --id.`
    : undefined;

export const checkContextPath: Check = (value) => {
  if (!value.startsWith('/')) return `--context-path "${value}" must start with "/".`;
  if (/^(\/[A-Za-z0-9._-]+)+$/.test(value)) return undefined;
  return `--context-path "${value}" must be "/" and segments of letters, digits, ".", "_" and "-", without a slash at the end.`;
};

export const checkVersion: Check = (value) =>
  value === '' || /^[A-Za-z0-9._-]+$/.test(value)
    ? undefined
    : `--version "${value}" must hold letters, digits, ".", "_" and "-" only: it is a segment of the URL.`;

export const checkExpiry: Check = (value) => {
  const time = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return time >= 1_000 && time <= 86_400_000 && time % 1_000 === 0
    ? undefined
    : `--expiry "${value}" must be milliseconds: whole seconds, from 1000 to 86400000 (24 hours).`;
};

/** A base URL, or `sample`. */
export const checkTarget: Check = (value) =>
  value === 'sample' || /^https?:\/\/[^\s/?#]+[^\s?#]*$/.test(value)
    ? undefined
    : `--target "${value}" must be a URL such as https://orders.example.com/api, or "sample" for the sample backend.`;
