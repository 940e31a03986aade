export type NameMaker = (wanted: string) => string;

/** Gives each name once: a second one gets a number. */
export function distinctNames(): NameMaker {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    taken.add(name);
    return name;
  };
}
