package dev.serval.operator.hub;

/**
 * Where pods dial the hub.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port from 1 to 65535
 */
public record HubAddress(String host, int port) {

  private static final int MOST_PORT = 65_535;

  /**
   * Reads HOST:PORT, an IPv6 host in brackets.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static HubAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean inBrackets = host.startsWith("[") && host.endsWith("]");
    if (inBrackets) {
      host = host.substring(1, host.length() - 1);
    }
    int port = colon < 0 ? -1 : port(text.substring(colon + 1));
    if (host.isEmpty() || port < 0 || !inBrackets && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'%s' is no HOST:PORT, such as serval-hub.serval-system.svc.cluster.local:9443"
              .formatted(text));
    }
    return new HubAddress(host, port);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      return port >= 1 && port <= MOST_PORT ? port : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** HOST:PORT, as {@link #parse} reads it. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
  }
}
