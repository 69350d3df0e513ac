import { describe, expect, test } from '@jest/globals';
import { parseForm } from '#core/oauth/form.ts';

function parse(text: string, repeatable: readonly string[] = [], maximum?: number) {
  const form = parseForm(text, repeatable, maximum);
  if (!form.ok) return form.failure.reason;
  return { ...Object.fromEntries(form.value.parameters), ...Object.fromEntries(form.value.repeated) };
}

describe('RFC 6749 appendix B: a form', () => {
  test.each<[string, Record<string, string>]>([
    ['', {}],
    ['a=1', { a: '1' }],
    ['a=1&bc=2', { a: '1', bc: '2' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=', {}],
    ['a', {}],
    ['ab&a=1', { a: '1' }],
    ['=1', { '': '1' }],
    ['&a=1&&', { a: '1' }],
    ['a+b=c+%2B%20d', { 'a b': 'c + d' }],
    ['%61=%C3%BC', { a: 'ü' }],
  ])('%j is %j', (text, parameters) => {
    expect(parse(text)).toEqual(parameters);
  });

  test.each(['a=%', 'a=%2', 'a=%zz', 'a=%ff', '%=1', '%ff=1', '%2'])('%j is malformed', (text) => {
    expect(parse(text)).toBe('form_malformed');
  });

  test.each(['a=1&a=1', 'a=1&a=', 'a=&a=1', 'a&a', 'a=1&%61=1', '=&='])('%j repeats a parameter', (text) => {
    expect(parse(text)).toBe('parameter_repeated');
  });

  test('RFC 8707 §2: gives every value of what may be repeated, in order, and none that is empty', () => {
    const repeatable = ['r', 's'];

    expect(parse('r=1&a=2&r=3&s=4&r=1', repeatable)).toEqual({ a: '2', r: ['1', '3', '1'], s: ['4'] });
    expect(parse('r=&r=1&s=', repeatable)).toEqual({ r: ['1'] });
    expect(parse('r=%', repeatable)).toBe('form_malformed');
    expect(parse('r=1&a=2&a=2', repeatable)).toBe('parameter_repeated');
  });

  test('has so many characters and no more, 32,768 where nothing else is said', () => {
    expect(parse(`a=${'x'.repeat(32_766)}`)).toEqual({ a: 'x'.repeat(32_766) });
    expect(parse(`a=${'x'.repeat(32_767)}`)).toBe('form_too_large');
    expect(parse('a=12', [], 4)).toEqual({ a: '12' });
    expect(parse('a=123', [], 4)).toBe('form_too_large');
  });

  test('has at most a hundred parameters', () => {
    const parameters = Array.from({ length: 101 }, (_, index) => `p${index}=1`);

    expect(Object.keys(parse(parameters.slice(1).join('&')))).toHaveLength(100);
    expect(parse(parameters.join('&'))).toBe('form_too_large');
  });
});
