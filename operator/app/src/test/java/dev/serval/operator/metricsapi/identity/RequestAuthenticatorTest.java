package dev.serval.operator.metricsapi.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.TestAuthority;
import dev.serval.operator.metricsapi.identity.Authentication.Known;
import dev.serval.operator.metricsapi.identity.Authentication.Refusal;
import dev.serval.operator.metricsapi.identity.Authentication.Refused;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestAuthenticatorTest {

  private static final TestAuthority PROXIES = new TestAuthority("proxies");
  private static final TestAuthority CLIENTS = new TestAuthority("clients");
  private static final Map<String, String> DATA =
      Map.of(
          "requestheader-client-ca-file", PROXIES.pem(),
          "requestheader-allowed-names", "[\"front-proxy\"]",
          "requestheader-username-headers", "[\"X-Remote-User\",\"X-Other-User\"]",
          "requestheader-uid-headers", "[\"X-Remote-Uid\"]",
          "requestheader-group-headers", "[\"X-Remote-Group\"]",
          "requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]",
          "client-ca-file", CLIENTS.pem());

  private static final X509Certificate PROXY = PROXIES.client("CN=front-proxy").certificate();
  private static final Instant NOW = Instant.now();

  private final HttpHeaders headers =
      new DefaultHttpHeaders().add("X-Remote-User", "anne").add("X-Remote-Group", "team");

  @Test
  void theProxySaysWhoAsks() {
    headers
        .add("x-remote-group", "other")
        .add("X-Remote-Uid", "u-1")
        .add("X-Remote-Extra-Scopes", "few")
        .add("x-remote-extra-scopes", "more")
        .add("X-Remote-Extra-example.com%2Fteam+a", "shop");

    assertThat(authenticate(PROXY))
        .isEqualTo(
            new Known(
                new User(
                    "anne",
                    "u-1",
                    List.of("team", "other", "system:authenticated"),
                    Map.of(
                        "scopes", List.of("few", "more"), "example.com/team+a", List.of("shop")))));
  }

  @Test
  void theFirstHeaderThatIsSetNamesTheUser() {
    headers.remove("X-Remote-User").add("X-Other-User", "ben");
    assertThat(user(authenticate(PROXY)).name()).isEqualTo("ben");

    headers.add("X-Remote-User", "anne");
    assertThat(user(authenticate(PROXY)).name()).isEqualTo("anne");
  }

  @Test
  void whoIsAnonymousStaysSo() {
    headers
        .set("X-Remote-User", "system:anonymous")
        .set("X-Remote-Group", "system:unauthenticated");

    assertThat(user(authenticate(PROXY)).groups()).containsExactly("system:unauthenticated");
  }

  @Test
  void withoutACertificateHeadersMeanNothing() {
    Authentication result =
        authenticator(DATA).authenticate(new ConnectionPeer(List.of()), headers, NOW);

    assertRefused(result, Refusal.NO_CERTIFICATE, "kubectl get --raw");
  }

  @Test
  void aUsersCertificateMakesHeadersMeanNothing() {
    X509Certificate own = CLIENTS.client("CN=mallory,O=team-m,O=all").certificate();
    headers.set("X-Remote-User", "admin").set("X-Remote-Group", "system:masters");

    assertThat(user(authenticate(own)))
        .isEqualTo(
            new User("mallory", "", List.of("team-m", "all", "system:authenticated"), Map.of()));
  }

  @Test
  void aUserMayNotCallThemselvesTheProxy() {
    X509Certificate own = CLIENTS.client("CN=front-proxy").certificate();
    headers.set("X-Remote-Group", "system:masters");

    assertThat(user(authenticate(own)).name()).isEqualTo("front-proxy");
    assertThat(user(authenticate(own)).isMaster()).isFalse();
  }

  @Test
  void aForeignCertificateIsRefused() {
    X509Certificate foreign = new TestAuthority("proxies").client("CN=front-proxy").certificate();

    assertRefused(
        authenticate(foreign), Refusal.BAD_CERTIFICATE, "CN=front-proxy", "known authority");
  }

  @Test
  void aCertificateHasItsTime() {
    Instant ended = NOW.minusSeconds(1);
    X509Certificate late =
        PROXIES.client("CN=front-proxy", NOW.minus(Duration.ofHours(1)), ended).certificate();
    X509Certificate early =
        PROXIES
            .client("CN=front-proxy", NOW.plusSeconds(60), NOW.plus(Duration.ofHours(1)))
            .certificate();

    assertRefused(authenticate(late), Refusal.BAD_CERTIFICATE, "it ended at");
    assertRefused(authenticate(early), Refusal.BAD_CERTIFICATE, "it begins at");
  }

  @Test
  void anotherNameIsRefusedAndNoListAllowsAny() {
    X509Certificate other = PROXIES.client("CN=somebody").certificate();
    assertRefused(
        authenticate(other), Refusal.BAD_CERTIFICATE, "name somebody is not one of [front-proxy]");

    Map<String, String> any = with("requestheader-allowed-names", "[]");
    assertThat(authenticator(any).authenticate(peer(other), headers, NOW))
        .isInstanceOf(Known.class);
  }

  @Test
  void aServersCertificateIsRefused() {
    assertRefused(
        authenticate(PROXIES.server("CN=front-proxy").certificate()),
        Refusal.BAD_CERTIFICATE,
        "not for clients");
  }

  @Test
  void anAuthorityThatHasEndedSignsNothing() {
    TestAuthority old = new TestAuthority("old", NOW.minusSeconds(1));
    Map<String, String> data = with("requestheader-client-ca-file", old.pem());

    Authentication result =
        authenticator(data)
            .authenticate(peer(old.client("CN=front-proxy").certificate()), headers, NOW);

    assertRefused(result, Refusal.BAD_CERTIFICATE, "no authority");
  }

  @Test
  void aConnectionIsJudgedAnewWhenSettingsChangeOrTimePasses() {
    TestAuthority next = new TestAuthority("next");
    ConnectionPeer ofNext = peer(next.client("CN=front-proxy").certificate());
    assertThat(authenticator(DATA).authenticate(ofNext, headers, NOW)).isInstanceOf(Refused.class);
    Map<String, String> both = with("requestheader-client-ca-file", PROXIES.pem() + next.pem());
    assertThat(authenticator(both).authenticate(ofNext, headers, NOW)).isInstanceOf(Known.class);

    RequestAuthenticator steady = authenticator(DATA);
    ConnectionPeer ends =
        peer(
            PROXIES
                .client("CN=front-proxy", NOW.minusSeconds(60), NOW.plusSeconds(60))
                .certificate());
    assertThat(steady.authenticate(ends, headers, NOW)).isInstanceOf(Known.class);
    assertRefused(
        steady.authenticate(ends, headers, NOW.plusSeconds(61)),
        Refusal.BAD_CERTIFICATE,
        "it ended at");
  }

  @Test
  void theProxyHasToNameAUser() {
    headers.set("X-Remote-User", "");

    assertRefused(authenticate(PROXY), Refusal.NO_USER, "X-Remote-User, X-Other-User");
    assertRefused(
        authenticate(CLIENTS.client("O=team").certificate()), Refusal.NO_USER, "common name");
  }

  @Test
  void whoeverPublishesNothingIsBelievedNothing() {
    TrustSettings none = TrustSettings.of(Map.of());

    assertThat(none.problem().orElseThrow())
        .contains("kube-system/extension-apiserver-authentication", "requestheader-client-ca-file");
    assertRefused(
        RequestAuthenticator.of(none).authenticate(peer(PROXY), headers, NOW),
        Refusal.BAD_CERTIFICATE,
        "no authority");
    assertThat(TrustSettings.of(with("requestheader-username-headers", "")).problem().orElseThrow())
        .contains("requestheader-username-headers");
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> data = new HashMap<>(DATA);
    data.put(key, value);
    return data;
  }

  private static RequestAuthenticator authenticator(Map<String, String> data) {
    return RequestAuthenticator.of(TrustSettings.of(data));
  }

  private static ConnectionPeer peer(X509Certificate certificate) {
    return new ConnectionPeer(List.of(certificate));
  }

  private Authentication authenticate(X509Certificate certificate) {
    return authenticator(DATA).authenticate(peer(certificate), headers, NOW);
  }

  private static User user(Authentication result) {
    assertThat(result).isInstanceOf(Known.class);
    return ((Known) result).user();
  }

  private static void assertRefused(Authentication result, Refusal refusal, String... message) {
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).refusal()).isEqualTo(refusal);
    assertThat(((Refused) result).message()).contains(message);
  }
}
