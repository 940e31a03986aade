/**
 * Tells whether a host is this machine: a loopback address or name, or the path of a socket.
 * @param host as a URL names it, without brackets
 */
export function isLocalHost(host: string): boolean {
  return (
    host.startsWith('/') ||
    /^(localhost|127(\.\d{1,3}){3}|(0*:)*:?0*1|::ffff:127(\.\d{1,3}){3})\.?$/i.test(host)
  );
}
