import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../commands/index.js';

/** What a person or a script can type: a change of it shows in review. */
function describeFace() {
  return Object.entries(COMMANDS).map(([name, command]) => ({
    name,
    args: Object.entries(command.args).map(([arg, { required }]) => (required ? `<${arg}>` : `[${arg}]`)),
    flags: Object.entries({ ...command.baseFlags, ...command.flags })
      .map(([flag, options]) => describeFlag(flag, options as unknown as Record<string, unknown>))
      .sort(),
    json: command.enableJsonFlag,
  }));
}

function describeFlag(name: string, options: Record<string, unknown>): string {
  const parts = [
    options['char'] === undefined ? '' : `-${String(options['char'])}, `,
    `--${name}`,
    options['type'] === 'boolean' ? '' : ` ${String(options['helpValue'])}`,
    options['required'] === true ? ', required' : '',
    options['multiple'] === true ? ', repeatable' : '',
    options['default'] === undefined || options['default'] === false
      ? ''
      : `, default ${String(options['default'])}`,
    options['exclusive'] === undefined
      ? ''
      : `, not with --${(options['exclusive'] as string[]).join(', --')}`,
  ];
  return parts.join('');
}

/** The part of a page below a heading of the second level. */
function section(page: string, heading: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

describe('the commands', () => {
  it('keep their names, arguments and flags', () => {
    expect(describeFace()).toMatchSnapshot();
  });

  it.each(Object.entries(COMMANDS))('%s has a summary, a description and examples', (_, command) => {
    expect(command.summary).toMatch(/\.$/);
    expect(command.description).toBeTruthy();
    expect(command.examples?.length).toBeGreaterThan(0);
  });

  it.each(Object.entries(COMMANDS))('%s is documented with every flag', (name, command) => {
    const text = section(
      readFileSync(new URL('../../../docs/commands.md', import.meta.url), 'utf8'),
      `dbsynth ${name}`,
    );
    expect(Object.keys(command.flags).filter((flag) => !text.includes(`--${flag}`))).toEqual([]);
    expect(text).toContain(`dbsynth ${name}`);
  });

  it.each(Object.entries(COMMANDS))('%s describes its result in schemas/', (name) => {
    const schema = JSON.parse(
      readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
    );
    expect(schema.title).toContain(`dbsynth ${name} --json`);
  });
});
