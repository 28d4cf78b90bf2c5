package dev.serval.core.wire;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks up host names as the machine is set up to, each on a virtual thread of its own: a name
 * server that does not answer must not hold an event loop.
 */
final class HostNames extends AddressResolverGroup<InetSocketAddress> {

  /** Asks for the addresses of a host; may block. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] addressesOf(String host) throws UnknownHostException;
  }

  private final Lookup lookup;

  HostNames(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new Resolver(executor).asAddressResolver();
  }

  private final class Resolver extends InetNameResolver {

    Resolver(EventExecutor executor) {
      super(executor);
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) {
      inBackground(host, promise, () -> promise.trySuccess(lookup.addressesOf(host)[0]));
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
      inBackground(host, promise, () -> promise.trySuccess(List.of(lookup.addressesOf(host))));
    }

    private void inBackground(String host, Promise<?> promise, Work work) {
      Thread.ofVirtual()
          .name("resolve-" + host)
          .start(
              () -> {
                try {
                  work.run();
                } catch (UnknownHostException | RuntimeException failure) {
                  promise.tryFailure(failure);
                }
              });
    }
  }

  /** Looks something up and passes on what it found. */
  @FunctionalInterface
  private interface Work {
    void run() throws UnknownHostException;
  }
}
