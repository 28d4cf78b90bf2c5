package dev.serval.core.wire;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/** Addresses as {@code host:port}. */
public final class Addresses {

  private Addresses() {}

  /**
   * The address, without asking anybody: resolved if it says the host by its number, else not.
   *
   * @throws IllegalArgumentException if {@code address} is not {@code host:port}
   */
  public static InetSocketAddress parse(String address) {
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon > 0 && port.matches("[0-9]{1,5}")) {
      int number = Integer.parseInt(port);
      if (number > 0 && number <= 0xffff) {
        return of(address.substring(0, colon), number);
      }
    }
    throw new IllegalArgumentException(
        "an address must be host:port with a port from 1 to 65535, but is \"" + address + "\"");
  }

  private static InetSocketAddress of(String host, int port) {
    return NetUtil.createByteArrayFromIpAddressString(host) == null
        ? InetSocketAddress.createUnresolved(host, port)
        : new InetSocketAddress(host, port);
  }
}
