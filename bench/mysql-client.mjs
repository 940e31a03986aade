import { execFileSync, spawnSync } from 'node:child_process';

/**
 * The client of MySQL or MariaDB, for a server that is named as dbsynth does.
 * @param {string} url of the server, whatever database it names
 * @param {string} database that dbsynth is to open
 */
export function mysqlClient(url, database) {
  const parsed = new URL(url);
  const socket = parsed.searchParams.get('socket');
  const clientArguments = [
    ...(socket === null
      ? ['-h', parsed.hostname, '-P', parsed.port || '3306', '--protocol=tcp']
      : ['-S', socket]),
    '-u',
    decodeURIComponent(parsed.username),
    ...(parsed.password === '' ? [] : [`-p${decodeURIComponent(parsed.password)}`]),
  ];
  const program = spawnSync('mariadb', ['--version']).error === undefined ? 'mariadb' : 'mysql';
  const address = (name) => {
    const found = new URL(url);
    found.pathname = `/${name}`;
    return found.href;
  };
  return {
    program,
    clientArguments,
    address: address(database),
    addressOf: address,
    run(sql) {
      execFileSync(program, [...clientArguments, '--local-infile=1', '-e', sql], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
    },
  };
}
