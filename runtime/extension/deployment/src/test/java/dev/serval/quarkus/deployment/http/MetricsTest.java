package dev.serval.quarkus.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code /q/metrics} says after some requests. */
class MetricsTest extends DoorTests {

  private static final String FRONT = "application=\"shop\",deployment=\"Front\"";
  private static final String BACK = "application=\"shop\",deployment=\"Back\"";

  @RegisterExtension static final QuarkusUnitTest APPLICATION = application();

  @Test
  void requestsAndCallsAreCountedUnderBoundedLabels() throws Exception {
    assertThat(metrics()).contains("serval_ingress_ongoing_requests{" + FRONT + "} 0.0");
    get("/people/1");
    get("/people/2");
    get("/nested");
    get("/fails-behind");
    get("/no/such/path");
    get("/wait-here", "x-request-timeout-seconds", "0.05");

    String route = FRONT + ",method=\"GET\",route=\"/people/{id}\"";
    await(() -> metrics().contains("status_code=\"408\"} 1.0"));
    assertThat(metrics())
        .contains(
            "serval_ingress_requests_total{" + route + ",status_code=\"404\"} 2.0",
            "serval_ingress_errors_total{" + route + ",status_code=\"404\"} 2.0",
            "serval_ingress_request_latency_seconds_count{" + route + "} 2",
            "serval_ingress_request_latency_seconds_bucket{" + route + ",le=\"0.001\"}",
            "serval_ingress_requests_total{"
                + FRONT
                + ",method=\"\",route=\"\",status_code=\"404\"} 1.0",
            "serval_ingress_queued_requests{" + FRONT + "} 0.0",
            "serval_handle_requests_total{" + BACK + "} 2.0",
            "serval_handle_queued_requests{" + BACK + "} 0.0",
            "serval_handle_ongoing_requests_at_replicas{" + BACK + "} 0.0",
            "serval_handle_available_replicas{" + BACK + "} 1.0",
            "serval_handle_rejections_total{" + BACK + "} 0.0",
            "serval_handle_retries_total{" + BACK + "} 0.0",
            "serval_handle_lost_total{" + BACK + "} 0.0",
            "serval_handle_back_pressured_total{" + BACK + "} 0.0",
            "serval_handle_ejections_total{" + BACK + "} 0.0",
            "serval_replica_requests_total{" + BACK + ",method=\"requestId\"} 1.0",
            "serval_replica_processing_latency_seconds_count{" + BACK + ",method=\"fail\"} 1",
            "serval_replica_errors_total{"
                + BACK
                + ",exception_type=\"IllegalArgumentException\",method=\"fail\"} 1.0",
            "serval_replica_ongoing_requests{" + BACK + "} 0.0",
            "serval_replica_max_ongoing_requests{" + BACK + "} 100.0")
        .doesNotContain("/people/1", "/no/such/path", "http_server_requests");
  }

  @Test
  void requestsAreOngoingAtTheIngress() throws Exception {
    CompletableFuture<HttpResponse<String>> running = getLater("/wait-here");
    assertThat(Gate.arrived(1)).isTrue();

    assertThat(metrics())
        .contains(
            "serval_ingress_ongoing_requests{" + FRONT + "} 1.0",
            "serval_replica_ongoing_requests{" + FRONT + "} 1.0",
            "serval_replica_ongoing_requests{" + BACK + "} 0.0");

    Gate.open();
    assertThat(running.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  private String metrics() {
    try {
      return get("/q/metrics", "Accept", "text/plain").body().replace(",}", "}");
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
