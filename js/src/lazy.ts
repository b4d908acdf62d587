/**
 * Where what makes a lazy member is kept on its object: out of sight, and where a proxy of the
 * object finds it too. Under this name Node asks how an object is to be printed.
 */
const MAKE = Symbol.for("nodejs.util.inspect.custom");

interface Lazy {
  [MAKE](): unknown;
}

/**
 * What gives objects a member that is made when it is first read, and plain data from then on. An
 * object has at most one. It is quickest where the object does not have the key yet.
 *
 * All objects share one accessor. With one of its own for each, V8 would keep everything that those
 * refer to until its next full collection, which costs more than the laziness saves.
 */
export function lazyMember<Key extends string, Value>(
  key: Key,
): (target: { [key in Key]: Value }, make: () => Value) => void {
  const plain = (value: unknown) => ({ value, configurable: true, enumerable: true, writable: true });
  const accessor: PropertyDescriptor & ThisType<Lazy> = {
    get() {
      const value = this[MAKE]();
      // On a frozen object it stays as it is.
      Reflect.defineProperty(this, key, plain(value));
      return value;
    },
    set(value) {
      Object.defineProperty(this, key, plain(value));
    },
    configurable: true,
    enumerable: true,
  };
  return (target, make) => {
    let made: { readonly value: Value } | undefined;
    const value = function (this: object, depth?: unknown) {
      made ??= { value: make() };
      // Node says how deep it prints, and is shown plain data.
      return depth === undefined ? made.value : { ...this };
    };
    Object.defineProperty(target, MAKE, { value, configurable: true, writable: true });
    Object.defineProperty(target, key, accessor);
  };
}
