/** Gives back the object it is given, so that a class that extends it puts its private members on that. */
class Given {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: it is what this is for
    return target;
  }
}

/** What a lazy member of an object is made by, kept on the object without showing. */
class Lazy extends Given {
  #make: () => unknown;

  constructor(target: object, make: () => unknown) {
    super(target);
    this.#make = make;
  }

  static accessor(key: string): PropertyDescriptor & ThisType<Lazy> {
    const settle = (target: object, value: unknown) => {
      Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
      return value;
    };
    return {
      get() {
        return settle(this, this.#make());
      },
      set(value) {
        settle(this, value);
      },
      configurable: true,
      enumerable: true,
    };
  }
}

/**
 * What gives objects a member that is made when it is first read, and plain data from then on. An object has at
 * most one. It is quickest where the object does not have the key yet.
 *
 * All objects share one accessor. With one of its own for each, V8 would keep everything that those refer to until
 * its next full collection, which costs more than the laziness saves.
 */
export function lazyMember<Key extends string, Value>(
  key: Key,
): (target: { [key in Key]: Value }, make: () => Value) => void {
  const accessor = Lazy.accessor(key);
  return (target, make) => {
    new Lazy(target, make);
    Object.defineProperty(target, key, accessor);
  };
}
