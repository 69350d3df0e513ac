/**
 * Jest's environment of Node, in a worker that compiles a file of `node_modules` once, and not for each test file anew.
 *
 * Every test file has modules of its own, Jest's included, and Jest compiles each of them by `vm.compileFunction`, which
 * remembers nothing: that is most of what a test file costs before its first line. A `vm.Script` runs in any number of
 * contexts.
 */
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

const compileFunction = vm.compileFunction;
const scripts = new Map();

vm.compileFunction = (code, parameters, options) => {
  const { filename, parsingContext } = options;
  // What imports at run time is left to Jest, which gives each function a resolver of its own.
  const isShared = parsingContext !== undefined && /[\\/]node_modules[\\/]/.test(filename) && !code.includes('import(');
  return isShared
    ? scriptOf(code, parameters, filename).runInContext(parsingContext)
    : compileFunction(code, parameters, options);
};

function scriptOf(code, parameters, filename) {
  const head = `(function (${parameters.join(', ')}) {`;
  const key = `${filename} ${head}`;
  const known = scripts.get(key);
  if (known?.code === code) return known.script;
  const script = new vm.Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
  scripts.set(key, { code, script });
  return script;
}

export default TestEnvironment;
