/** Finds the files that a document names. Whether they are the right ones is told by those who read the document. */

/** What WSDL and XML Schema import or include, and what an OpenAPI document refers to, by relative addresses. */
export function findReferences(content: string): readonly string[] {
  const imports = content.matchAll(
    /<(?:[\w.-]+:)?(?:import|include|redefine)\b[^<>]*?\b(?:schemaLocation|location)\s*=\s*["']([^"']+)/g,
  );
  const pointers = content.matchAll(/["']?\$ref["']?\s*:\s*["']?([^"'#\s][^"'#\s]*)/g);
  const named = [...imports, ...pointers].map(([, name = '']) => name.replace(/#.*$/s, ''));
  return [...new Set(named.filter((name) => name !== '' && !/^[a-z][a-z0-9+.-]*:/i.test(name)).map(decoded))];
}

function decoded(name: string): string {
  try {
    return decodeURI(name);
  } catch {
    return name;
  }
}
