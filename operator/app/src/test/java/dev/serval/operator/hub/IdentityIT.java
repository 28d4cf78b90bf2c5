package dev.serval.operator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serval.operator.cluster.ClusterUser;
import dev.serval.operator.cluster.ForgedTokens;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is served. */
class IdentityIT extends HubFixture {

  @BeforeEach
  void applyRecsys() {
    apply("recsys", 3);
  }

  @Test
  void withoutATokenNobodyIsServedAndNobodyIsAsked() throws IOException {
    assertRefused(replica().connect(null), Status.Code.UNAUTHENTICATED, "authorization");
    assertRefused(replica().connect("nonsense"), Status.Code.UNAUTHENTICATED, "authorization");
    assertThat(reviews()).isZero();
  }

  @Test
  void forgedTokensAreRefused() throws IOException, GeneralSecurityException {
    String token =
        ForgedTokens.withKeyOfNobody().like(token(), Instant.now().plus(Duration.ofHours(1)));

    assertRefused(replica().connect(token), Status.Code.UNAUTHENTICATED, "token is not good");
  }

  @Test
  void expiredTokensAreRefused() throws IOException, GeneralSecurityException {
    ForgedTokens ofTheServer = ForgedTokens.withKeyOfTheServer();
    String good = token();
    TestReplica replica =
        replica().connect(ofTheServer.like(good, Instant.now().plus(Duration.ofMinutes(30))));
    ClusterUser.await("the same with another end is good")
        .until(() -> !replica.received().isEmpty());

    String expired = ofTheServer.like(good, Instant.now().minus(Duration.ofHours(1)));

    assertRefused(replica().connect(expired), Status.Code.UNAUTHENTICATED, "token is not good");
  }

  @Test
  void tokensForAnotherAudienceAreRefused() throws IOException {
    String token = tokens.of(pod("recsys", "Front"), "somebody-else");

    assertRefused(replica().connect(token), Status.Code.UNAUTHENTICATED, "audience serval-hub");
  }

  @Test
  void theTokenOfAPodThatIsGoneIsRefused() throws IOException {
    Pod pod = pod("recsys", "Front");
    String token = tokens.of(pod);
    cluster.resource(pod).withGracePeriod(0).delete();

    assertRefused(replica().connect(token), Status.Code.UNAUTHENTICATED, "");
  }

  @Test
  void aTokenThatIsBoundToNoPodIsRefused() throws IOException {
    String token =
        tokens.ofAccount(
            user.namespace(), pod("recsys", "Front").getSpec().getServiceAccountName());

    assertRefused(replica().connect(token), Status.Code.PERMISSION_DENIED, "not bound to a pod");
  }

  @Test
  void aPodOfNoApplicationIsRefused() throws IOException {
    Pod replica = pod("recsys", "Front");
    Pod stranger =
        cluster
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withName("stranger")
                    .withNamespace(user.namespace())
                    .endMetadata()
                    .withSpec(replica.getSpec())
                    .build())
            .create();

    assertRefused(
        replica().connect(tokens.of(stranger)),
        Status.Code.PERMISSION_DENIED,
        "stranger is no replica");
  }

  @Test
  void aNamespaceThatIsNotServedIsRefused() throws IOException, InterruptedException {
    RunningHub elsewhere = closing(new RunningHub(server, "elsewhere"));

    assertRefused(
        closing(elsewhere.replica()).connect(token()),
        Status.Code.PERMISSION_DENIED,
        "doesn't serve the namespace " + user.namespace());
  }

  @Test
  void aPodThatConnectsAgainEndsItsEarlierConnection() throws IOException {
    TestReplica first = replica().connect(token());
    ClusterUser.await("told").until(() -> !first.received().isEmpty());

    TestReplica second = replica().connect(token());

    ClusterUser.await("told").until(() -> !second.received().isEmpty());
    assertRefused(first, Status.Code.ABORTED, "connected again");
    assertThat(hub.metric("connected.replicas")).isEqualTo(1);
  }

  @Test
  void badTokensFromOneAddressAreLookedAtNoMoreThanTheyMay()
      throws IOException, InterruptedException {
    String bad = tokens.of(pod("recsys", "Front"), "somebody-else");
    RunningHub strict =
        closing(
            new RunningHub(
                server, user.namespace(), new HubLimits(100, 4, 3, 20), Clock.systemUTC()));

    for (int i = 0; i < 3; i++) {
      assertRefused(closing(strict.replica()).connect(bad), Status.Code.UNAUTHENTICATED, "token");
    }
    for (int i = 0; i < 20; i++) {
      assertRefused(
          closing(strict.replica()).connect(bad), Status.Code.RESOURCE_EXHAUSTED, "bad tokens");
    }
    assertThat(strict.writes().writes()).filteredOn(RunningHub::isReview).hasSizeLessThan(8);
    assertThat(strict.metric("refused", "reason", "too_many")).isEqualTo(20);
  }

  private long reviews() {
    return hub.writes().writes().stream().filter(RunningHub::isReview).count();
  }

  private static void assertRefused(TestReplica replica, Status.Code code, String message) {
    ClusterUser.await("the refusal").until(() -> replica.end() != null);
    assertThat(replica.end().getCode()).as(replica.end().toString()).isEqualTo(code);
    assertThat(String.valueOf(replica.end().getDescription())).contains(message);
    assertThat(code == Status.Code.ABORTED || replica.settings().isEmpty())
        .as("nothing is told")
        .isTrue();
  }
}
