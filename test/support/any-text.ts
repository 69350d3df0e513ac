/** Any text: of any code points, lone surrogates among them, and sometimes one that trips code up, such as `__proto__`. */
import fc from 'fast-check';

/** fast-check's own unit `binary` first notes down each of a million code points, which takes a second. */
export function anyText(length: { readonly minLength?: number; readonly maxLength?: number } = {}) {
  const points = fc.array(fc.nat(0x10ffff), length).map((all) => String.fromCodePoint(...all));
  return fc.oneof(points, fc.string(length));
}
