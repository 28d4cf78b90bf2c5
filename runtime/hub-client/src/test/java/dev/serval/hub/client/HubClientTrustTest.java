package dev.serval.hub.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whom the client speaks to, and what it says when it can't. */
class HubClientTrustTest extends HubClientFixture {

  @Test
  void aHubOfAnotherAuthorityIsNotSpokenTo() throws Exception {
    new TestCertificates("localhost").writeAuthority(options.caFile());
    client.start();

    untilTimePasses(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst())
        .contains("localhost", "serval.hub.ca-file", "replicas are found by DNS");
    assertThat(hub.connections).isEmpty();

    certificates.writeAuthority(options.caFile());
    untilTimePasses(() -> !hub.connections.isEmpty());
  }

  @Test
  void aHubWithTheNameOfAnotherIsNotSpokenTo() throws Exception {
    hub.close();
    TestCertificates ofAnother = new TestCertificates("other.example");
    hub = new TestHub(ofAnother, 0);
    ofAnother.writeAuthority(options.caFile());
    options = new HubOptions("localhost:" + hub.port(), options.caFile(), options.tokenFile());
    client.start();

    untilTimePasses(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst()).contains("Check that its certificate is for that host");
    assertThat(hub.connections).isEmpty();
  }

  @Test
  void aPodThatIsRefusedIsToldOnceWhatToCheckAndTriesAgainSlowly() {
    hub.refusal = Status.UNAUTHENTICATED.withDescription("the token has expired");
    client.start();
    until(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst())
        .contains("the token has expired", "serval.hub.token-file", "audience serval-hub");

    time.advance(Duration.ofMillis(14_900));
    assertThat(hub.connections).hasSize(1);
    untilTimePasses(() -> hub.connections.size() == 3);

    assertThat(logged.warnings).hasSize(1);
    hub.refusal = Status.PERMISSION_DENIED.withDescription("pod ranker-1 has no labels");
    untilTimePasses(() -> logged.warnings.size() == 2);
    assertThat(logged.warnings.getLast())
        .contains("pod ranker-1 has no labels", "serving.serval.dev/application");
  }

  @Test
  void aTokenThatIsMissingIsWaitedFor() throws Exception {
    Files.delete(options.tokenFile());
    client.start();
    untilTimePasses(() -> !logged.warnings.isEmpty());
    assertThat(logged.warnings.getFirst()).contains("serval.hub.token-file", "NoSuchFile");

    Files.writeString(options.tokenFile(), "token-3");

    untilTimePasses(() -> !hub.connections.isEmpty());
    assertThat(logged.warnings).hasSize(1);
  }

  @Test
  void aHubThatIsAwayIsTriedAgainAndSaidOnce() throws Exception {
    int port = hub.port();
    hub.close();
    client.start();
    untilTimePasses(() -> !logged.warnings.isEmpty());
    time.advance(Duration.ofSeconds(30));

    hub = new TestHub(certificates, port);

    untilTimePasses(() -> !hub.connections.isEmpty());
    assertThat(logged.warnings).singleElement().asString().contains("can't be reached");
  }

  @Test
  void afterTheEndNothingIsTried() {
    connectAndTell();

    client.close();

    until(() -> hub.last().over);
    time.advance(Duration.ofMinutes(5));
    assertThat(hub.connections).hasSize(1);
    assertThat(time.pendingTimers()).isZero();
  }
}
