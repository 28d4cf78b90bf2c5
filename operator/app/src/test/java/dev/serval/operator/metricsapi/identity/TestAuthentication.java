package dev.serval.operator.metricsapi.identity;

import dev.serval.operator.cluster.TestAuthority;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/** A proxy that an authenticator believes, and somebody whom it doesn't. */
public final class TestAuthentication {

  private final TestAuthority authority = new TestAuthority("proxies");
  private final ConnectionPeer proxy = peer(authority);
  private final ConnectionPeer stranger = peer(new TestAuthority("strangers"));

  private static ConnectionPeer peer(TestAuthority authority) {
    return new ConnectionPeer(List.of(authority.client("CN=front-proxy").certificate()));
  }

  /** Who believes the proxy. */
  public RequestAuthenticator authenticator() {
    return RequestAuthenticator.of(
        TrustSettings.of(
            Map.of(
                "requestheader-client-ca-file",
                authority.pem(),
                "requestheader-username-headers",
                "[\"X-Remote-User\"]",
                "requestheader-group-headers",
                "[\"X-Remote-Group\"]")));
  }

  /** A connection of the proxy. */
  public ConnectionPeer proxy() {
    return proxy;
  }

  /** A connection of somebody with a certificate of their own. */
  public ConnectionPeer stranger() {
    return stranger;
  }

  /** What the proxy says of a user. */
  public HttpHeaders headers(String user) {
    return new DefaultHttpHeaders().add("X-Remote-User", user);
  }
}
