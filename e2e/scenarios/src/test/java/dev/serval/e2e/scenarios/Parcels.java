package dev.serval.e2e.scenarios;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Orders of packers, whose answers say how many were packed together, and by whom.
 *
 * @param workshop where they are ordered
 */
record Parcels(URI workshop) {

  /** By which callers know a session, if they are told to. */
  static final String SESSION = "x-session-id";

  /** The largest batch of each packer, of so many orders at the same time. */
  Map<String, Integer> largestBatches(int orders, int millis) {
    return atOnce(orders, millis).stream()
        .map(Parcels::parcel)
        .collect(Collectors.toMap(Parcel::packer, Parcel::together, Math::max));
  }

  /** How many of so many orders at the same time are refused, as nobody may wait any more. */
  long refused(int orders, int millis) {
    return atOnce(orders, millis).stream()
        .filter(answer -> answer.statusCode() == 503)
        .filter(answer -> answer.body().contains("maxQueuedRequests"))
        .count();
  }

  private List<HttpResponse<String>> atOnce(int orders, int millis) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return Stream.generate(() -> client.sendAsync(order(millis, "all"), BodyHandlers.ofString()))
          .limit(orders)
          .toList()
          .stream()
          .map(answer -> answer.join())
          .toList();
    }
  }

  /**
   * Who packs so many orders of one session, one after the other. Each has a connection of its own,
   * so that they come to all replicas of the ingress.
   */
  Set<String> packersOf(String session, int orders) {
    return IntStream.range(0, orders)
        .mapToObj(any -> onOwnConnection(session))
        .map(answer -> parcel(answer).packer())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private HttpResponse<String> onOwnConnection(String session) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(order(0, session), BodyHandlers.ofString());
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

  /** An order that takes so many milliseconds, of a session. */
  HttpRequest order(int millis, String session) {
    return HttpRequest.newBuilder(workshop.resolve("/pack?millis=" + millis))
        .timeout(Workshop.REQUEST)
        .header(SESSION, session)
        .POST(BodyPublishers.noBody())
        .build();
  }
}
