package dev.serval.core.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a name server of the test's own, over UDP on the loopback interface. */
class DnsLookupTest {

  private static final int LONG_TTL_SECONDS = 3_600;

  private final EventLoopGroup loops = new NioEventLoopGroup(1);
  private volatile List<String> answers = List.of();
  private Channel server;
  private DnsLookup lookup;

  @BeforeEach
  void startNameServer() {
    server =
        new Bootstrap()
            .group(loops)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new NameServer());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
    lookup =
        new DnsLookup(
            loops,
            new SingletonDnsServerAddressStreamProvider((InetSocketAddress) server.localAddress()));
  }

  @AfterEach
  void stop() {
    lookup.close();
    server.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Answers questions for IPv4 addresses with those of the test; knows no others. */
  private final class NameServer extends SimpleChannelInboundHandler<DatagramDnsQuery> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query)
        throws UnknownHostException {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      List<String> now = answers;
      DatagramDnsResponse response =
          new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
      response.addRecord(DnsSection.QUESTION, question);
      if (now.isEmpty()) {
        response.setCode(DnsResponseCode.NXDOMAIN);
      } else if (question.type().equals(DnsRecordType.A)) {
        for (String address : now) {
          response.addRecord(
              DnsSection.ANSWER,
              new DefaultDnsRawRecord(
                  question.name(),
                  DnsRecordType.A,
                  LONG_TTL_SECONDS,
                  Unpooled.wrappedBuffer(InetAddress.ofLiteral(address).getAddress())));
        }
      }
      context.writeAndFlush(response);
    }
  }

  private List<String> ask() throws Exception {
    Collection<InetAddress> found =
        lookup.addressesOf("ranker.test.").toCompletableFuture().get(10, TimeUnit.SECONDS);
    return found.stream().map(InetAddress::getHostAddress).sorted().toList();
  }

  @Test
  void allAddressesAreFound() throws Exception {
    answers = List.of("198.18.0.1", "198.18.0.2", "198.18.0.3");

    assertThat(ask()).containsExactly("198.18.0.1", "198.18.0.2", "198.18.0.3");
  }

  @Test
  void anAnswerIsNotRememberedHoweverLongItSaysItHolds() throws Exception {
    answers = List.of("198.18.0.1");
    ask();
    answers = List.of("198.18.0.2");

    assertThat(ask()).containsExactly("198.18.0.2");
  }

  @Test
  void aNameThatNobodyKnowsIsAFailure() {
    assertThatThrownBy(this::ask)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(UnknownHostException.class);
  }
}
