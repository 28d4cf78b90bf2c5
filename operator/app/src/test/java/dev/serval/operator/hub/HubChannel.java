package dev.serval.operator.hub;

import dev.serval.operator.plan.HubAccess;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Dials a hub on this machine by the name that its certificate has. */
final class HubChannel {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final int WINDOW = 64 * 1024;

  private HubChannel() {}

  static ManagedChannel to(HubAccess access, String host, int port) throws IOException {
    return NettyChannelBuilder.forAddress(new InetSocketAddress(host, port))
        .overrideAuthority(HubAddress.parse(access.address()).host())
        // what is on the way to one that doesn't read
        .flowControlWindow(WINDOW)
        .maxInboundMessageSize(16 * 1024 * 1024)
        .sslContext(
            GrpcSslContexts.forClient()
                .trustManager(
                    new ByteArrayInputStream(
                        access.authorities().getBytes(StandardCharsets.US_ASCII)))
                .build())
        .build();
  }

  /** What shows a token; nothing if it is {@code null}. */
  static Metadata headers(String token) {
    Metadata headers = new Metadata();
    if (token != null) {
      headers.put(AUTHORIZATION, "Bearer " + token);
    }
    return headers;
  }
}
