package dev.serval.core.discover;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks the name servers that the machine is set up with, each time anew: the JDK would remember an
 * answer for 30 s, in which a deployment can be replaced.
 */
public final class DnsLookup implements NameLookup {

  private static final long QUERY_TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private final DnsNameResolver resolver;

  /**
   * @param loops runs the queries on one of its loops; they stay the caller's
   */
  public DnsLookup(EventLoopGroup loops) {
    this(loops, DnsServerAddressStreamProviders.platformDefault());
  }

  DnsLookup(EventLoopGroup loops, DnsServerAddressStreamProvider nameServers) {
    EventLoop loop = loops.next();
    DnsNameResolverBuilder builder =
        new DnsNameResolverBuilder(loop)
            .nameServerProvider(nameServers)
            .resolveCache(NoopDnsCache.INSTANCE)
            .queryTimeoutMillis(QUERY_TIMEOUT_MILLIS);
    if (loop instanceof EpollEventLoop) {
      builder.datagramChannelType(EpollDatagramChannel.class);
    } else {
      builder.datagramChannelType(NioDatagramChannel.class);
    }
    resolver = builder.build();
  }

  @Override
  public CompletionStage<List<InetAddress>> addressesOf(String host) {
    CompletableFuture<List<InetAddress>> addresses = new CompletableFuture<>();
    resolver
        .resolveAll(host)
        .addListener((Future<List<InetAddress>> found) -> pass(found, addresses));
    return addresses;
  }

  private static void pass(
      Future<List<InetAddress>> found, CompletableFuture<List<InetAddress>> addresses) {
    if (found.isSuccess()) {
      addresses.complete(found.getNow());
    } else {
      addresses.completeExceptionally(found.cause());
    }
  }

  @Override
  public void close() {
    resolver.close();
  }
}
