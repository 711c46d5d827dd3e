type Json = Readonly<Record<string, unknown>>;

/** What only a clone needs. */
const OF_CLONES = ['scripts', 'devDependencies', 'optionalDependencies', 'allowScripts'] as const;

/**
 * The `package.json` of the package, from that of the clone: nothing points at sources, which are not packed, and
 * the versions that it is tested with are written down for `smile init`.
 */
export function publishedManifest(clone: Json): Json {
  const { devDependencies, optionalDependencies, dependencies } = clone as Record<string, Json>;
  const kept = Object.entries(clone).filter(
    ([name]) => !OF_CLONES.includes(name as (typeof OF_CLONES)[number]),
  );
  const packed = Object.fromEntries(kept);
  return {
    ...packed,
    engines: { node: '>=24' },
    bin: fromDist(packed.bin as Json),
    exports: withoutSources(packed.exports),
    testedWith: { ...optionalDependencies, ...devDependencies, ...dependencies },
  };
}

function fromDist(bins: Json): Json {
  return Object.fromEntries(
    Object.entries(bins).map(([name, path]) => [name, String(path).replace('./', './dist/')]),
  );
}

function withoutSources(conditions: unknown): unknown {
  if (typeof conditions !== 'object' || conditions === null) return conditions;
  const kept = Object.entries(conditions).filter(([condition]) => condition !== 'source');
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutSources(value)]));
}
