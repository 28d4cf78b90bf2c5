package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages behind the ingress that do not do what they should, and clients that go meanwhile. */
class UserCodeTest extends DoorTests {

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @Test
  void nullFromAStageIsNoContent() throws Exception {
    assertThat(get("/null-behind").statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "throw, Back is out of films",
    "null, null",
    "short, 1",
  })
  void badBatchFailsEachOfItsRequestsWithTheMethodNamed(String item, String reason)
      throws Exception {
    CompletableFuture<HttpResponse<String>> first = getLater("/batched/" + item);
    CompletableFuture<HttpResponse<String>> second = getLater("/batched/" + item);

    for (CompletableFuture<HttpResponse<String>> each : List.of(first, second)) {
      assertThat(error(answer(each), 500, "StageFailed").get("message").asText())
          .contains("Back.batched", reason);
    }
  }

  @Test
  void nullForTheItemsOfABatchIsNoContent() throws Exception {
    CompletableFuture<HttpResponse<String>> first = getLater("/batched/null-items");
    CompletableFuture<HttpResponse<String>> second = getLater("/batched/null-items");

    assertThat(answer(first).statusCode()).isEqualTo(204);
    assertThat(answer(second).statusCode()).isEqualTo(204);
  }

  @Test
  void clientThatGoesDuringABatchLeavesTheOtherItsAnswer() throws Exception {
    CompletableFuture<HttpResponse<String>> stays;
    try (RawConnection goes = new RawConnection(root)) {
      goes.send("GET /batched/wait HTTP/1.1\nHost: x\n\n");
      stays = getLater("/batched/wait");
      assertThat(Gate.arrived(1)).isTrue();
    }
    await(() -> door.slots().occupied() == 1);

    Gate.open();

    assertThat(answer(stays).body()).isEqualTo("through");
  }

  @Test
  void clientThatGoesBeforeItsBatchBeginsTakesNoPlaceInIt() throws Exception {
    try (RawConnection goes = new RawConnection(root)) {
      goes.send("GET /batched/gone HTTP/1.1\nHost: x\n\n");
      await(() -> door.slots().occupied() == 1);
    }
    await(() -> door.slots().occupied() == 0);

    CompletableFuture<HttpResponse<String>> first = getLater("/batched/here");
    CompletableFuture<HttpResponse<String>> second = getLater("/batched/here");

    assertThat(answer(first).body()).isEqualTo("here");
    assertThat(answer(second).body()).isEqualTo("here");
  }

  @Test
  void batchThatDoesNotEndIs408ForItsRequestsAndTheNextOneRuns() throws Exception {
    CompletableFuture<HttpResponse<String>> first = getWithin("0.3", "/batched/stubborn");
    CompletableFuture<HttpResponse<String>> second = getWithin("0.3", "/batched/stubborn");

    error(answer(first), 408, "DeadlineExceeded");
    error(answer(second), 408, "DeadlineExceeded");
    Gate.open();

    CompletableFuture<HttpResponse<String>> third = getLater("/batched/here");
    CompletableFuture<HttpResponse<String>> fourth = getLater("/batched/here");
    assertThat(answer(third).body()).isEqualTo("here");
    assertThat(answer(fourth).body()).isEqualTo("here");
  }

  private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> later)
      throws Exception {
    return later.get(20, TimeUnit.SECONDS);
  }
}
