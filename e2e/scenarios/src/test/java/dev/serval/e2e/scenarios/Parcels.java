package dev.serval.e2e.scenarios;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What becomes of orders at the packers of a workshop.
 *
 * @param workshop where they are ordered
 */
record Parcels(Workshop workshop) {

  private static final String ANY = "any session";

  /** The largest batch of each packer, of so many orders at the same time. */
  Map<String, Integer> largestBatches(int orders, int millis) {
    return Workshop.atOnce(workshop.parcel(millis, ANY), orders).stream()
        .map(Parcels::parcel)
        .collect(Collectors.toMap(Parcel::packer, Parcel::together, Math::max));
  }

  /**
   * How many of so many orders at the same time are refused, as nobody may wait any more.
   *
   * @throws IllegalStateException if one fails in another way
   */
  long refused(int orders, int millis) {
    Map<Boolean, List<HttpResponse<String>>> answers =
        Workshop.atOnce(workshop.parcel(millis, ANY), orders).stream()
            .collect(Collectors.partitioningBy(Parcels::isRefused));
    answers.get(false).forEach(Parcels::parcel);
    return answers.get(true).size();
  }

  private static boolean isRefused(HttpResponse<String> answer) {
    return answer.statusCode() == 503 && answer.body().contains("maxQueuedRequests");
  }

  /**
   * What becomes of so many orders of one session, one after the other. Each has a connection of
   * its own, so that they come to all replicas of the ingress.
   */
  List<Parcel> ofSession(String session, int orders) {
    return IntStream.range(0, orders).mapToObj(any -> parcel(onOwnConnection(session))).toList();
  }

  private HttpResponse<String> onOwnConnection(String session) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(workshop.parcel(0, session), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException("an order failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Parcel parcel(HttpResponse<String> answer) {
    return Parcel.of(answer.body())
        .orElseThrow(() -> new IllegalStateException(answer.statusCode() + " " + answer.body()));
  }
}
